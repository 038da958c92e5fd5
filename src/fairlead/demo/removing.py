"""Remove the demo company in one go, and leave alone what people entered themselves.

What goes: every row that the demo made, whoever changed it since, with its versions, its parts, and the
entries that speak of nothing else. What stays: rows that a person made, what these depend on (a company
of the demo to which somebody added an opportunity, that company's owner, their team …), and whoever asks.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from fairlead import journal
from fairlead.access import Refused, Viewer, installation
from fairlead.journal.models import Batch
from fairlead.people import rules
from fairlead.pipeline import actions as pipeline_actions
from fairlead.vocabulary import actions as vocabulary_actions
from fairlead.vocabulary import queries as vocabulary_queries

from .doomed import Doomed
from .loading import KIND

NEW_NAME = "Our organisation"


@dataclass(slots=True)
class Removed:
    """What was removed, and what was kept although the demo made it: counts by kind of record."""

    rows: int = 0
    kept: dict[str, int] = field(default_factory=dict)

    @property
    def kept_in_words(self) -> str:
        """Return what was kept, such as “1 person, 2 companies”."""
        return ", ".join(f"{count:,} {noun}" for noun, count in self.kept.items())


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a removal would take, and what of the demo it would leave: counts by kind of record."""

    going: dict[str, int]
    kept: dict[str, int]


def foresee_removal(*, by: Viewer) -> Outlook:
    """Work out what `remove_demo` would do now, and do nothing.

    :raises access.Refused: for anybody but an administrator.
    """
    _administrators_only(by)
    with transaction.atomic():
        doomed = Doomed(_batches())
        doomed.keep_person(by.person_id)
        doomed.settle()
        outlook = Outlook(going=doomed.going(), kept=doomed.kept())
        transaction.set_rollback(True)
    return outlook


def remove_demo(*, by: Viewer, at: datetime, afresh: bool = True) -> Removed:
    """Erase the demo company with its past; afterwards the organisation waits for a name of its own.

    The person who asks stays and keeps their sign-in, so that somebody can go on.

    :param afresh: whether to install what a new organisation starts with; not if the demo is to come again.
    :raises access.Refused: for anybody but an administrator.
    """
    _administrators_only(by)
    removed = Removed()
    with transaction.atomic(durable=True):
        batches = _batches()
        if not batches:
            return removed
        doomed = Doomed(batches)
        doomed.keep_person(by.person_id)
        doomed.settle()
        removed.kept = doomed.kept()
        with journal.erasing():
            removed.rows = doomed.erase()
    _start_afresh(at, with_pipeline=afresh)
    return removed


def _administrators_only(by: Viewer) -> None:
    if not (verdict := rules.may_administer(by)):
        raise Refused(verdict.reason)


def _batches() -> list[int]:
    return list(Batch.objects.filter(kind=KIND).values_list("pk", flat=True))


def _start_afresh(at: datetime, *, with_pipeline: bool) -> None:
    """Give the organisation what every installation starts with."""
    by = installation()
    vocabulary_actions.install_defaults(vocabulary_actions.Start(), by=by, at=at)
    if with_pipeline:
        pipeline_actions.install_defaults("Sales", by=by, at=at)
    changes = vocabulary_actions.OrganisationChanges(name=NEW_NAME, is_demo=False)
    vocabulary_actions.edit_organisation(vocabulary_queries.organisation(), changes=changes, by=by, at=at)
