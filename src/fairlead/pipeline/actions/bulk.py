"""Change many opportunities in one go: look first, then do it, then perhaps take it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fairlead import journal
from fairlead.access import Verdict, Viewer
from fairlead.journal import action
from fairlead.journal.models import Batch
from fairlead.kit.errors import Problem
from fairlead.people.models import Person
from fairlead.pipeline import rules
from fairlead.pipeline.events import OpportunitiesChanged
from fairlead.pipeline.models import Opportunity, Stage

from .edit import edit_opportunity
from .move import move_opportunity
from .reassign import reassign_opportunity


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What to do with each: one verb, or fields to set."""

    stage: Stage | None = None
    owner: Person | None = None
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What the change does to one opportunity: before and after, or why it is left out."""

    opportunity: Opportunity
    before: str
    after: str
    refused: str = ""

    @property
    def changes(self) -> bool:
        """Tell whether anything would change."""
        return not self.refused and self.before != self.after


def preview_bulk_change(
    viewer: Viewer, opportunities: Sequence[Opportunity], change: BulkChange
) -> list[Step]:
    """Return what the change would do to each opportunity, without doing it."""
    rule, read, value = _reading(change)
    steps = []
    for opportunity in opportunities:
        verdict = rule(viewer, opportunity)
        missing = opportunity.missing_for(change.stage) if change.stage and not opportunity.is_draft else []
        refused = verdict.reason or (f"{change.stage} needs: {', '.join(missing)}." if missing else "")
        steps.append(Step(opportunity, read(opportunity), value, refused))
    return steps


def bulk_change(
    opportunities: Sequence[Opportunity], *, change: BulkChange, by: Viewer, at: datetime, reason: str = ""
) -> Batch:
    """Apply the change to all that allow it, in one transaction and one batch that can be undone.

    :raises Problem: when one that the preview let through is refused now; then nothing is changed.
    """
    with journal.durable_transaction():
        label = f"Bulk change of {len(opportunities)} opportunities"
        batch = journal.start_batch("bulk", label, by=by, at=at)
        with journal.in_batch(batch):
            _apply(list(opportunities), change=change, batch=batch, by=by, at=at, reason=reason)
        return batch


@action("opportunities.changed", rule=rules.may_change_many, verb="changed in bulk")
def _apply(
    opportunities: list[Opportunity],
    *,
    change: BulkChange,
    batch: Batch,
    by: Viewer,
    at: datetime,
    reason: str,
) -> OpportunitiesChanged:
    changed = []
    for opportunity in sorted(
        opportunities, key=lambda each: each.pk
    ):  # or two of these could lock each other
        try:
            done = _change_one(opportunity, change, by, at)
        except Problem as problem:
            problem.args = (f"{opportunity.reference} {opportunity}: {problem}",)
            raise
        if done:
            changed.append(opportunity.pk)
    return OpportunitiesChanged(changed, batch.pk)


def _change_one(opportunity: Opportunity, change: BulkChange, by: Viewer, at: datetime) -> bool:
    done: list[object] = []
    if change.stage is not None:
        done.append(move_opportunity(opportunity, to=change.stage, by=by, at=at))
    if change.owner is not None:
        done.append(reassign_opportunity(opportunity, to=change.owner, by=by, at=at))
    if change.changes:
        done.append(edit_opportunity(opportunity, changes=change.changes, by=by, at=at))
    return any(done)


def _reading(
    change: BulkChange,
) -> tuple[Callable[[Viewer, Opportunity], Verdict], Callable[[Opportunity], str], str]:
    """Return the rule each change meets, how to read what stands there, and what will stand there."""
    if change.stage is not None:
        return rules.may_move, lambda opportunity: str(opportunity.stage), str(change.stage)
    if change.owner is not None:
        return rules.may_reassign, lambda opportunity: str(opportunity.owner), str(change.owner)
    names = list(change.changes)

    def shown(values: Sequence[Any]) -> str:
        return ", ".join("—" if value in (None, "") else str(value) for value in values)

    return (
        rules.may_edit,
        lambda opportunity: shown([getattr(opportunity, name) for name in names]),
        shown(list(change.changes.values())),
    )
