"""The rows of a file as they stand in it, with wrong cells marked, and the problems as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from fairlead.exchange import queries
from fairlead.exchange.planning import Problem
from fairlead.render.csv import csv_chunks
from fairlead.render.table import Column, Table, Type
from fairlead.web.shared.pages import Request

FIRST, WRONG, NAMED = 8, 30, 5


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell, and what is wrong with it."""

    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of the file with its number there, and what is wrong with the row as a whole."""

    number: int
    cells: tuple[GridCell, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """The same problem in several rows."""

    rows: str
    column: str
    value: str
    reason: str
    field: str = ""


def grouped(problems: list[Problem]) -> list[ProblemGroup]:
    """Return the problems with the same ones together, those first that the most rows have."""
    rows: dict[tuple[str, str, str, str], list[int]] = {}
    for problem in problems:
        rows.setdefault((problem.column, problem.value, problem.reason, problem.field), []).append(
            problem.row
        )
    by_count = sorted(rows.items(), key=lambda group: (-len(group[1]), group[1][0]))
    return [ProblemGroup(_row_words(numbers), *what) for what, numbers in by_count]


def _row_words(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:NAMED]))
    return f"{shown} and {len(numbers) - NAMED:,} more" if len(numbers) > NAMED else shown


def rows_of(opened: queries.Opened, problems: list[Problem]) -> list[GridRow]:
    """Return the first rows, and after them the first that have a problem."""
    by_row: dict[int, list[Problem]] = {}
    for problem in problems:
        by_row.setdefault(problem.row, []).append(problem)
    return list(_picked(opened, by_row))


def _picked(opened: queries.Opened, by_row: dict[int, list[Problem]]) -> Iterator[GridRow]:
    wrong = sorted(by_row)[:WRONG]
    last = wrong[-1] if wrong else 0
    for place, row in enumerate(opened.sheet.rows()):
        if place >= FIRST and row.number > last:
            return
        if place < FIRST or row.number in wrong:
            yield _row(opened, row.number, row.cells, by_row.get(row.number, []))


def _row(opened: queries.Opened, number: int, cells: tuple[Any, ...], problems: list[Problem]) -> GridRow:
    reasons = {problem.column: problem.reason for problem in problems}
    header = opened.sheet.header
    shown = tuple(
        GridCell("" if cell is None else str(cell)[:120], reasons.get(name, ""))
        for name, cell in zip(header, cells, strict=False)
    )
    elsewhere = " ".join(reason for column, reason in reasons.items() if column not in header)
    return GridRow(number, shown, elsewhere)


def problems(request: Request, pk: int) -> HttpResponse:
    """Send the problems as a CSV file: row, column, value, reason."""
    seen = queries.preview_of(job := queries.import_job(request.viewer, pk))
    columns = (Column("Row", Type.WHOLE), Column("Column"), Column("Value"), Column("Reason"))
    found = seen.problems if seen else []
    rows = [(problem.row, problem.column, problem.value, problem.reason) for problem in found]
    return _file(Table("Problems", columns, rows), f"problems-{job.pk}")


def wrong_rows(request: Request, pk: int) -> HttpResponse:
    """Send the rows that have a problem as they stand in the file, to be mended and brought again."""
    job = queries.import_job(request.viewer, pk)
    seen, opened = queries.preview_of(job), queries.opened(job)
    reasons: dict[int, list[str]] = {}
    for problem in seen.problems if seen else []:
        place = f"{problem.column}: " if problem.column else ""
        reasons.setdefault(problem.row, []).append(f"{place}{problem.reason}")
    columns = [*map(Column, opened.sheet.header), Column("What is wrong")]
    rows = (
        (*map(_bare, row.cells), " ".join(reasons[row.number]))
        for row in opened.sheet.rows()
        if row.number in reasons
    )
    return _file(Table("Rows to mend", columns, rows), f"rows-to-mend-{job.pk}")


def changes(request: Request, pk: int) -> HttpResponse:
    """Send what would change in existing records as a CSV file: row, record, field, before, after."""
    seen = queries.preview_of(job := queries.import_job(request.viewer, pk))
    titles = (Column("Row", Type.WHOLE), *map(Column, ("Record", "Field", "Before", "After")))
    rows = (
        (update.row, update.label, change.title, change.before, change.after)
        for update in (seen.updates if seen else [])
        for change in update.changes
    )
    return _file(Table("Changes", titles, rows), f"changes-{job.pk}")


def _bare(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, str | int | Decimal | date) else str(cell)


def _file(table: Table, name: str) -> HttpResponse:
    answer = HttpResponse(b"".join(csv_chunks(table)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
