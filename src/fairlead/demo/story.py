"""The life of one opportunity, told entry by entry: created, moved, revalued, put off, won or lost."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from fairlead.pipeline.models import Opportunity, OpportunityContact, OpportunityLine, OpportunitySplit

from .catalogue import Article, price_in
from .customers import Customer
from .ledger import Happening, Row
from .pipelines import Selling, Step
from .words import HANDED, LOST_NOTES, NEXT_STEPS, OCCASIONS, PARTS, PUSHED, VOIDED
from .world import Colleague, World


@dataclass(frozen=True, slots=True)
class Setting:
    """What all opportunities have in common."""

    world: World
    selling: Selling
    articles: list[Article]


@dataclass(slots=True)
class _Line:
    row: Row | None
    article: Article
    quantity: Decimal
    price: Decimal
    discount: Decimal

    @property
    def total(self) -> Decimal:
        return self.quantity * self.price * (100 - self.discount) / 100


class Story:
    """One opportunity while its life is being told; nothing happens after the world's moment."""

    def __init__(self, setting: Setting, customer: Customer, created: datetime) -> None:
        self.setting, self.world, self.random = setting, setting.world, setting.world.random
        self.customer, self.owner = customer, customer.owner
        self.lead: Row | None = None
        self.currency = customer.owner.city.currency
        is_service = self.random.random() < 0.08
        self.steps: list[Step] = setting.selling.service if is_service else setting.selling.sales
        self.lines = self._order(is_service)
        self.has_lines = self.random.random() < 0.6
        self.now = created
        self.stage = 0
        self.expected: date | None = None
        self.is_open = True

    def begin(self, made: Happening | None = None, *, draft: bool = False) -> Row:
        """Create the opportunity, within the qualification of its lead if there was one."""
        made = made or self._happens("opportunity.created")
        r, step = self.random, self.steps[0]
        self.expected = made.at.date() + timedelta(days=int(r.uniform(35, 130)))
        campaigns = [row for row in self.setting.selling.campaigns if row.versions[0][0].at < made.at]
        self.row = self.world.ledger.create(
            Opportunity, made, title=self._title(), company=self.customer.row,
            owner=self.owner.row, team=self.owner.team, location=self.owner.location, stage=step.row,
            stage_since=made.at, amount=self.amount if r.random() < 0.93 else None, currency=self.currency,
            probability=step.probability, expected_close_on=self.expected, created_at=made.at,
            source=self.world.pick("source"), lead=self.lead, is_draft=draft,
            campaign=r.choice(campaigns[-4:]) if campaigns and r.random() < 0.22 else None,
            **self._next_step(made.at),
        )  # fmt: skip
        for contact in self.customer.contacts[: r.choice((0, 1, 1, 2))]:
            self.world.ledger.create(
                OpportunityContact, made, opportunity=self.row, contact=contact, part=r.choice(PARTS)
            )
        if self.has_lines and self.row["amount"] is not None:
            self._write_lines(made)
        return self.row

    def move(self, to: int) -> None:
        """Move to another stage; those that make an offer have an amount by then."""
        if self.row["amount"] is None:
            self.revalue()
        step, made = self.steps[to], self._happens("opportunity.moved")
        self.stage = to
        forecast = {3: "best_case", 4: "commit"}.get(to) if len(self.steps) == 5 else None
        self._change(
            made,
            stage=step.row,
            stage_since=made.at,
            probability=step.probability,
            probability_source="stage",
        )
        if forecast and self.random.random() < 0.6:
            edited = self._happens("opportunity.edited", minutes=3)
            self._change(edited, forecast_category=forecast, **self._next_step(edited.at))

    def revalue(self) -> None:
        """Change the value: another quantity in the lines, or simply another amount."""
        line, r = self.random.choice(self.lines), self.random
        wanted = Decimal(round(float(line.quantity) * r.choice((0.5, 0.7, 0.85, 1.2, 1.4))))
        line.quantity = wanted if wanted not in (0, line.quantity) else line.quantity + 1
        if r.random() < 0.3:
            line.discount = Decimal(r.choice((3, 5, 8, 10, 12)))
        made = self._happens("opportunity.lines_set" if self.has_lines else "opportunity.edited")
        self._change(made, amount=self.amount)
        if self.has_lines:
            self._write_lines(made)

    def put_off(self) -> None:
        """Push the expected close, with the customer's reason."""
        made = self._happens("opportunity.edited", reason=self.random.choice(PUSHED))
        self.expected = max(self.expected or made.at.date(), made.at.date()) + timedelta(
            days=self.random.randrange(10, 60)
        )
        self._change(made, expected_close_on=self.expected, **self._next_step(made.at))

    def hand_over(self) -> None:
        """Let the supervisor give it to a colleague of the same team."""
        others = [
            c
            for c in self.world.sellers
            if c.team is self.owner.team and c is not self.owner and c.since < self.now
        ]
        if others:
            to = self.random.choice(others)
            made = self._happens(
                "opportunity.reassigned", by=self.owner.supervisor, reason=self.random.choice(HANDED)
            )
            self._change(made, owner=to.row, team=to.team, location=to.location)
            self.owner = to

    def share(self) -> None:
        """Split it with a colleague who helps."""
        helper: Colleague = self.random.choice(self.world.sellers)
        if helper is not self.owner and helper.since < self.now:
            made, share = self._happens("opportunity.split"), self.random.choice((20, 30, 40, 50))
            for who, percent in ((self.owner, 100 - share), (helper, share)):
                self.world.ledger.create(
                    OpportunitySplit, made, opportunity=self.row, person=who.row, share=Decimal(percent)
                )

    def win(self) -> None:
        """Win it, for the amount it has."""
        if self.row["amount"] is None:
            self.revalue()
        rival = self.world.pick("competitor") if self.random.random() < 0.2 else None
        self._close("won", forecast_category="closed", competitor=rival)

    def lose(self) -> None:
        """Lose it, for a reason, often to a competitor."""
        reason = self.world.pick("lost_reason")
        rival = self.world.pick("competitor") if self.random.random() < 0.45 else None
        note = self.random.choice(LOST_NOTES)
        self._close("lost", note, forecast_category="omitted", lost_reason=reason, competitor=rival)

    def void(self) -> None:
        """Close what never was an opportunity."""
        self._close(
            "void", self.random.choice(VOIDED), action="opportunity.voided", forecast_category="omitted"
        )

    def plan_ahead(self) -> None:
        """Note the next step; some are overdue by now."""
        made = self._happens("opportunity.edited")
        due = self.world.today + timedelta(days=self.random.randrange(-3, 19))
        self._change(made, next_step=self.random.choice(NEXT_STEPS), next_step_on=due)

    @property
    def amount(self) -> Decimal:
        """Return what the lines come to."""
        return sum((line.total for line in self.lines), Decimal(0))

    def _title(self) -> str:
        """Return what people call it: the thing, or the kinds of things, and what they are for."""
        names = (
            [line.article.category for line in self.lines[:2]]
            if len(self.lines) > 1
            else [self.lines[0].article.name]
        )
        subject = " and ".join(
            dict.fromkeys([names[0], *(name.lower() for name in names[1:] if name != names[0])])
        )
        occasion = self.random.choice(OCCASIONS)
        return f"{subject} {occasion}" if occasion.startswith("for ") else f"{subject}, {occasion}"

    def _close(self, outcome: str, note: str = "", *, action: str = "", **values: Any) -> None:
        made = self._happens(action or f"opportunity.{outcome}", reason=note)
        self._change(made, outcome=outcome, closed_on=made.at.date(), outcome_note=note, **values)
        self.is_open = False

    def _order(self, is_service: bool) -> list[_Line]:
        """Return what the customer asks for: one to three products, in amounts that fit their size."""
        r, world, size = self.random, self.world, self.customer.size
        offered = [
            a for a in self.setting.articles if (a.category in ("Fleet care", "Training")) == is_service
        ]
        return [
            _Line(
                None, article, Decimal(max(1, round(article.usual * size * r.lognormvariate(-0.9, 0.7)))),
                price_in(world, article, self.currency, world.today), Decimal(r.choice((0, 0, 0, 3, 5, 8))),
            )
            for article in r.sample(offered, k=r.choice((1, 1, 2, 3)))
        ]  # fmt: skip

    def _write_lines(self, made: Happening) -> None:
        for position, line in enumerate(self.lines):
            values = {"quantity": line.quantity, "unit_price": line.price, "discount": line.discount}
            if line.row is None:
                line.row = self.world.ledger.create(
                    OpportunityLine,
                    made,
                    opportunity=self.row,
                    product=line.article.row,
                    position=position,
                    **values,
                )
            elif line.row["quantity"] != line.row.sheet.stored(
                line.row.sheet.place["quantity"], line.quantity
            ):
                self.world.ledger.change(line.row, made, **values)

    def _next_step(self, at: datetime) -> dict[str, Any]:
        if self.random.random() < 0.25:
            return {}
        due = at.date() + timedelta(days=self.random.randrange(2, 21))
        return {"next_step": self.random.choice(NEXT_STEPS), "next_step_on": due}

    def _happens(
        self, action: str, *, by: Row | int | None = None, reason: str = "", minutes: int = 0
    ) -> Happening:
        """Open an entry now, a little later than the one before."""
        self.now += timedelta(seconds=self.random.randrange(60 * minutes + 20, 60 * minutes + 90))
        return self.world.ledger.happening(self.now, action, by or self.owner.row, reason)

    def _change(self, made: Happening, **values: Any) -> None:
        self.world.ledger.change(self.row, made, **values)
