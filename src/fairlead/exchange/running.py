"""What the worker does for an import, of one file or of several: hand over, stop, take back, undo, go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeAlias

from django.db import connection

from fairlead import journal
from fairlead.access import Refused, Viewer, installation
from fairlead.journal.decorator import durable_transaction, is_in_transaction
from fairlead.journal.models import Batch
from fairlead.journal.undo import Undone, begin_undo
from fairlead.journal.undo_turns import undo_in_turns
from fairlead.kit import queue
from fairlead.kit.errors import RuleBroken
from fairlead.kit.queue.models import OPEN, Job

from . import rules
from .models import Bundle, ImportJob, State

AT_ONCE = 2_000
"""Rows up to which a file is checked, loaded and taken back while the person waits; more go to the worker."""

Import: TypeAlias = ImportJob | Bundle
Told: TypeAlias = Callable[[int, int, str], None]

_STOPPED = "The worker was stopped meanwhile. Nothing was loaded."


class NotYet(RuleBroken):
    """The import is not ready for this step."""


def row_count(work: Import) -> int:
    """Return about how many rows an import has, of all its files."""
    return work.row_count if isinstance(work, ImportJob) else sum(job.row_count for job in work.files.all())


def needs_turns(rows: int) -> bool:
    """Tell whether writing so many rows would keep others waiting: SQLite lets one write at a time."""
    return connection.vendor == "sqlite" and rows > AT_ONCE and not is_in_transaction()


def hand_over(work: Import, state: State, verb: str, **said: Any) -> None:
    """Let the worker do it."""
    noun = "import" if isinstance(work, ImportJob) else "bundle"
    name, payload = f"{verb}-{noun}", {f"{noun}_id": work.pk, **said}
    with durable_transaction():
        work.queue_job = queue.enqueue(name, unique_key=f"{name}:{work.pk}", **payload).pk
        keep(work, state)


def keep(work: Import, state: State, message: str = "", **values: Any) -> None:
    """Write down how far an import is, on its files as well if it has several."""
    files = list(work.files.all()) if isinstance(work, Bundle) else []
    with durable_transaction():
        for one in (work, *files):
            for name, value in values.items():
                setattr(one, name, value)
            one.state, one.message = state, message[:1000] if one is work else ""
            one.save(update_fields=["state", "message", *values, *(["queue_job"] if one is work else [])])


@contextmanager
def in_turns(work: Import, label: str, *, by: Viewer, at: datetime, told: Told) -> Iterator[Batch]:
    """Open a batch that many transactions write into; take it back if the block does not come to its end.

    The batch stands with the import before anything is written, so that a worker which was killed in the
    middle is followed by one that takes it back.
    """
    with durable_transaction():
        batch = journal.start_batch("import", label, by=by, at=at)
        keep(work, State.LOADING, batch=batch)
    try:
        yield batch
    except BaseException:
        _take_back(work, at=at, told=told)
        raise


def _take_back(work: Import, *, at: datetime, told: Told, message: str = "") -> None:
    """Take back what an import wrote that did not come to its end, in Fairlead's own name."""
    keep(work, State.REVERTING)
    undone = _reverse(work.batch, by=installation(), at=at, apart=True, told=_calmly(told, "Taking back"))
    keep(work, State.CHECKED, " ".join(filter(None, [message, left_in_words(undone)])), batch=None)


def recover(work: Import, *, by: Viewer, at: datetime, told: Told, **said: Any) -> None:
    """Bring an import to a good end whose worker was killed in the middle of it."""
    if work.state in (State.LOADING, State.REVERTING):
        if work.batch is None:
            keep(work, State.CHECKED, _STOPPED)
        else:
            _take_back(work, at=at, told=told, message=_STOPPED)
    elif work.state == State.CHECKING:
        keep(work, State.FAILED, "The worker was stopped meanwhile. Check the file again.")
    elif work.state == State.UNDOING:
        run_undo(work, by=by, at=at, told=told, **said)
    elif work.state == State.REDOING:
        run_redo(work, by=by, at=at, told=told)


def undo(work: Import, *, by: Viewer, at: datetime, force: bool = False) -> Undone | None:
    """Take back everything that an import brought or changed; what others changed since is left and named.

    :param force: take back what others changed since as well.
    :return: what was done; nothing where the worker does it.
    :raises NotYet: when it is not loaded.
    :raises CannotUndo: when it was taken back already, or a value that must be unique is in use.
    """
    _demand(work, by, State.LOADED, "Only an import that is loaded can be undone.")
    if row_count(work) > AT_ONCE:
        hand_over(work, State.UNDOING, "undo", force=force)
        return None
    return run_undo(work, by=by, at=at, force=force)


