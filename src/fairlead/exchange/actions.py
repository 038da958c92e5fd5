"""The steps of an import: bring a file, say how it maps, check it, load it, take it back."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from fairlead.access import Refused, Verdict, Viewer
from fairlead.journal.decorator import durable_transaction

from . import filing, queries, reading, rules, running
from .guessing import guess
from .kinds import KINDS, Kind, kind
from .kinds.lookups import Lookups
from .load import CannotLoad, Loading, load, load_in_turns
from .mapping import Mapping, open_questions
from .models import BUSY, ImportJob, State
from .planning import KeptRows, Plan
from .preview import Preview, preview
from .running import AT_ONCE, NotYet, Told, keep
from .running import redo as redo_import
from .running import undo as undo_import
from .setting import context_of

__all__ = ["AT_ONCE", "NotYet", "redo_import", "undo_import"]


def begin_import(
    name: str, chunks: Iterable[bytes], *, by: Viewer, at: datetime, kind_name: str = "", **options: Any
) -> ImportJob:
    """Take a file in, read it, and guess how it maps: as one with these titles did before, or by the titles.

    :param kind_name: what the rows are; empty means the kind whose fields the titles name best.
    :raises UnreadableFile: with the place and the reason.
    :raises access.Refused: without the permission to import.
    """
    demand(rules.may_import(by))
    name = name.rpartition("/")[2].rpartition("\\")[2][:200] or "pasted.csv"
    file_hash, size = filing.keep(chunks, name)
    job = ImportJob(
        file_name=name, file_hash=file_hash, file_size=size, person_id=by.person_id, created_at=at
    )
    job.options = {key: value for key, value in options.items() if value}
    opened = queries.opened(job)
    job.signature = _signature(opened.sheet)
    what = kind(kind_name) if kind_name else _likeliest(opened, by)
    _take(job, what, opened, by)
    job.save()
    return job


def reread_import(job: ImportJob, *, kind_name: str, by: Viewer, **options: Any) -> None:
    """Read the file again with other options, or as another kind; the mapping is guessed anew.

    :raises UnreadableFile: when it cannot be read so; the import stays as it was.
    """
    _demand_open(job, by)
    job.options = {key: value for key, value in options.items() if value}
    opened = queries.opened(job)
    job.signature = _signature(opened.sheet)
    _take(job, kind(kind_name), opened, by)
    _reopen(job)


def guess_anew(job: ImportJob, *, by: Viewer) -> None:
    """Guess how the file maps by itself, not as one with these titles did before."""
    _demand_open(job, by)
    _guess(job, queries.kind_of(job), queries.opened(job), by, None)
    _reopen(job)


def map_import(job: ImportJob, mapping: Mapping, *, by: Viewer) -> None:
    """Say how the file maps; what was checked before has to be checked again."""
    _demand_open(job, by)
    job.mapping = mapping.to_json()
    _reopen(job)


def check_import(job: ImportJob, *, by: Viewer, at: datetime) -> None:
    """Find out what loading would do: at once for a small file, by the worker for a large one.

    :raises NotYet: while a question about dates or numbers is open.
    """
    _demand_open(job, by)
    _demand_alone(job)
    if job.row_count <= AT_ONCE:
        run_check(job, by=by, at=at)
        return
    running.hand_over(job, State.CHECKING, "check")


def load_import(job: ImportJob, *, by: Viewer, at: datetime) -> None:
    """Load a file that was checked and has no problem.

    :raises NotYet: when it was not checked, or has problems.
    """
    _demand_open(job, by)
    _demand_alone(job)
    seen = queries.preview_of(job)
    if job.state != State.CHECKED or seen is None or not seen.is_loadable:
        raise NotYet("Check the file first; it can be loaded once it has no problem and something to load.")
    if job.row_count <= AT_ONCE:
        run_load(job, by=by, at=at)
        return
    running.hand_over(job, State.LOADING, "load")


def run_check(job: ImportJob, *, by: Viewer, at: datetime, told: Told = lambda *_: None) -> None:
    """Check a file now, and keep what came out."""
    seen, _, _ = _plan(job, by, at, told)
    job.preview, job.row_count, job.state = seen.to_json(), seen.rows, State.CHECKED
    job.message = ""
    job.save()


def run_load(job: ImportJob, *, by: Viewer, at: datetime, told: Told = lambda *_: None) -> None:
    """Load a file now: planned afresh, so that what others did since the check counts.

    :raises CannotLoad: with the reason; nothing is written then.
    """
    seen, rows, loading = _plan(job, by, at, told, halves=2)
    if not seen.is_loadable:
        job.preview, job.state = seen.to_json(), State.CHECKED
        job.save()
        raise CannotLoad("The records changed since the check. Look at the preview again.")
    label = f"{job.file_name}: {queries.kind_of(job).title.lower()}"

    def progress(done: int) -> None:
        told((seen.rows + seen.rows * done // len(rows)) // 2, seen.rows, "Loading")

    values: dict[str, Any] = {"preview": seen.to_json(), "row_count": seen.rows, "loaded_at": at}
    if running.needs_turns(len(rows)):
        with running.in_turns(job, label, by=by, at=at, told=told) as batch:
            load_in_turns(loading, batch=batch, by=by, at=at, progress=progress)
            keep(job, State.LOADED, **values)
        return
    with durable_transaction():
        batch = load(loading, label=label, by=by, at=at, progress=progress)
        keep(job, State.LOADED, batch=batch, **values)


def throw_away_files(*, before: datetime) -> int:
    """Delete the files of imports from before a moment, unless the worker is busy with one; return how many.

    What they brought stays, and so does the way to take it back: that is in the journal.
    """
    needed = ImportJob.objects.filter(Q(created_at__gte=before) | Q(state__in=BUSY))
    return filing.throw_away(kept=set(needed.values_list("file_hash", flat=True)), before=before)


def _plan(
    job: ImportJob, by: Viewer, at: datetime, told: Told, *, halves: int = 1
) -> tuple[Preview, KeptRows, Loading]:
    """Return what loading would do; checking is one half of the work where rows are written afterwards."""
    opened, what, mapping = queries.opened(job), queries.kind_of(job), queries.mapping_of(job)
    if questions := open_questions(what, mapping, opened.profiles):
        raise NotYet(questions[0].text, fields={question.column: question.text for question in questions})
    context = context_of(by, at)
    plan = Plan(opened.sheet, opened.profiles, what, mapping, context)
    seen, rows = preview(
        plan, what, context, progress=lambda done: told(done // halves, opened.rows, "Checking")
    )
    return seen, rows, Loading(what, rows, context)


def _take(job: ImportJob, what: Kind, opened: queries.Opened, by: Viewer) -> None:
    before = queries.remembered(by, what.name, job.signature)
    _guess(job, what, opened, by, queries.mapping_of(before) if before else None)


def _guess(job: ImportJob, what: Kind, opened: queries.Opened, by: Viewer, before: Mapping | None) -> None:
    earlier, lookups = queries.earlier_mappings(by, what.name), Lookups(by)
    found = guess(what, opened.profiles, before, earlier=earlier, lookup=lambda name: lookups[name])
    job.kind, job.mapping, job.row_count = what.name, found.to_json(), opened.rows


def _likeliest(opened: queries.Opened, by: Viewer) -> Kind:
    """Return the kind whose fields the titles name best; opportunities where none stands out."""
    names = {known.name for known in queries.importable(by)}

    def fit(what: Kind) -> tuple[int, int]:
        mapped = {source.field for source in guess(what, opened.profiles).sources}
        return (
            len(mapped) - 3 * sum(known.required and known.name not in mapped for known in what.fields),
            -len(what.fields),
        )

    return max((what for name, what in KINDS.items() if name in names), key=fit)


def _signature(sheet: reading.Sheet) -> str:
    return hashlib.sha256("\x1f".join(sheet.header).encode()).hexdigest()


def _demand_open(job: ImportJob, by: Viewer) -> None:
    demand(rules.may_work_on(by, job))
    if job.is_busy:
        raise NotYet("The worker is busy with this file.")
    if job.state in (State.LOADED, State.UNDONE):
        raise NotYet("This file was loaded. Bring it again to load it once more.")


def _demand_alone(job: ImportJob) -> None:
    if job.bundle_id is not None:
        raise NotYet("This file is checked, loaded and taken back together with those that came with it.")


def _reopen(job: ImportJob) -> None:
    """What was checked has to be checked again, the files that came with it as well."""
    job.state, job.preview, job.message = State.MAPPING, None, ""
    job.save()
    if job.bundle is not None:
        job.bundle.state, job.bundle.message = State.MAPPING, ""
        job.bundle.save()


def demand(verdict: Verdict) -> None:
    """Raise access.Refused with the reason, unless it is allowed."""
    if not verdict:
        raise Refused(verdict.reason)
