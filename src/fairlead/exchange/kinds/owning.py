"""What a record takes from its owner, and from its stage."""

from dataclasses import dataclass
from decimal import Decimal

from fairlead.people.models import Person
from fairlead.pipeline.models import Stage

from .kind import Context


@dataclass(frozen=True, slots=True)
class Belonging:
    """The team and location of a person."""

    team_id: int | None = None
    location_id: int | None = None


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What an opportunity takes from its stage."""

    stage: Stage
    probability: Decimal
    source: str


def of_owner(owner_id: int | None, context: Context) -> Belonging:
    """Return where the owner belongs."""
    if promised := context.promised.of("person", owner_id):
        return Belonging(promised.team_id, promised.location_id)
    return _belongings(context).get(owner_id or 0, Belonging())


def _belongings(context: Context) -> dict[int, Belonging]:
    def load() -> dict[int, Belonging]:
        rows = Person.objects.values_list("pk", "team_id", "location_id")
        return {pk: Belonging(team_id, location_id) for pk, team_id, location_id in rows}

    found: dict[int, Belonging] = context.known("belongings", load)
    return found


def stages(context: Context) -> dict[int, StageFacts]:
    """Return all stages by id, in the order of their pipelines."""

    def load() -> dict[int, StageFacts]:
        rows = Stage.objects.select_related("pipeline").order_by(
            "pipeline__order", "pipeline_id", "order", "pk"
        )
        return {stage.pk: StageFacts(stage, *stage.weight()) for stage in rows}

    found: dict[int, StageFacts] = context.known("stages", load)
    return found


def first_stage(context: Context) -> int | None:
    """Return the first stage that is in use."""
    return next(iter(_in_use(context)), None)


def last_stage(context: Context) -> int | None:
    """Return the last stage of the pipeline that the first stage in use belongs to."""
    in_use = _in_use(context)
    return (
        [pk for pk, pipeline in in_use.items() if pipeline == next(iter(in_use.values()))][-1]
        if in_use
        else None
    )


def _in_use(context: Context) -> dict[int, int]:
    return {
        pk: facts.stage.pipeline_id
        for pk, facts in stages(context).items()
        if facts.stage.is_active and facts.stage.pipeline.is_active
    }