def redo(work: Import, *, by: Viewer, at: datetime) -> Undone | None:
    """Take an undo back: the records return as they were loaded.

    :return: what was done; nothing where the worker does it.
    :raises NotYet: when it was not undone.
    """
    _demand(work, by, State.UNDONE, "Only an import that was undone can be redone.")
    if row_count(work) > AT_ONCE:
        hand_over(work, State.REDOING, "redo")
        return None
    return run_redo(work, by=by, at=at)


def run_undo(
    work: Import, *, by: Viewer, at: datetime, told: Told = lambda *_: None, force: bool = False
) -> Undone:
    """Take an import back now, or go on where that was broken off."""
    apart = needs_turns(row_count(work))
    with durable_transaction() if not apart else _nothing():
        undone = _reverse(work.batch, by=by, at=at, force=force, apart=apart, told=_calmly(told, "Undoing"))
        keep(work, State.UNDONE, left_in_words(undone))
    return undone


def run_redo(work: Import, *, by: Viewer, at: datetime, told: Told = lambda *_: None) -> Undone:
    """Bring an import that was undone back now, or go on where that was broken off."""
    apart = needs_turns(row_count(work))
    undo_batch = Batch.objects.get(undo_of=work.batch)
    with durable_transaction() if not apart else _nothing():
        redone = _reverse(undo_batch, by=by, at=at, apart=apart, told=_calmly(told, "Bringing back"))
        batch = Batch.objects.get(pk=redone.batch_id)
        keep(work, State.LOADED, left_in_words(redone), batch=batch)
    return redone


def cancel(work: Import, *, by: Viewer, at: datetime) -> None:
    """Stop a check or a load; what it has written so far is taken back.

    :raises NotYet: when it is neither being checked nor loaded.
    """
    _demand_right(work, by)
    if work.state not in (State.CHECKING, State.LOADING) or work.queue_job is None:
        raise NotYet("Only what is being checked or loaded can be cancelled.")
    if (
        queue.cancel(work.queue_job, at=at)
        and not Job.objects.filter(pk=work.queue_job, state__in=OPEN).exists()
    ):
        stop(work)


def stop(work: Import, reason: str = "") -> None:
    """Keep that the worker did not go on, and why; without a reason it was cancelled."""
    if work.state in (State.UNDOING, State.REDOING):
        keep(work, State.LOADED if work.state == State.UNDOING else State.UNDONE, reason)
    elif reason:
        keep(work, State.FAILED, f"{reason} {work.message}".strip())
    else:
        seen = work.state != State.CHECKING
        words = "Cancelled. Nothing was loaded." if seen else "Cancelled."
        keep(work, State.CHECKED if seen else State.MAPPING, f"{words} {work.message}".strip())


def left_in_words(undone: Undone) -> str:
    """Return which records an undo left as they are, as a sentence; nothing where there are none."""
    if not undone.left:
        return ""
    first = undone.left[0]
    if len(undone.left) == 1:
        return f"“{first.label}” was left as it is: {first.reason}"
    return f"{len(undone.left)} records were left as they are, such as “{first.label}”: {first.reason}"


def _reverse(
    batch: Batch | None,
    *,
    by: Viewer,
    at: datetime,
    apart: bool,
    told: Callable[[int, int], None],
    force: bool = False,
) -> Undone:
    """Take a batch back, in one transaction or apart in turns."""
    assert batch is not None, "it was loaded"  # noqa: S101
    if not apart:
        return journal.undo_batch(batch, by=by, at=at, force=force)
    with durable_transaction():
        begun = Batch.objects.filter(undo_of=batch).first() or begin_undo(batch, by=by, at=at)
    return undo_in_turns(batch, begun, by=by, at=at, force=force, told=told)


def _calmly(told: Told, doing: str) -> Callable[[int, int], None]:
    """Return a way to tell how far it is through which nobody stops it: a half undo helps nobody."""

    def tell(done: int, total: int) -> None:
        try:
            told(done, total, doing)
        except queue.Cancelled:
            return

    return tell


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _demand(work: Import, by: Viewer, state: State, reason: str) -> None:
    _demand_right(work, by)
    if isinstance(work, ImportJob) and work.bundle_id is not None:
        raise NotYet("This file is checked, loaded and taken back together with those that came with it.")
    if work.batch is None or work.state != state:
        raise NotYet(reason)


def _demand_right(work: Import, by: Viewer) -> None:
    if not (verdict := rules.may_work_on(by, work)):
        raise Refused(verdict.reason)
