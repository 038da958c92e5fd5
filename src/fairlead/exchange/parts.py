"""What is planned of a file: its rows as records; of rows with a moment the newest, and all as their past."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from . import queries
from .kinds import KINDS, Context, Kind
from .mapping import LEAVE_OUT, Mapping, Source, mended
from .models import ImportJob
from .ordering import in_order
from .planning import Plan, What
from .planning.rows import RowReader
from .preview import Preview
from .reading import Sheet

_DAY = re.compile(r"(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)")
_PAST = "It becomes the past of its record."


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of a file as one kind of record."""

    job: ImportJob
    kind: Kind
    sheet: Sheet
    mapping: Mapping

    def plan(self, context: Context) -> Plan:
        """Return what loading it would do."""
        return Plan(self.sheet, queries.opened(self.job).profiles, self.kind, self.mapping, context)


def has_moments(job: ImportJob) -> bool:
    """Tell whether the rows of a file say when they were true."""
    return _history_of(queries.kind_of(job)) is not None and bool(queries.mapping_of(job).source("known_at"))


def parts_of(jobs: Sequence[ImportJob], context: Context) -> list[list[Part]]:
    """Return the parts of files in the order in which they go: all records, then their past.

    Parts that stand together are written together: a past that is told by several files.
    """
    jobs = in_order(list(jobs), queries.kind_of)
    newest = _newest([job for job in jobs if has_moments(job)], context)
    pasts: dict[str, list[Part]] = {}
    for part in (_past(job) for job in jobs if job.pk in newest):
        pasts.setdefault(part.kind.name, []).append(part)
    return [*([_records(job, newest.get(job.pk))] for job in jobs), *pasts.values()]


def together(seen: Sequence[Preview]) -> Preview:
    """Return what one file would do, from what its rows as records and as past would do."""
    first, *pasts = seen
    for past in pasts:
        older = past.rows - first.rows
        first.counts[What.SKIP] += older - past.counts[What.ERROR]
        first.counts[What.ERROR] += past.counts[What.ERROR]
        first.skipped[_PAST] += older
        first.problems += past.problems
        first.problem_count += past.problem_count
        first.groups.take(past.groups)
    return first


def _records(job: ImportJob, numbers: frozenset[int] | None) -> Part:
    sheet, mapping = queries.opened(job).sheet, queries.mapping_of(job)
    if numbers is not None:
        rows = sheet.rows
        sheet = replace(sheet, source=lambda: (row for row in rows() if row.number in numbers))
    return Part(job, queries.kind_of(job), sheet, mapping)


def _past(job: ImportJob) -> Part:
    """Return the same file as the past of its records: found by their key, since the moment of the row."""
    history, mapping = _history_of(queries.kind_of(job)), queries.mapping_of(job)
    assert history is not None, "the rows have moments"  # noqa: S101
    sources = [source for source in mapping.sources if source.field in history.by_name]
    for name, ours in (("record", mapping.match[0]), ("moment", "known_at")):
        said = mapping.source(ours)
        assert said is not None, "the file is matched by it"  # noqa: S101
        sources.append(replace(said, field=name))
    if system := mapping.source("external_system"):
        sources.append(system)
    past = Mapping(
        history.name,
        tuple(sources),
        create_missing=mapping.create_missing,
        cells=mapping.cells,
        left_out=mapping.left_out,
    )
    return Part(job, history, queries.opened(job).sheet, past)


def _history_of(kind: Kind) -> Kind | None:
    return next((other for other in KINDS.values() if other.past_of == kind.name), None)


def _newest(jobs: Iterable[ImportJob], context: Context) -> dict[int, frozenset[int]]:
    """Return for each file the numbers of the rows that are the newest of their record, among all files."""
    best: dict[tuple[str, ...], tuple[datetime, int, int]] = {}
    found: dict[int, set[int]] = {}
    for job in jobs:
        found[job.pk] = set()
        for number, key, moment in _moments(job, context):
            if not any(key[1:]):
                found[job.pk].add(number)
            elif key not in best or moment >= best[key][0]:
                best[key] = (moment, job.pk, number)
    for _, pk, number in best.values():
        found[pk].add(number)
    return {pk: frozenset(numbers) for pk, numbers in found.items()}


def _moments(job: ImportJob, context: Context) -> Iterator[tuple[int, tuple[str, ...], datetime]]:
    """Yield the rows that say when they were true: number, key, moment."""
    opened, kind, mapping = queries.opened(job), queries.kind_of(job), queries.mapping_of(job)
    wanted = {"known_at", *mapping.match}
    sources = tuple(
        source for source in mapping.sources if source.field in wanted or LEAVE_OUT in source.words.values()
    )
    reader = RowReader(kind, replace(mapping, sources=sources), opened.sheet, opened.profiles, context)
    for row in mended(opened.sheet, mapping).rows():
        draft = reader.read(row)
        if draft.is_left_out:
            continue
        moment = draft.values.get("known_at")
        if isinstance(moment, datetime):
            yield row.number, (kind.name, *(reader.text(row, name) for name in mapping.match)), moment


def dated(name: str) -> Source | None:
    """Return since when the rows of a file are true, if its name says a day: ``deals 2026-01-05.csv``."""
    found = _DAY.search(name)
    return Source("known_at", template="-".join(found.groups())) if found else None
