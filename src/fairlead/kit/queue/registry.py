"""Which function does which job, and what it is handed while it runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Any


class Cancelled(Exception):
    """Somebody asked for the job to stop; leave it by letting this pass."""


@dataclass(slots=True)
class Run:
    """One attempt at a job: the moment it started, and a way to say how far it is.

    What is said is written down about once a second, outside the job's own transaction.
    On SQLite it shows only between transactions, since a writer there keeps everybody else from writing.
    """

    job_id: int
    at: datetime
    attempt: int
    done: int = 0
    total: int = 0
    message: str = ""
    stop: Event = field(default_factory=Event)

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Say how far the job is.

        :raises Cancelled: if it should stop.
        """
        self.done, self.total, self.message = done, total, message[:300]
        if self.stop.is_set():
            raise Cancelled


Handler = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """How a job is done: by which function, how often it is tried, how soon again."""

    name: str
    handler: Handler
    retries: int
    first_pause: timedelta
    lease: timedelta

    def pause_after(self, attempt: int) -> timedelta:
        """Return how long to wait after the attempt: doubling, at most an hour."""
        doubled: timedelta = self.first_pause * 2 ** (attempt - 1)
        return min(doubled, timedelta(hours=1))


_entries: dict[str, Entry] = {}


def job(
    name: str,
    *,
    retries: int = 3,
    first_pause: timedelta = timedelta(seconds=10),
    lease: timedelta = timedelta(seconds=60),
) -> Callable[[Handler], Handler]:
    """Register the function below as the one that does the named job.

    It is called as `handler(run, **payload)` outside any transaction; what it returns (JSON) is kept.
    """

    def register(handler: Handler) -> Handler:
        known = _entries.get(name)
        if known and known.handler.__qualname__ != handler.__qualname__:
            raise ValueError(f"Two functions want to do {name}.")
        _entries[name] = Entry(name, handler, retries, first_pause, lease)
        return handler

    return register


def entry(name: str) -> Entry | None:
    """Return how the named job is done, if anybody does it."""
    return _entries.get(name)
