"""Several files that refer to each other, as one import: one check, one load, one undo."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal.decorator import durable_transaction
from fairlead.journal.models import Batch
from fairlead.kit.search import fold

from . import actions, queries, rules, running
from .actions import demand
from .kinds import KINDS, Context, Kind
from .kinds.lookups import within
from .load import CannotLoad, Loading, load, load_in_turns
from .mapping import open_questions
from .models import Bundle, ImportJob, State
from .ordering import in_order
from .parts import Part, dated, has_moments, parts_of, together
from .planning import KeptRows, Planned, What
from .preview import Preview, preview
from .reading import Row
from .running import AT_ONCE, NotYet, Told, keep
from .running import redo as redo_bundle
from .running import undo as undo_bundle
from .setting import context_of

__all__ = ["redo_bundle", "undo_bundle"]

FILES = 50
"""The most files of one bundle."""

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
        running.hand_over(bundle, State.CHECKING, "check")


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
        running.hand_over(bundle, State.LOADING, "load")


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
    with durable_transaction():
        _keep_seen(jobs, found)
        keep(bundle, State.CHECKED)


def run_load(bundle: Bundle, *, by: Viewer, at: datetime, told: Told = lambda *_: None) -> None:
    """Load all files now, each planned afresh on what those before it brought.

    :raises CannotLoad: with the reason; nothing of any file is written then.
    """
    jobs = files_of(bundle)
    label = f"{len(jobs)} files: {bundle}"
    if running.needs_turns(sum(job.row_count for job in jobs)):
        with running.in_turns(bundle, label, by=by, at=at, told=told) as batch:
            _load_all(bundle, jobs, batch, _Doing(by, at, told, in_turns=True))
        return
    with durable_transaction():
        batch = journal.start_batch("import", label, by=by, at=at)
        _load_all(bundle, jobs, batch, _Doing(by, at, told))


@dataclass(frozen=True, slots=True)
class _Doing:
    """Who loads, when, whom to tell how far it is, and whether others may write between its turns."""

    by: Viewer
    at: datetime
    told: Told
    in_turns: bool = False


def _load_all(bundle: Bundle, jobs: Sequence[ImportJob], batch: Batch, doing: _Doing) -> None:
    found: dict[int, list[Preview]] = {job.pk: [] for job in jobs}
    for parts in parts_of(jobs, context_of(doing.by, doing.at)):
        progress = _telling(doing.told, jobs, parts[0].job, "Loading")
        for part, seen in zip(parts, _load(parts, batch, doing, progress), strict=True):
            found[part.job.pk].append(seen)
    with durable_transaction():
        _keep_seen(jobs, found)
        keep(bundle, State.LOADED, batch=batch, loaded_at=doing.at)


def dry_rows(job: ImportJob, context: Context) -> Iterator[tuple[Row, Planned, Kind]]:
    """Yield every row of a file that was checked with what would become of it, as the check saw it.

    The file is planned anew while it is read, so nothing big is held.
    """
    jobs = files_of(job.bundle) if job.bundle else [job]
    for part in chain.from_iterable(parts_of(jobs, context)):
        plan = part.plan(context)
        planned = zip(plan.sheet.rows(), _promising(plan, part.kind, context), strict=True)
        for row, fate in planned:
            if part.job.pk == job.pk:
                yield row, fate, part.kind


def _load(
    parts: Sequence[Part], batch: Batch, doing: _Doing, progress: Callable[[int], None]
) -> list[Preview]:
    """Load parts of one kind together; return what each came to."""
    context, kind = context_of(doing.by, doing.at), parts[0].kind
    all_rows, found = KeptRows(kind), []
    for part in parts:
        seen, rows = preview(part.plan(context), kind, context)
        if seen.problem_count:
            raise CannotLoad(f"Nothing was loaded: {seen.problems[0]} Look at the preview again.")
        all_rows.take(rows)
        found.append(seen)
    loading = Loading(kind, all_rows, context)
    if all_rows and doing.in_turns:
        load_in_turns(loading, batch=batch, by=doing.by, at=doing.at, progress=progress)
    elif all_rows:
        load(loading, label="", batch=batch, by=doing.by, at=doing.at, progress=progress)
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


def _keep_seen(jobs: Iterable[ImportJob], found: Mapping[int, Sequence[Preview]]) -> None:
    for job in jobs:
        whole = together(found[job.pk])
        job.preview, job.row_count = whole.to_json(), whole.rows
        job.save(update_fields=["preview", "row_count"])


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
