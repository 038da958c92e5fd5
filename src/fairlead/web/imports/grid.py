"""The rows of a file as they stand in it, with wrong cells marked and open to be corrected."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import QueryDict

from fairlead.exchange import queries
from fairlead.exchange.mapping import Mapping, mended
from fairlead.exchange.planning import Problem
from fairlead.exchange.reading import Row
from fairlead.exchange.reading.sheet import MAX_CELL

FIRST, WRONG = 8, 30
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell, and what is wrong with it.

    :param name: what the field is called in which it can be corrected; empty where it cannot.
    """

    text: str
    reason: str = ""
    name: str = ""
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of the file with its number there, and what is wrong with the row as a whole."""

    number: int
    cells: tuple[GridCell, ...]
    reason: str = ""
    is_wrong: bool = False
    is_left_out: bool = False


def rows_of(opened: queries.Opened, mapping: Mapping, problems: list[Problem]) -> list[GridRow]:
    """Return the first rows, after them the first that have a problem, and those that were corrected."""
    by_row: dict[int, list[Problem]] = {}
    for problem in problems:
        by_row.setdefault(problem.row, []).append(problem)
    return list(_picked(opened, mapping, by_row))


def _picked(opened: queries.Opened, mapping: Mapping, by_row: dict[int, list[Problem]]) -> Iterator[GridRow]:
    touched = sorted({*mapping.cells, *mapping.left_out})[:WRONG]
    wanted = {*sorted(by_row)[:WRONG], *touched}
    last = max(wanted, default=0)
    for place, row in enumerate(mended(opened.sheet, mapping).rows()):
        if place >= FIRST and row.number > last:
            return
        if place < FIRST or row.number in wanted:
            yield _row(opened, mapping, row, by_row.get(row.number, []))


def _row(opened: queries.Opened, mapping: Mapping, row: Row, problems: list[Problem]) -> GridRow:
    reasons = {problem.column: problem.reason for problem in problems}
    header, corrected = opened.sheet.header, mapping.cells.get(row.number, {})
    shown = tuple(
        GridCell(
            (text := "" if cell is None else str(cell))[:_SHOWN],
            reasons.get(name, ""),
            _name(row.number, place)
            if len(text) <= _SHOWN and (name in reasons or name in corrected)
            else "",
            name in corrected,
        )
        for place, (name, cell) in enumerate(zip(header, row.cells, strict=False))
    )
    elsewhere = " ".join(reason for column, reason in reasons.items() if column not in header)
    is_left_out = row.number in mapping.left_out
    return GridRow(row.number, shown, elsewhere, bool(problems), is_left_out)


def _name(number: int, place: int) -> str:
    return f"cell-{number}-{place}"


def corrected(said: QueryDict, opened: queries.Opened, before: Mapping) -> Mapping:
    """Return the mapping with the cells that were written anew in the grid, and the rows left out there.

    A cell counts where its text differs from what stood in it; only rows that the grid showed are touched.
    """
    shown = {int(number) for number in said.getlist("shown") if number.isdecimal()}
    ticked = {int(number) for number in said.getlist("leave") if number.isdecimal()} & shown
    cells = {number: dict(texts) for number, texts in before.cells.items()}
    for number, column, text in _texts(said, opened.sheet.header):
        if number in shown:
            cells.setdefault(number, {})[column] = text
    left_out = tuple(sorted((set(before.left_out) - shown) | ticked))
    return replace(before, cells=cells, left_out=left_out)


def _texts(said: QueryDict, header: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    for name in said:
        number, _, place = name.removeprefix("cell-").partition("-")
        if not (name.startswith("cell-") and number.isdecimal() and place.isdecimal()):
            continue
        text, was = said.get(name, ""), said.get(name.replace("cell-", "was-", 1))
        if text != was and int(place) < len(header) and len(text) <= MAX_CELL:
            yield int(number), header[int(place)], text
