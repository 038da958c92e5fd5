"""What a look found, as files: all problems, the rows that have one, every change before and after."""

from collections.abc import Iterable, Iterator, Sequence

from django.http.response import HttpResponseBase

from fairlead.exchange import bundles, queries
from fairlead.exchange.actions import NotYet
from fairlead.exchange.kinds import Context
from fairlead.exchange.models import ImportJob, State
from fairlead.exchange.planning import Problem, What
from fairlead.exchange.preview import changes_of
from fairlead.exchange.reading import Cell, ColumnFormat, convert, is_empty
from fairlead.exchange.reading import Kind as CellKind
from fairlead.exchange.reading.cells import CellProblem
from fairlead.exchange.setting import context_of
from fairlead.render.csv import plain
from fairlead.render.table import Column, Table, Type, Value
from fairlead.web.shared import exporting
from fairlead.web.shared.pages import Request

WRONG = "What is wrong"
"""The title of the column that says what is wrong; brought again, it goes into no field."""

FATES = {
    What.CREATE: "Created",
    What.UPDATE: "Updated",
    What.UNCHANGED: "Unchanged",
    What.SKIP: "Skipped",
    What.ERROR: "Problem",
}

_DATED = (CellKind.DATE, CellKind.MOMENT)


def problems(request: Request, pk: int) -> HttpResponseBase:
    """Send every problem: row, column, value, reason."""
    job = queries.import_job(request.viewer, pk)
    seen = queries.preview_of(job)
    found: Iterable[Problem] = seen.problems if seen else ()
    if seen and seen.problem_count > len(seen.problems):
        found = _every_problem(_checked(request, pk), _context(request))
    columns = (Column("Row", Type.WHOLE), Column("Column"), Column("Value"), Column("Reason"))
    rows = ((problem.row, problem.column, problem.value, problem.reason) for problem in found)
    return _sent(Table("Problems", columns, rows), f"problems-{job.pk}")


def wrong_rows(request: Request, pk: int) -> HttpResponseBase:
    """Send the rows that have a problem as they stand in the file, with what is wrong beside each.

    Mended, it can be brought as it is. Dates and percentages that the whole file was needed to understand are
    written so that they mean one thing only.
    """
    return _sent(_table_to_mend(request, pk), f"rows-to-mend-{pk}")


def wrong_book(request: Request, pk: int) -> HttpResponseBase:
    """Send the same rows as a workbook for Excel."""
    return exporting.send(_table_to_mend(request, pk), f"rows-to-mend-{pk}.xlsx", "xlsx")


def _table_to_mend(request: Request, pk: int) -> Table:
    job = _checked(request, pk)
    columns = [Column(title) for title in (*queries.opened(job).sheet.header, WRONG)]
    return Table("Rows to mend", columns, _wrong_rows(job, _context(request)))


def fates(request: Request, pk: int) -> HttpResponseBase:
    """Send every row with what becomes of it: created, updated, left as it is, skipped, refused; and why."""
    job = _checked(request, pk)
    columns = (Column("Row", Type.WHOLE), Column("What becomes of it"), Column("Record"), Column("Why"))
    return _sent(Table("Rows", columns, _every_fate(job, _context(request))), f"rows-{job.pk}")


def changes(request: Request, pk: int) -> HttpResponseBase:
    """Send each field that would change in a record that exists: before and after."""
    job = _checked(request, pk)
    columns = (
        Column("Row", Type.WHOLE),
        Column("Record"),
        Column("Field"),
        Column("Before"),
        Column("After"),
    )
    return _sent(Table("Changes", columns, _every_change(job, _context(request))), f"changes-{job.pk}")


def _checked(request: Request, pk: int) -> ImportJob:
    job = queries.import_job(request.viewer, pk)
    if job.state != State.CHECKED:
        raise NotYet("Look at what the file would do first.")
    return job


def _context(request: Request) -> Context:
    return context_of(request.viewer, request.now)


def _every_problem(job: ImportJob, context: Context) -> Iterator[Problem]:
    for _, planned, _ in bundles.dry_rows(job, context):
        yield from planned.problems


def _every_fate(job: ImportJob, context: Context) -> Iterator[Sequence[Value]]:
    for _, planned, _ in bundles.dry_rows(job, context):
        why = planned.note or " ".join(map(_reason, planned.problems))
        yield planned.number, FATES[planned.what], "" if planned.record is None else str(planned.record), why


def _every_change(job: ImportJob, context: Context) -> Iterator[Sequence[Value]]:
    for _, planned, kind in bundles.dry_rows(job, context):
        if planned.what == What.UPDATE:
            for change in changes_of(planned, kind, context):
                yield planned.number, str(planned.record), change.title, change.before, change.after


def _wrong_rows(job: ImportJob, context: Context) -> Iterator[Sequence[Value]]:
    opened, kind, mapping = queries.opened(job), queries.kind_of(job), queries.mapping_of(job)
    by_name = {profile.name: profile for profile in opened.profiles}
    forms: dict[int, tuple[CellKind, ColumnFormat]] = {}
    for source in mapping.sources:
        if source.column in by_name and source.field in kind.by_name:
            place = opened.sheet.header.index(source.column)
            forms[place] = (kind.by_name[source.field].kind, source.form(by_name[source.column]))
    width, seen = len(opened.sheet.header), set[int]()
    for row, planned, _ in bundles.dry_rows(job, context):
        if not planned.problems or row.number in seen:
            continue
        seen.add(row.number)
        cells = [_plain(cell, forms.get(place), context) for place, cell in enumerate(row.cells)]
        reasons = " ".join(_reason(problem) for problem in planned.problems)
        yield (*cells[:width], *[""] * (width - len(cells)), reasons)


def _reason(problem: Problem) -> str:
    return f"{problem.column}: {problem.reason}" if problem.column else problem.reason


def _plain(cell: Cell, written: tuple[CellKind, ColumnFormat] | None, context: Context) -> Value:
    """Return a cell as text: dates and percentages so that no other row is needed, the rest as it stands."""
    if is_empty(cell):
        return ""
    if written and written[0] in (*_DATED, CellKind.PERCENT):
        try:
            value = convert(cell, *written, context.zone)
        except CellProblem:
            return str(cell)
        return f"{plain(value)} %" if written[0] == CellKind.PERCENT else str(value.isoformat())
    return ("yes" if cell else "no") if isinstance(cell, bool) else str(cell)


def _sent(table: Table, name: str) -> HttpResponseBase:
    return exporting.send(table, f"{name}.csv", "csv")
