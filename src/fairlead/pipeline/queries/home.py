"""My sales: what a person wants to know first in the morning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from fairlead import journal
from fairlead.access import Viewer
from fairlead.kit.money import Money
from fairlead.kit.periods import Period
from fairlead.people.models import Person
from fairlead.pipeline.models import Lead, LeadState, Opportunity, Outcome

from .opportunities import opportunities

_LISTED = 8


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
    mine = Opportunity.objects.existing().filter(owner_id=viewer.person_id)
    open_ = mine.filter(outcome=Outcome.OPEN)
    overdue = open_.filter(next_step_on__lt=today)
    touched = dict(mine.filter(valid_from__gte=since).order_by("-valid_from").values_list("pk", "title")[:20])
    return Home(
        open=_tally(open_),
        won=_tally(mine.filter(outcome=Outcome.WON, closed_on__range=(quarter.first, quarter.last))),
        overdue=_listed(overdue.order_by("next_step_on", "id")),
        overdue_count=overdue.count(),
        due_today=_listed(open_.filter(next_step_on=today).order_by("-amount", "id")),
        closing=_listed(
            open_.filter(expected_close_on__lte=quarter.last).order_by("expected_close_on", "id")
        ),
        without_next_step=open_.filter(next_step_on=None).count(),
        open_leads=Lead.objects.filter(
            owner_id=viewer.person_id, state=LeadState.OPEN, deleted_at=None
        ).count(),
        changes=journal.changes_since(Opportunity, touched, since)[:_LISTED],
        titles=touched,
    )


def _listed(rows: QuerySet[Opportunity]) -> list[Opportunity]:
    return list(rows.select_related("company", "stage")[:_LISTED])


def _tally(rows: QuerySet[Opportunity]) -> Tally:
    sums = rows.order_by().values("currency")
    return _gathered(list(sums.annotate(n=Count("*"), total=Sum("amount"), expected=Sum("weighted"))))


def _gathered(answers: list[Mapping[str, Any]]) -> Tally:
    answers.sort(key=lambda answer: str(answer["currency"]))
    return Tally(
        count=sum(answer["n"] for answer in answers),
        amounts=tuple(Money(a["total"], a["currency"]) for a in answers if a["total"] is not None),
        weighted=tuple(Money(a["expected"], a["currency"]) for a in answers if a["expected"] is not None),
    )


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
    """Return count and sums by owner and currency; in this order and without names, one index answers."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    asked = rows.values("currency", "owner_id")
    for answer in asked.annotate(n=Count("*"), total=Sum("amount"), expected=Sum("weighted")).order_by():
        found.setdefault(answer["owner_id"], []).append(answer)
    return found
