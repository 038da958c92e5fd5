"""Long exports: ask for one, let the worker write it, take it away, throw it away."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from fairlead import journal
from fairlead.access import OutOfReach, Permission, Refused, Viewer
from fairlead.kit import queue, tables
from fairlead.kit.errors import Problem
from fairlead.kit.queue.models import Job, State
from fairlead.kit.tables import Query

from .exports import Export, note_export
from .lists import LISTS
from .models import ExportJob, ExportState

LONG = 20_000
"""From how many rows on an export is written by the worker."""


def ask(place: str, query: Query, form: str, *, by: Viewer, at: datetime) -> ExportJob:
    """Let the worker write a list into a file for the one who asks; note it in the journal.

    :raises access.Refused: when the viewer lacks the permission.
    """
    table, _rows = LISTS[place]
    words = "; ".join(tables.describe(query, table, by))[:500]
    with journal.durable_transaction():
        note_export(Export(table.kind, form, tables.encode(query)), by=by, at=at, reason=words)
        job = ExportJob.objects.create(
            place=place,
            form=form,
            query=tables.encode(query),
            words=words,
            person_id=by.person_id or 0,
            file_key=secrets.token_hex(16),
            created_at=at,
        )
        job.queue_job = queue.enqueue("write-export", export_id=job.pk).pk
        job.save(update_fields=["queue_job"])
    return job


def exports(viewer: Viewer) -> QuerySet[ExportJob]:
    """Return a viewer's own exports, newest first; nobody sees another's."""
    return ExportJob.objects.filter(person_id=viewer.person_id or 0)


def export_job(viewer: Viewer, pk: int) -> ExportJob:
    """Return one of a viewer's own exports.

    :raises OutOfReach: when it is not theirs.
    """
    found = exports(viewer).filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such export.")
    return found


def progress(job: ExportJob) -> tuple[int, int]:
    """Return how many rows are written, of how many; zeros while nobody knows."""
    found = Job.objects.filter(pk=job.queue_job or 0).values_list("done_count", "total_count").first()
    return found or (0, 0)


def path_of(job: ExportJob) -> Path:
    """Return where an export's file is, or will be."""
    return Path(settings.DATA_DIR) / "exports" / job.file_key


def write(job: ExportJob, write_to: Callable[[Path], int], *, by: Viewer, at: datetime) -> None:
    """Write the file and say that it is ready, or why it is not.

    :param write_to: writes the rows into the path given, and returns how many there were.
    :raises queue.Cancelled: when somebody asked for it to stop.
    """
    path = path_of(job)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        if not (verdict := by.may(Permission.EXPORT)):
            raise Refused(verdict.reason)
        rows = write_to(path)
    except (Problem, queue.Cancelled) as problem:
        path.unlink(missing_ok=True)
        stopped = isinstance(problem, queue.Cancelled)
        state = ExportState.CANCELLED if stopped else ExportState.FAILED
        _finish(job, at, state=state, message="" if stopped else str(problem)[:500])
        if stopped:
            raise
    except BaseException:
        path.unlink(missing_ok=True)
        _finish(job, at, state=ExportState.FAILED, message="Something went wrong. Try it again.")
        raise
    else:
        _finish(job, at, state=ExportState.DONE, row_count=rows, file_size=path.stat().st_size)


def stop(job: ExportJob, *, at: datetime) -> None:
    """Ask for a file that is being written to be left; one that waits for the worker is left at once."""
    if job.queue_job is not None:
        queue.cancel(job.queue_job, at=at)
    if Job.objects.filter(pk=job.queue_job or 0, state=State.RUNNING).exists():
        return  # the worker says so itself, once it has stopped
    ExportJob.objects.filter(pk=job.pk, state=ExportState.WAITING).update(
        state=ExportState.CANCELLED, finished_at=at
    )


def throw_away(job: ExportJob) -> None:
    """Delete an export's file."""
    path_of(job).unlink(missing_ok=True)
    ExportJob.objects.filter(pk=job.pk, state=ExportState.DONE).update(state=ExportState.GONE)


def throw_away_old(*, before: datetime) -> int:
    """Delete the files of exports that were ready before a moment; return how many."""
    old = list(ExportJob.objects.filter(state=ExportState.DONE, finished_at__lt=before))
    for job in old:
        throw_away(job)
    return len(old)


def _finish(job: ExportJob, at: datetime, **outcome: object) -> None:
    ExportJob.objects.filter(pk=job.pk).update(finished_at=at, **outcome)


def kept_days() -> int:
    """Return for how many days the files of exports are kept."""
    return int(settings.ENVIRONMENT.keep_exports_days)
