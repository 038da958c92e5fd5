"""Who works on what: a job belongs to the worker that holds its lease, until it is done or the lease ends."""

import os
import socket
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from .models import Job, State
from .registry import entry

DEFAULT_LEASE = timedelta(seconds=60)
LONGEST_TRANSACTION = timedelta(hours=1)


def worker_name(host: str, process: int, token: str) -> str:
    """Return the name a worker signs with; it tells on which machine to look whether it still lives."""
    return f"{host[:60]}:{process}:{token}"


def claim(worker: str, *, at: datetime, only: int | None = None) -> Job | None:
    """Take the job that has waited longest, and hold it for the length of its lease.

    :param only: take this job or none.

    A job whose worker fell silent is taken over. On PostgreSQL workers pass by rows that others are taking;
    on SQLite the transaction itself keeps them out, so it is only opened when there is something to take.
    """
    due = _due(at) if only is None else _due(at).filter(pk=only)
    if not due.exists():
        return None
    with transaction.atomic():
        job = due.select_for_update(skip_locked=True).order_by("run_at", "pk").first()
        if job is None:
            return None
        job.state, job.worker, job.attempts = State.RUNNING, worker, job.attempts + 1
        job.leased_until = at + length(job.name)
        job.started_at = at
        job.save(update_fields=["state", "worker", "attempts", "leased_until", "started_at"])
    return job


def length(name: str) -> timedelta:
    """Return how long a worker may be silent before its job is taken over.

    On SQLite a job cannot say that it lives while its own transaction is open, so it is given long; all
    workers are on this machine there, and those that died are found at once (`take_from_the_dead`).
    """
    known = entry(name)
    lease = known.lease if known else DEFAULT_LEASE
    return max(lease, LONGEST_TRANSACTION) if connection.vendor == "sqlite" else lease


def take_from_the_dead(*, at: datetime) -> int:
    """Free the jobs of workers that died on this machine, without waiting for their leases to run out."""
    mine = f"{socket.gethostname()[:60]}:"
    held = Job.objects.filter(state=State.RUNNING, worker__startswith=mine, leased_until__gt=at)
    dead = [worker for worker in held.values_list("worker", flat=True).distinct() if not _lives(worker)]
    return held.filter(worker__in=dead).update(leased_until=at - timedelta(seconds=1)) if dead else 0


def beat(job: Job, *, until: datetime, **seen: Any) -> bool | None:
    """Hold the lease longer and write down the progress; tell whether to stop; None: the lease is lost."""
    if not _held(job).update(leased_until=until, **seen):
        return None
    return bool(Job.objects.filter(pk=job.pk).values_list("cancel_requested", flat=True).get())


def finish(job: Job, *, state: State, at: datetime, **outcome: Any) -> bool:
    """Write down how it ended, unless another worker has taken it over."""
    return bool(_held(job).update(state=state, finished_at=at, leased_until=None, **outcome))


def again(job: Job, *, run_at: datetime, error: str) -> bool:
    """Put it back to be tried later."""
    return bool(
        _held(job).update(state=State.WAITING, run_at=run_at, leased_until=None, worker="", error=error)
    )


def _due(at: datetime) -> QuerySet[Job]:
    waiting = Q(state=State.WAITING, run_at__lte=at)
    abandoned = Q(state=State.RUNNING, leased_until__lt=at)
    return Job.objects.filter(waiting | abandoned)


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts)


def _lives(worker: str) -> bool:
    process = worker.split(":")[1]
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):
        return True
    return True
