"""Several files that refer to each other, as one import: one check, one load, one undo."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal.decorator import durable_transaction
from fairlead.journal.models import Batch
from fairlead.journal.undo import Undone
from fairlead.kit import queue
from fairlead.kit.errors import Problem
from fairlead.kit.search import fold

from . import actions, queries, rules
from .actions import AT_ONCE, NotYet, demand
from .kinds import KINDS, Context, Kind
from .kinds.lookups import within
from .load import CannotLoad, Loading, load
from .mapping import open_questions
from .models import Bundle, ImportJob, State
from .ordering import in_order
from .parts import Part, dated, has_moments, parts_of, together
from .planning import KeptRows, Planned, What
from .preview import Preview, preview
from .setting import context_of

FILES = 50
"""The most files of one bundle."""

Told = Callable[[int, int, str], None]
File = tuple[str, Iterable[bytes]]


def begin_bundle(files: Sequence[File], *, by: Viewer, at: datetime) -> Bundle:
    """Take several files in, read each, and guess what it holds and how it maps.

    :param files: names and contents; a file called after a kind of record (``accounts.csv``) is of this kind.
    :raises UnreadableFile: with file, place and reason; none of the files is kept then.
    :raises access.Refused: without the permission to import.
    """
    demand(rules.may_import(by))
    if not 0 < len(files) <= FILES:
        raise NotYet(f"Bring between one and {FILES} files at once.")
    with durable_transaction():
        bundle = Bundle.objects.create(person_id=by.person_id, created_at=at)
        for name, chunks in files:
            job = actions.begin_import(name, chunks, kind_name=_kind_called(name, by), by=by, at=at)
            job.bundle = bundle
            job.save()
        _date_by_names(list(bundle.files.all()))
    return bundle


def check_bundle(bundle: Bundle, *, by: Viewer, at: datetime) -> None:
    """Find out what loading all files would do: at once for small ones, by the worker for large ones.

    :raises NotYet: while a question about dates or numbers of any file is open.
    """
    _demand_open(bundle, by)
    jobs = files_of(bundle)
    for job in jobs:
        _demand_answers(job)
    if sum(job.row_count for job in jobs) <= AT_ONCE:
        run_check(bundle, by=by, at=at)
    else:
        _hand_over(bundle, State.CHECKING, "check-bundle")


def load_bundle(bundle: Bundle, *, by: Viewer, at: datetime) -> None:
    """Load all files, whole or not at all.

    :raises NotYet: when they were not checked, or have problems.
    """
    _demand_open(bundle, by)
    jobs = files_of(bundle)
    if bundle.state != State.CHECKED or not is_loadable(jobs):
        raise NotYet("Check the files first; they can be loaded once none of them has a problem.")
    if sum(job.row_count for job in jobs) <= AT_ONCE:
        run_load(bundle, by=by, at=at)
    else:
        _hand_over(bundle, State.LOADING, "load-bundle")


def bundle_for(job: ImportJob) -> Bundle | None:
    """Return the bundle of a file: those that it came with, or one of its own where its rows tell a past."""
    if job.bundle is None and has_moments(job):
        job.bundle = Bundle.objects.create(person_id=job.person_id, created_at=job.created_at)
        job.save()
    return job.bundle


def check(job: ImportJob, *, by: Viewer, at: datetime) -> None:
    """Check a file, with the others of its bundle if it belongs to one."""
    if (bundle := bundle_for(job)) is None:
        actions.check_import(job, by=by, at=at)
    else:
        check_bundle(bundle, by=by, at=at)


def files_of(bundle: Bundle) -> list[ImportJob]:
    """Return the files of a bundle in the order in which they are loaded: what others refer to goes first."""
    return in_order(list(bundle.files.order_by("pk")), queries.kind_of)


def is_loadable(jobs: Iterable[ImportJob]) -> bool:
    """Tell whether files that were checked have something to load and nothing against it."""
    seen = [queries.preview_of(job) for job in jobs]
    return all(one is not None and not one.problem_count for one in seen) and any(
        one.is_loadable for one in seen if one is not None
    )


def run_check(bundle: Bundle, *, by: Viewer, at: datetime, told: Told = lambda *_: None) -> None:
    """Check all files now. Each sees what those before it will bring, and nothing is written."""
    context = context_of(by, at)
    jobs = files_of(bundle)
    for job in jobs:
        _demand_answers(job)
    found: dict[int, list[Preview]] = {job.pk: [] for job in jobs}
    for part in chain.from_iterable(parts_of(jobs, context)):
        plan = _promising(part.plan(context), part.kind, context)
        progress = _telling(told, jobs, part.job, "Checking")
        found[part.job.pk].append(preview(plan, part.kind, context, progress=progress)[0])
    _keep(bundle, jobs, State.CHECKED, seen=found)


def run_load(bundle: Bundle, *, by: Viewer, at: datetime, told: Told = lambda *_: None) -> None:
    """Load all files now, each planned afresh on what those before it brought.

    :raises CannotLoad: with the reason; nothing of any file is written then.
    """
    jobs = files_of(bundle)
    with durable_transaction():
        batch = journal.start_batch("import", f"{len(jobs)} files: {bundle}", by=by, at=at)
        found: dict[int, list[Preview]] = {job.pk: [] for job in jobs}
        for parts in parts_of(jobs, context_of(by, at)):
            progress = _telling(told, jobs, parts[0].job, "Loading")
            for part, seen in zip(parts, _load(parts, batch, by, at, progress), strict=True):
                found[part.job.pk].append(seen)
        for job in jobs:
            job.batch, job.loaded_at = batch, at
        bundle.batch, bundle.loaded_at = batch, at
        _keep(bundle, jobs, State.LOADED, seen=found)


def undo_bundle(bundle: Bundle, *, by: Viewer, at: datetime) -> Undone:
    """Take back everything that the files brought or changed.

    :raises NotYet: when they are not loaded.
    """
    demand(rules.may_work_on(by, bundle))
    if bundle.batch is None or bundle.state != State.LOADED:
        raise NotYet("Only an import that is loaded can be undone.")
    with durable_transaction():
        undone = journal.undo_batch(bundle.batch, by=by, at=at)
        _keep(bundle, files_of(bundle), State.UNDONE, actions.left_in_words(undone))
    return undone


def redo_bundle(bundle: Bundle, *, by: Viewer, at: datetime) -> Undone:
    """Take an undo back: the records return as they were loaded.

    :raises NotYet: when it was not undone.
    """
    demand(rules.may_work_on(by, bundle))
    if bundle.batch is None or bundle.state != State.UNDONE:
        raise NotYet("Only an import that was undone can be redone.")
    with durable_transaction():
        redone = journal.undo_batch(bundle.batch.undone_by, by=by, at=at)
        bundle.batch = Batch.objects.get(pk=redone.batch_id)
        jobs = files_of(bundle)
        for job in jobs:
            job.batch = bundle.batch
        _keep(bundle, jobs, State.LOADED, actions.left_in_words(redone))
    return redone


def fail_bundle(bundle: Bundle, problem: Problem) -> None:
    """Keep why the worker could not go on."""
    bundle.state, bundle.message = State.FAILED, str(problem)[:1000]
    bundle.save()


def _load(
    parts: Sequence[Part], batch: Batch, by: Viewer, at: datetime, progress: Callable[[int], None]
) -> list[Preview]:
    """Load parts of one kind together; return what each came to."""
    context, kind = context_of(by, at), parts[0].kind
    all_rows, found = KeptRows(kind), []
    for part in parts:
        seen, rows = preview(part.plan(context), kind, context)
        if seen.problem_count:
            raise CannotLoad(f"Nothing was loaded: {seen.problems[0]} Look at the preview again.")
        all_rows.take(rows)
        found.append(seen)
    if all_rows:
        load(Loading(kind, all_rows, context), label="", batch=batch, by=by, at=at, progress=progress)
    return found


def _promising(plan: Iterable[Planned], kind: Kind, context: Context) -> Iterator[Planned]:
    """Yield the rows of a plan, and let later files refer to the records that they make or rename."""
    for row in plan:
        if kind.lookups and row.what in (What.CREATE, What.UPDATE):
            record = row.record
            lookup = getattr(record, "list", kind.lookups[0])  # values of lists are found by their list
            if row.what == What.CREATE:
                context.promised.add(lookup, record)
            key = getattr(record, "external_id", "")
            known_as = within(getattr(record, "external_system", ""), key), key
            context.lookup(lookup).learn(
                record.pk, *known_as, *(getattr(record, name) for name in kind.goes_by)
            )
        yield row


def _date_by_names(jobs: Sequence[ImportJob]) -> None:
    """Let files that are alike but for the day in their names be states of their records on those days."""
    alike: dict[tuple[str, str], list[ImportJob]] = {}
    for job in jobs:
        alike.setdefault((job.kind, job.signature), []).append(job)
    for same in alike.values():
        days = [dated(job.file_name) for job in same]
        if len(same) < 2 or None in days or "known_at" not in queries.kind_of(same[0]).by_name:
            continue
        for job, day in zip(same, days, strict=True):
            mapping = queries.mapping_of(job)
            if day is not None and mapping.match and not mapping.source("known_at"):
                job.mapping = replace(mapping, sources=(*mapping.sources, day)).to_json()
                job.save()


def _kind_called(name: str, by: Viewer) -> str:
    """Return the kind that a file is named after, if it is."""
    said = _plain(re.split(r"[/\\]", name)[-1].partition(".")[0])
    names = {kind.name for kind in queries.importable(by)}
    for kind in KINDS.values():
        if kind.name in names and said in {_plain(word) for word in (kind.name, kind.noun, *kind.called)}:
            return kind.name
    return ""


def _plain(name: str) -> str:
    """Return a name without digits, case and number: ``Accounts 2026-01`` is account."""
    words = re.sub(r"[^a-z]+", " ", fold(name)).split()
    return " ".join(word.removesuffix("s") for word in words)


def _telling(told: Told, jobs: Sequence[ImportJob], job: ImportJob, doing: str) -> Callable[[int], None]:
    before = sum(other.row_count for other in jobs[: jobs.index(job)])
    total = sum(other.row_count for other in jobs)
    return lambda done: told(before + done, total, f"{doing} {job.file_name}")


def _keep(
    bundle: Bundle,
    jobs: Iterable[ImportJob],
    state: State,
    message: str = "",
    *,
    seen: Mapping[int, Sequence[Preview]] | None = None,
) -> None:
    for job in jobs:
        job.state, job.message = state, ""
        if seen is not None:
            whole = together(seen[job.pk])
            job.preview, job.row_count = whole.to_json(), whole.rows
        job.save()
    bundle.state, bundle.message = state, message
    bundle.save()


def _hand_over(bundle: Bundle, state: State, work: str) -> None:
    with durable_transaction():
        bundle.state, bundle.message = state, ""
        bundle.queue_job = queue.enqueue(work, unique_key=f"{work}:{bundle.pk}", bundle_id=bundle.pk).pk
        bundle.save()


def _demand_answers(job: ImportJob) -> None:
    opened = queries.opened(job)
    if has_moments(job) and not queries.mapping_of(job).match:
        raise NotYet(f"{job.file_name}: Say by what a row means an existing record; only so it has a past.")
    if questions := open_questions(queries.kind_of(job), queries.mapping_of(job), opened.profiles):
        raise NotYet(f"{job.file_name}: {questions[0].text}")


def _demand_open(bundle: Bundle, by: Viewer) -> None:
    demand(rules.may_work_on(by, bundle))
    if bundle.is_busy:
        raise NotYet("The worker is busy with these files.")
    if bundle.state in (State.LOADED, State.UNDONE):
        raise NotYet("These files were loaded. Bring them again to load them once more.")
