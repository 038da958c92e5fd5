"""Doing a job: call its function, keep the lease alive meanwhile, write down how it went."""

import threading
import traceback
from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import DatabaseError, connection, transaction

from fairlead.kit.errors import Problem

from . import lease
from .models import Job, State
from .registry import Cancelled, Entry, Run, entry

log = structlog.get_logger("fairlead.jobs")
Clock = Callable[[], datetime]


def work_one(worker: str, *, clock: Clock, alive: bool = True, only: int | None = None) -> bool:
    """Do the job that has waited longest, if there is one; tell whether there was.

    :param alive: beat from a thread of its own meanwhile. Off in tests that share one connection.
    :param only: do this job or none.
    """
    job = lease.claim(worker, at=clock(), only=only)
    if job is None:
        return False
    known = entry(job.name)
    if known is None:
        lease.finish(job, state=State.FAILED, at=clock(), error=f"Nothing here does {job.name}.")
    elif job.attempts > known.retries + 1:
        lease.finish(job, state=State.FAILED, at=clock(), error="The worker stopped each time it was tried.")
    elif job.cancel_requested and job.attempts == 1:
        lease.finish(job, state=State.CANCELLED, at=clock())
    else:
        _attempt(job, known, clock, alive)
    return True


def drain(*, clock: Clock, limit: int = 1000) -> int:
    """Do everything that is due in this very thread; return how many jobs that were. For tests."""
    for count in range(limit):
        if not work_one("drain", clock=clock, alive=False):
            return count
    return limit


def _attempt(job: Job, known: Entry, clock: Clock, alive: bool) -> None:
    run = Run(job.pk, clock(), job.attempts)
    if job.cancel_requested:  # its worker was killed meanwhile; there may be something to put in order
        run.stop.set()
    heart = _Heart(job, known, run, clock) if alive else None
    try:
        if heart:
            heart.start()
        result = known.handler(run, **job.payload)
    except Cancelled:
        _end(heart)
        lease.finish(job, state=State.CANCELLED, at=clock(), **_seen(run))
    except Problem as problem:
        _end(heart)
        lease.finish(job, state=State.FAILED, at=clock(), error=str(problem), **_seen(run))
    except Exception as error:
        _end(heart)
        _try_again(job, known, run, error, clock)
    else:
        _end(heart)
        lease.finish(job, state=State.DONE, at=clock(), result=result, error="", **_seen(run))


def _try_again(job: Job, known: Entry, run: Run, error: Exception, clock: Clock) -> None:
    text = "".join(traceback.format_exception(error))[-8000:]
    log.warning("job failed", job=job.name, id=job.pk, attempt=job.attempts, error=repr(error))
    if not connection.in_atomic_block and isinstance(error, DatabaseError):
        connection.close_if_unusable_or_obsolete()
    if job.attempts > known.retries:
        lease.finish(job, state=State.FAILED, at=clock(), error=text, **_seen(run))
    else:
        lease.again(job, run_at=clock() + known.pause_after(job.attempts), error=text)


def _seen(run: Run) -> dict[str, int | str]:
    return {"done_count": run.done, "total_count": run.total, "message": run.message}


def _end(heart: "_Heart | None") -> None:
    if heart:
        heart.end()


class _Heart(threading.Thread):
    """Beat while a job runs: prolong its lease, write its progress, pass on the wish to stop."""

    def __init__(self, job: Job, known: Entry, run: Run, clock: Clock) -> None:
        super().__init__(name=f"heart-{job.pk}", daemon=True)
        self._job, self._known, self._attempt, self._clock = job, known, run, clock
        self._over = threading.Event()

    def run(self) -> None:
        """Beat each second something changed, and else three times a lease."""
        quiet, last = 0.0, None
        while not self._over.wait(1.0):
            quiet += 1.0
            seen = _seen(self._attempt)
            if seen != last or quiet >= self._known.lease.total_seconds() / 3:
                quiet, last = 0.0, seen
                self._beat(seen)
        connection.close()

    def end(self) -> None:
        """Stop beating, before the outcome is written."""
        self._over.set()
        self.join(timeout=30)

    def _beat(self, seen: dict[str, int | str]) -> None:
        try:
            with transaction.atomic():
                stop = lease.beat(self._job, until=self._clock() + lease.length(self._job.name), **seen)
        except DatabaseError as error:
            log.warning(
                "job could not say that it lives", job=self._job.name, id=self._job.pk, error=repr(error)
            )
            return
        if stop is None or stop:
            self._attempt.stop.set()
