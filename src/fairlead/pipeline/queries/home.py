"""My sales: what a person wants to know first in the morning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from fairlead import journal
from fairlead.access import Viewer
from fairlead.kit.money import Money
from fairlead.kit.periods import Period
from fairlead.people.models import Person
from fairlead.pipeline.models import Lead, LeadState, Opportunity, Outcome

from .opportunities import opportunities

_LISTED, _LATELY = 8, 20


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of opportunities and what they come to, by currency."""

    count: int
    amounts: tuple[Money, ...]
    weighted: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """A person's own work at a moment."""

    open: Tally
    won: Tally
    overdue: list[Opportunity]
    overdue_count: int
    due_today: list[Opportunity]
    closing: list[Opportunity]
    without_next_step: int
    open_leads: int
    changes: list[journal.Change]
    titles: dict[int, str]


def home(viewer: Viewer, *, today: date, quarter: Period, since: datetime) -> Home:
    """Return a person's open work, what is overdue, their wins of the quarter, and what changed since.

    :param since: the moment from which changes are told, usually yesterday's start.
    """
    # One's own work is always within reach, and saying so twice would cost an index.
    mine = Opportunity.objects.existing().filter(owner_id=viewer.person_id).order_by()
    open_ = mine.filter(outcome=Outcome.OPEN)
    counted = _sums(
        open_,
        overdue=Count("pk", filter=Q(next_step_on__lt=today)),
        without=Count("pk", filter=Q(next_step_on=None)),
    )
    overdue = sum(answer["overdue"] for answer in counted)
    lately = _chosen(mine.filter(valid_from__gte=since), "-valid_from", "-id", limit=_LATELY)
    touched = dict(lately.values_list("pk", "title"))
    return Home(
        open=_gathered(counted),
        won=_gathered(
            _sums(mine.filter(outcome=Outcome.WON, closed_on__range=(quarter.first, quarter.last)))
        ),
        overdue=_listed(open_.filter(next_step_on__lt=today), "next_step_on", "id") if overdue else [],
        overdue_count=overdue,
        due_today=_listed(open_.filter(next_step_on=today), "-amount", "id"),
        closing=_listed(open_.filter(expected_close_on__lte=quarter.last), "expected_close_on", "id"),
        without_next_step=sum(answer["without"] for answer in counted),
        open_leads=Lead.objects.filter(
            owner_id=viewer.person_id, state=LeadState.OPEN, deleted_at=None
        ).count(),
        changes=journal.changes_since(Opportunity, touched, since)[:_LISTED],
        titles=touched,
    )


def _listed(rows: QuerySet[Opportunity], *order: str) -> list[Opportunity]:
    return list(_chosen(rows, *order, limit=_LISTED).select_related("company", "stage"))


def _chosen(rows: QuerySet[Opportunity], *order: str, limit: int) -> QuerySet[Opportunity]:
    """Return the first rows in an order, chosen by what the owner's index holds before a row is read."""
    return Opportunity.objects.filter(pk__in=rows.order_by(*order).values("pk")[:limit]).order_by(*order)


def _sums(rows: QuerySet[Opportunity], **counts: Count) -> list[Mapping[str, Any]]:
    """Return count and sums by currency, and what else is to be counted."""
    found = rows.values("currency")
    return list(found.annotate(n=Count("*"), total=Sum("amount"), expected=Sum("weighted"), **counts))


def _gathered(answers: list[Mapping[str, Any]]) -> Tally:
    """Return answers as one; several may be of the same currency."""
    sums: dict[str, dict[str, Decimal]] = {"total": {}, "expected": {}}
    for answer in answers:
        for name, by_currency in sums.items():
            if answer[name] is not None:
                currency = answer["currency"]
                by_currency[currency] = by_currency.get(currency, Decimal(0)) + answer[name]
    amounts, weighted = (
        tuple(Money(by_currency[currency], currency) for currency in sorted(by_currency))
        for by_currency in sums.values()
    )
    return Tally(sum(answer["n"] for answer in answers), amounts, weighted)


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One person's open work and wins of a quarter, as their supervisor sees them."""

    person_id: int
    name: str
    open: Tally
    won: Tally


def team(viewer: Viewer, *, quarter: Period) -> list[TeamLine]:
    """Return a line for each person whose work the viewer sees, the largest open count first."""
    rows = opportunities(viewer).order_by()
    won = rows.filter(outcome=Outcome.WON, closed_on__range=(quarter.first, quarter.last))
    open_by, won_by = _by_owner(rows.filter(outcome=Outcome.OPEN)), _by_owner(won)
    names = dict(Person.objects.filter(pk__in={*open_by, *won_by}).order_by().values_list("pk", "name"))
    lines = [
        TeamLine(pk, name, open=_gathered(open_by.get(pk, [])), won=_gathered(won_by.get(pk, [])))
        for pk, name in names.items()
    ]
    return sorted(lines, key=lambda line: (-line.open.count, line.name))


def _by_owner(rows: QuerySet[Opportunity]) -> dict[int, list[Mapping[str, Any]]]:
    """Return count and sums by owner; in the order of the index of sums, so that nothing is sorted."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    asked = rows.values("currency", "stage_id", "owner_id")
    for answer in asked.annotate(n=Count("*"), total=Sum("amount"), expected=Sum("weighted")).order_by():
        found.setdefault(answer["owner_id"], []).append(answer)
    return found
