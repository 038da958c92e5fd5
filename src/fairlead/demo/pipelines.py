"""How Ridgeline Cycles sells: two pipelines with their stages, and its campaigns."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from fairlead.pipeline.models import Campaign, Pipeline, Stage

from .ledger import Row
from .world import World

_SALES = (
    # name, phase, probability, colour, days until it rots, asked for
    ("Qualify", "enquiry", 10, "azure", 21, ()),
    ("Discover", "enquiry", 25, "blue", 30, ("company",)),
    ("Proposal", "proposal", 50, "indigo", 30, ("company", "amount", "expected_close_on")),
    ("Negotiation", "proposal", 70, "purple", 25, ("company", "amount", "expected_close_on")),
    ("Verbal", "proposal", 90, "teal", 14, ("company", "amount", "expected_close_on")),
)
_SERVICE = (
    ("Offer due", "enquiry", 40, "azure", 30, ()),
    ("Offered", "proposal", 60, "indigo", 30, ("company", "amount")),
    ("Agreed", "proposal", 90, "teal", 14, ("company", "amount", "expected_close_on")),
)
_CAMPAIGNS = (
    ("Spring open house", "Event", 2), ("Velo trade fair", "Fair", 9),
    ("Cargo bike pilot offer", "E-mail", 4), ("Dealer days", "Event", 11),
    ("Fleet webinar", "Webinar", 5), ("Winter workshop offer", "E-mail", 12),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A stage, with what the stories need to know of it."""

    row: Row
    name: str
    probability: Decimal


@dataclass(frozen=True, slots=True)
class Selling:
    """The ways through the pipelines, and the campaigns by the moment from which they run."""

    sales: list[Step]
    service: list[Step]
    campaigns: list[Row]


def shape(world: World) -> Selling:
    """Put pipelines, stages and campaigns into the ledger."""
    taken = set(Pipeline.objects.values_list("name", flat=True))
    sales = _pipeline(world, "Sales" if "Sales" not in taken else "Bicycle sales", 0, _SALES)
    service = _pipeline(
        world, "Service contracts" if "Service contracts" not in taken else "Fleet service", 1, _SERVICE
    )
    return Selling(sales, service, _campaigns(world))


def _pipeline(
    world: World, name: str, order: int, steps: tuple[tuple[str, str, int, str, int, tuple[str, ...]], ...]
) -> list[Step]:
    made = world.ledger.happening(world.begins, "pipeline.added", world.administrator)
    pipeline = world.ledger.create(Pipeline, made, name=name, order=order)
    added = world.ledger.happening(world.begins, "stage.added", world.administrator)
    return [
        Step(
            world.ledger.create(
                Stage, added, pipeline=pipeline, name=title, order=number, phase=phase,
                probability=Decimal(percent),
                colour=colour, rot_after_days=days, required_fields=list(asked),
            ),
            title,
            Decimal(percent),
        )
        for number, (title, phase, percent, colour, days, asked) in enumerate(steps, 1)
    ]  # fmt: skip


def _campaigns(world: World) -> list[Row]:
    found = []
    for year in range(world.begins.year, world.today.year + 1):
        for name, kind, month in _CAMPAIGNS:
            starts = world.begins.date().replace(year=year, month=month, day=6)
            if world.begins.date() <= starts <= world.today:
                made = world.ledger.happening(world.morning(starts), "campaign.added", world.administrator)
                ends = starts + timedelta(days=30)
                found.append(
                    world.ledger.create(
                        Campaign, made, name=f"{name} {year}", kind=kind, starts_on=starts, ends_on=ends,
                        is_active=ends >= world.today,
                    )
                )  # fmt: skip
    return found
