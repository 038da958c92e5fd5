"""Take a batch back: what it created goes, what it changed or deleted returns, exactly.

What somebody changed since, and what others have come to depend on, is left as it is and named. An undo is
a batch of its own, so it can be undone.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError

from fairlead.access import Permission, Refused, Verdict, Viewer, no, yes
from fairlead.kit.errors import RuleBroken

from . import opening, told_undo
from .batches import start_batch
from .decorator import action, durable_transaction
from .models import Batch
from .tracking import tracked_models
from .undo_sets import Among, BatchRows, keep_what_is_needed


class CannotUndo(RuleBroken):
    """The batch was taken back already, or a value that it would give back is in use."""


@dataclass(frozen=True, slots=True)
class Left:
    """A record that an undo leaves as it is, and why."""

    kind: str
    record_id: int
    label: str
    reason: str


@dataclass(slots=True)
class Undone:
    """What an undo did: counts by kind of record, and what it left alone."""

    batch_id: int
    removed: dict[str, int] = field(default_factory=dict)
    restored: dict[str, int] = field(default_factory=dict)
    brought_back: dict[str, int] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    def count(self, step: str, kind: str, rows: int) -> None:
        """Add rows that a step wrote."""
        counts = {"remove": self.removed, "restore": self.restored, "bring_back": self.brought_back}[step]
        if rows:
            counts[kind] = counts.get(kind, 0) + rows

    def with_last(self, last: "Undone") -> "Undone":
        """Return this with what the last part of the same undo did and left."""
        for step, counts in zip(STEPS, (last.removed, last.restored, last.brought_back), strict=True):
            for kind, rows in counts.items():
                self.count(step, kind, rows)
        self.left = last.left
        return self


STEPS = ("remove", "restore", "bring_back")

_ASKED = {"import": Permission.IMPORT, "bulk": Permission.BULK_EDIT}
"""The permission that doing it took, and that taking it back takes as well."""


def may_undo(viewer: Viewer, batch: Batch) -> Verdict:
    """Let whoever made the batch take it back, and administrators."""
    if viewer.is_administrator:
        return yes()
    if batch.actor_id is None or batch.actor_id != viewer.person_id:
        return no("Only the person who did this, or an administrator, can undo it.")
    asked = _ASKED.get(batch.kind)
    return viewer.may(asked) if asked else yes()


def undo_batch(batch: Batch, *, by: Viewer, at: datetime, force: bool = False) -> Undone:
    """Take back everything that a batch did, in one transaction.

    :param force: also what others changed since; their changes stay in the history alone.
    :raises CannotUndo: when the batch was taken back already, or a value that must be unique is in use.
    :raises access.Refused: when it is somebody else's.
    """
    with durable_transaction():
        undo = begin_undo(batch, by=by, at=at)
        with opening.in_batch(undo):
            return take_back(batch, undo=undo, force=force, by=by, at=at)


def begin_undo(batch: Batch, *, by: Viewer, at: datetime) -> Batch:
    """Open the batch that takes another one back, inside a transaction, and return it.

    :raises CannotUndo: when it was taken back already.
    :raises access.Refused: when it is somebody else's.
    """
    if not (verdict := may_undo(by, batch)):
        raise Refused(verdict.reason)
    batch = Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)  # one undo at a time
    if batch.is_undone:
        raise CannotUndo(f"“{batch.label}” has been undone already.")
    if Batch.objects.filter(undo_of=batch).exists():
        raise CannotUndo(f"“{batch.label}” was undone and redone. Undo the latest step instead.")
    return start_batch("undo", f"Undo: {batch.label}", by=by, at=at, undo_of=batch)


@action("batch.undone", rule=may_undo, verb="undid an import or a bulk change of")
def take_back(batch: Batch, *, undo: Batch, force: bool = False, by: Viewer, at: datetime) -> Undone:  # noqa: ARG001 -- for @action
    """Work through the tracked tables as sets, so that a million rows need no loop."""
    tables = tables_of(batch, undo, force=force)
    keep_what_is_needed(tables)
    done = Undone(batch_id=undo.pk)
    for table in tables:
        done.left += [Left(table.kind, pk, label, reason) for pk, label, reason in table.left()]
    try:
        for table in tables:  # what goes first makes room for what returns; foreign keys wait for the commit
            for step in STEPS:
                done.count(step, table.kind, work(table, step))
    except IntegrityError as taken:
        raise CannotUndo(
            f"“{batch.label}” cannot be undone: a {table.kind} would get back a value that another one uses"
            " by now. Change that one first."
        ) from taken
    told_undo.take_back(batch, undo)
    if batch.undo_of is not None:
        told_undo.bring_back(batch)
    return done


def tables_of(
    batch: Batch, undo: Batch | None = None, *, force: bool = False, by_id: bool = False
) -> list[BatchRows]:
    """Return the tracked tables as a batch left them, and as an undo of it found them."""
    return [
        BatchRows(model, batch.pk, undo.pk if undo else 0, force=force, by_id=by_id)
        for model in tracked_models()
    ]


def work(table: BatchRows, step: str, among: Among = None) -> int:
    """Do one of the STEPS on rows of a table, inside an action; return how many rows that were."""
    if step == "bring_back":
        opened = opening.current()
        assert opened is not None, "an action is running"  # noqa: S101
        return table.bring_back(among, opened=opened)
    return table.remove(among) if step == "remove" else table.restore(among)
