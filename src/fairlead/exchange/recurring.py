"""Saved imports: a file that comes again and again is taken in as it was mapped once."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from fairlead import journal
from fairlead.access import Viewer, installation
from fairlead.kit import queue
from fairlead.kit.errors import Problem, RuleBroken
from fairlead.kit.validation import check
from fairlead.people import queries as people

from . import actions, bundles, queries, rules, running, watching
from .actions import demand
from .models import ImportJob, ImportRun, RunState, SavedImport
from .planning import What
from .preview import Preview

PROBLEMS_KEPT = 50
EVERY = {5: "5 minutes", 15: "15 minutes", 60: "hour", 1440: "day"}
"""How often a folder may be looked at: minutes, and what people say."""


class CannotTake(RuleBroken):
    """A file does not fit the saved import."""


def save_import(
    name: str, job: ImportJob, *, folder: str = "", every_minutes: int = 15, by: Viewer, at: datetime
) -> SavedImport:
    """Keep how a file was mapped, so that the next ones need nobody; whoever does so answers for them.

    :raises RuleBroken: naming the field at fault: a name that is taken, a folder that is not there.
    :raises access.Refused: for a folder, unless an administrator names it.
    """
    demand(rules.may_work_on(by, job))
    saved = SavedImport(kind=job.kind, mapping=job.mapping, options=job.options, created_at=at)
    saved.person_id = by.person_id
    return _keep(saved, {"name": name, "folder": folder, "every_minutes": every_minutes}, by)


def edit_saved(saved: SavedImport, changes: Mapping[str, Any], *, by: Viewer) -> SavedImport:
    """Change name, folder, how often it is looked at, or whether files are taken at all.

    :raises RuleBroken: as in :func:`save_import`; likewise access.Refused.
    """
    demand(rules.may_keep(by, saved))
    return _keep(saved, changes, by)


def delete_saved(saved: SavedImport, *, by: Viewer) -> None:
    """Forget a saved import and its log; what it brought stays, and can still be taken back."""
    demand(rules.may_keep(by, saved))
    saved.delete()


def look_soon(saved: SavedImport, *, by: Viewer) -> None:
    """Let the worker look into the watched folder as soon as it can."""
    demand(rules.may_keep(by, saved))
    saved.looked_at = None
    saved.save(update_fields=["looked_at"])
    queue.enqueue("watch-imports", unique_key="schedule:watched folders")


def note_told(saved: SavedImport, *, by: Viewer, at: datetime) -> None:
    """Note that the owner has seen what was refused."""
    if saved.person_id == by.person_id:
        saved.runs.filter(told_at=None).exclude(state=RunState.WAITING).update(told_at=at)


def feed(saved: SavedImport, name: str, chunks: Iterable[bytes], *, door: str, at: datetime) -> ImportRun:
    """Take a file now, whole or not at all; what is wrong with it is kept in the run that comes back."""
    run = _begin(saved, name, chunks, door, at)
    return run if run.state == RunState.REFUSED else finish(run, at=at)


def take_in(saved: SavedImport, name: str, chunks: Iterable[bytes], *, by: Viewer, at: datetime) -> ImportRun:
    """Take a file that a program sent, and let the worker go on with it.

    :raises access.Refused: when the saved import is somebody else's.
    """
    demand(rules.may_keep(by, saved))
    run = _begin(saved, name, chunks, "api", at)
    if run.state == RunState.WAITING:
        queue.enqueue("feed-saved-import", unique_key=f"feed-saved-import:{run.pk}", run_id=run.pk)
    return run


def finish(run: ImportRun, *, at: datetime) -> ImportRun:
    """Check and load the file of a run that was begun."""
    by = _owner(run.saved)
    job = ImportJob.objects.select_related("bundle", "person").get(pk=run.job_id or 0)
    run.job = job
    try:
        with journal.source("import"):
            _recover(job, by, at)
            _load(run, job, by, at)
    except Problem as problem:
        run.state, run.message = RunState.REFUSED, str(problem)[:1000]
    run.finished_at = at
    run.save()
    return run


def clear_up(*, at: datetime) -> None:
    """Take back what files of folders brought while their worker was killed; they lie there still.

    Only one worker looks into folders at a time, so whatever waits when it begins was broken off.
    """
    for run in ImportRun.objects.filter(state=RunState.WAITING, door="folder").select_related(
        "saved__person"
    ):
        job = ImportJob.objects.select_related("bundle", "person").filter(pk=run.job_id or 0).first()
        if job is not None:
            with journal.source("import"):
                _recover(job, installation(), at)
        run.state, run.finished_at, run.told_at = RunState.REFUSED, at, at
        run.message = "The worker was stopped meanwhile. Nothing was loaded; the file is taken again."
        run.save()


def due(*, at: datetime) -> list[SavedImport]:
    """Return the saved imports whose folder is to be looked at now."""
    watched = SavedImport.objects.filter(is_active=True).exclude(folder="").select_related("person")
    return [
        saved
        for saved in watched
        if saved.looked_at is None or saved.looked_at + timedelta(minutes=saved.every_minutes) <= at
    ]


def look(saved: SavedImport, *, at: datetime) -> list[ImportRun]:
    """Take every file of the watched folder that has stopped growing, and put it away with a report."""
    saved.looked_at = at
    try:
        folder = watching.folder_of(saved.folder)
        settled, saved.seen = watching.settled(folder, saved.seen, at)
    except Problem as problem:
        saved.save()
        return _note(saved, str(problem), at)
    saved.save()
    runs = []
    for path in settled:
        run = feed(saved, path.name, watching.chunks(path), door="folder", at=at)
        watching.put_away(path, is_good=run.state != RunState.REFUSED, report=report(run), at=at)
        runs.append(run)
    return runs


def report(run: ImportRun) -> str:
    """Return what became of a file, as text to lie beside it."""
    counted = ", ".join(f"{count} {what}" for what, count in run.counts.items() if count)
    lines = [f"{run.file_name}: {run.get_state_display()}", counted, run.message, *run.problems]
    if run.problem_count > len(run.problems):
        lines.append(f"… and {run.problem_count - len(run.problems)} more.")
    return "\n".join(line for line in lines if line) + "\n"


def _keep(saved: SavedImport, changes: Mapping[str, Any], by: Viewer) -> SavedImport:
    before = saved.folder
    for name in ("name", "folder", "every_minutes", "is_active"):
        if name in changes:
            value = changes[name]
            setattr(saved, name, value.strip() if isinstance(value, str) else value)
    if saved.folder and saved.folder != before:
        demand(rules.may_watch(by))
        watching.folder_of(saved.folder)
        saved.seen, saved.looked_at = {}, None
    check(saved)
    saved.save()
    return saved


def _begin(saved: SavedImport, name: str, chunks: Iterable[bytes], door: str, at: datetime) -> ImportRun:
    run = ImportRun(saved=saved, file_name=name[-200:], door=door, started_at=at)
    try:
        if not saved.is_active:
            raise CannotTake("This saved import is switched off.")
        run.job = actions.begin_import(
            name, chunks, kind_name=saved.kind, by=_owner(saved), at=at, **saved.options
        )
        run.job.mapping = saved.mapping
        run.job.save()
        _demand_columns(run.job)
    except Problem as problem:
        run.state, run.message, run.finished_at = RunState.REFUSED, str(problem)[:1000], at
    run.save()
    return run


def _recover(job: ImportJob, by: Viewer, at: datetime) -> None:
    """Take back what a load brought that was broken off by the end of its worker."""
    work = job.bundle or job
    if work.is_busy:
        running.recover(work, by=by, at=at, told=lambda *_: None)
        job.refresh_from_db()


def _owner(saved: SavedImport) -> Viewer:
    if saved.person is None:
        return installation()
    if not saved.person.is_active:
        raise CannotTake(f"{saved.person} has left; somebody else has to save this import.")
    return people.viewer_of(saved.person)


def _demand_columns(job: ImportJob) -> None:
    """Refuse a file that lacks a column which the mapping reads."""
    header = set(queries.opened(job).sheet.header)
    missing = [
        source.column
        for source in queries.mapping_of(job).sources
        if source.column and source.column not in header
    ]
    if missing:
        raise CannotTake(f"The file has no column {', '.join(f'“{name}”' for name in missing)}.")


def _load(run: ImportRun, job: ImportJob, by: Viewer, at: datetime) -> None:
    bundle = bundles.bundle_for(job)
    if bundle is None:
        actions.run_check(job, by=by, at=at)
    else:
        bundles.run_check(bundle, by=by, at=at)
        job.refresh_from_db()
    seen = queries.preview_of(job)
    assert seen is not None, "it was checked"  # noqa: S101
    _count(run, seen)
    if seen.problem_count:
        run.state, run.message = RunState.REFUSED, "Rows of it have problems."
    elif not seen.is_loadable:
        run.state = RunState.NOTHING
    else:
        if bundle is None:
            actions.run_load(job, by=by, at=at)
        else:
            bundles.run_load(bundle, by=by, at=at)
        run.state = RunState.LOADED


def _count(run: ImportRun, seen: Preview) -> None:
    run.counts = {what.value: seen.counts[what] for what in What}
    run.problems = [str(problem) for problem in seen.problems[:PROBLEMS_KEPT]]
    run.problem_count = seen.problem_count


def _note(saved: SavedImport, message: str, at: datetime) -> list[ImportRun]:
    """Keep that a folder cannot be looked at, once and not at every look."""
    last = saved.runs.first()
    if last is not None and last.message == message:
        return []
    return [
        saved.runs.create(
            file_name="",
            door="folder",
            state=RunState.REFUSED,
            message=message,
            started_at=at,
            finished_at=at,
        )
    ]
