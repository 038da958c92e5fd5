"""Asking for work: in the transaction of the change that needs it, so both are kept or neither."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import Job


def enqueue(
    name: str, *, unique_key: str | None = None, run_at: datetime | None = None, **payload: Any
) -> "Job":
    """Ask for a job, as soon as possible or at a time, and return it.

    :param unique_key: while an open job has this key, that one is returned and no second is made.
    """
    from .models import OPEN, Job  # noqa: PLC0415 -- the app registry is not ready when the package is

    wish: dict[str, Any] = {"name": name, "unique_key": unique_key, "payload": payload}
    if run_at is not None:
        wish["run_at"] = run_at
    if unique_key is None:
        return Job.objects.create(**wish)
    Job.objects.bulk_create([Job(**wish)], ignore_conflicts=True)
    return Job.objects.get(unique_key=unique_key, state__in=OPEN)


def cancel(job_id: int, *, at: datetime) -> bool:
    """Take a waiting job back, or ask a running one to stop; tell whether there was something to stop."""
    from .models import Job, State  # noqa: PLC0415 -- as above

    job = Job.objects.filter(pk=job_id)
    taken_back = job.filter(state=State.WAITING).update(state=State.CANCELLED, finished_at=at)
    return bool(taken_back or job.filter(state=State.RUNNING).update(cancel_requested=True))
