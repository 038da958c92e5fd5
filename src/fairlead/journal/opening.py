"""The entry that is open right now, in Python and in the database session where the triggers look for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from fairlead.access import Viewer
from fairlead.kit import remembering
from fairlead.kit.errors import Problem

from . import session
from .models import Batch


class NotRecorded(Problem):
    """A tracked record was written outside every action."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where changes come from: the door, the batch they belong to, the device's own clock."""

    door: str = "command"
    batch: Batch | None = None
    device_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """An open entry: what is written now belongs to it."""

    entry_id: int
    at: datetime
    past_allowed: bool = False


_source: ContextVar[Source] = ContextVar("fairlead_source", default=Source())  # noqa: B039 -- frozen
_current: ContextVar[Recording | None] = ContextVar("fairlead_recording", default=None)


@contextmanager
def source(door: str, *, batch: Batch | None = None, device_at: datetime | None = None) -> Iterator[None]:
    """Say where the changes of this block come from. The doors do so, once per request or run."""
    token = _source.set(Source(door, batch, device_at))
    try:
        yield
    finally:
        _source.reset(token)


@contextmanager
def in_batch(batch: Batch) -> Iterator[None]:
    """Let the changes of this block belong to a batch."""
    token = _source.set(replace(_source.get(), batch=batch))
    try:
        yield
    finally:
        _source.reset(token)


def door() -> str:
    """Return the door that the changes of this block come through."""
    return _source.get().door


def batch() -> Batch | None:
    """Return the batch that the changes of this block belong to."""
    return _source.get().batch


def current() -> Recording | None:
    """Return the open entry, if one is open."""
    return _current.get()


@contextmanager
def recording(
    action: str, *, by: Viewer, at: datetime, reason: str = "", is_last: bool = False
) -> Iterator[Recording]:
    """Open an entry; tracked rows may be written until the block ends. Inside an entry, join it.

    Needs an open transaction. Only ``@action`` and tests call this.

    :param is_last: the transaction ends with the entry, which closes it without a further statement.
    """
    if (outer := _current.get()) is not None:
        yield outer
        return
    if not connection.in_atomic_block:
        raise NotRecorded(f"{action} needs a transaction around it.")
    opened = Recording(_open_entry(action, by, at, reason), at)
    token = _current.set(opened)
    try:
        with remembering.afresh():
            yield opened
        if not is_last:
            session.close(connection)
    finally:
        session.forget(connection)
        _current.reset(token)


def _open_entry(action: str, by: Viewer, at: datetime, reason: str) -> int:
    """Write the entry and tell the database session about it, in one statement where it can be one."""
    where = _source.get()
    values: dict[str, Any] = {
        "at": at,
        "action": action,
        "actor_id": by.person_id,
        "door": where.door,
        "reason": reason[:500],
        "batch_id": where.batch.pk if where.batch else None,
        "device_at": where.device_at,
    }
    return session.open(connection, values)


@contextmanager
def writing_history() -> Iterator[None]:
    """Let the block write the past: versions from before a record's first version of our own.

    For the import of histories and the demo company only; must be inside :func:`recording`.
    """
    opened = _current.get()
    if opened is None:
        raise NotRecorded("The past is written inside an entry as well.")
    token = _current.set(replace(opened, past_allowed=True))
    try:
        with _permitting("history"):
            yield
    finally:
        _current.reset(token)


@contextmanager
def erasing() -> Iterator[None]:
    """Let the block erase entries and versions: a person by law, the demo company, a test's database."""
    with _permitting("erase"):
        yield


@contextmanager
def _permitting(what: str) -> Iterator[None]:
    """Permit something to the block, and afterwards what was permitted before."""
    before = session.permit(connection, what)
    try:
        yield
    finally:
        session.permit(connection, before)
