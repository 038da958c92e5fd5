"""Take a large batch back in short turns, where whoever writes keeps all others from writing (SQLite).

Each turn is a transaction of its own and belongs to one undo. A turn that would leave something without
what it refers to, or two records with the same value, is passed over; the last turn is an undo of all that
is left by then, in one transaction, which also says what stays. So it can be broken off anywhere and begun
again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from fairlead.access import Viewer
from fairlead.kit.pacing import Pace
from fairlead.kit.sqlite import checkpoints

from . import opening
from .decorator import action
from .models import Batch
from .undo import Undone, may_undo, tables_of, take_back, work
from .undo_sets import BatchRows, children_first, keep_what_is_needed


@dataclass(frozen=True, slots=True)
class _Turn:
    """One step on the rows of one table whose ids lie between two."""

    table: BatchRows
    step: str
    first: int
    last: int


def undo_in_turns(
    batch: Batch,
    undo: Batch,
    *,
    by: Viewer,
    at: datetime,
    force: bool = False,
    pace: Pace | None = None,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Undone:
    """Take back what a batch did, or go on where it was broken off; return what this went over.

    :param undo: opened by :func:`~fairlead.journal.undo.begin_undo`.
    :raises CannotUndo: when a value that must be unique is in use.
    :raises access.Refused: when it is somebody else's.
    """
    pace = pace or Pace()
    done = Undone(batch_id=undo.pk)
    tables = tables_of(batch, undo, force=force)
    keep_what_is_needed(tables)
    parts = {table.model: table for table in tables_of(batch, undo, force=force, by_id=True)}
    work_list = [(table, step, ids) for table, step in _order(tables) if (ids := table.ids(step))]
    total, gone_over = sum(len(ids) for _, _, ids in work_list), 0
    with opening.in_batch(undo), checkpoints.apart():
        for table, step, ids in work_list:
            while ids:
                size = pace.size(step)
                part = slice(-size, None) if step == "remove" else slice(size)  # what came last goes first
                some = ids[part]
                del ids[part]
                turn = _Turn(parts[table.model], step, some[0], some[-1])
                with pace.turn(step):
                    done.count(step, table.kind, _try(batch, turn, by, at))
                checkpoints.carry_over()
                gone_over += len(some)
                told(gone_over, total)
        last = take_back(batch, undo=undo, force=force, by=by, at=at)
    return done.with_last(last)


def _order(tables: list[BatchRows]) -> Iterator[tuple[BatchRows, str]]:
    """Yield the steps so that nothing refers to what is not there, at the end of any turn."""
    children = children_first(tables)
    yield from ((table, "bring_back") for table in reversed(children))
    yield from ((table, "restore") for table in children)
    yield from ((table, "remove") for table in children)


def _try(batch: Batch, turn: _Turn, by: Viewer, at: datetime) -> int:
    try:
        return _take_back_some(batch, turn, by=by, at=at)
    except IntegrityError:  # these rows come with all the rest, in one transaction
        return 0


@action("batch.undone", rule=may_undo, verb="undid an import or a bulk change of")
def _take_back_some(_batch: Batch, turn: _Turn, *, by: Viewer, at: datetime) -> int:  # noqa: ARG001 -- for @action
    return work(turn.table, turn.step, (turn.first, turn.last))
