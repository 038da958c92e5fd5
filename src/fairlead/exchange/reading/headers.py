"""Where a table's titles stand: in its first row, or under the lines that people write above a table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from . import dates, numbers
from .refusal import UnreadableFile
from .sheet import Cell, Row, is_empty, trim

LOOKED_AT = 20
"""Rows from the top among which the titles are looked for."""

Record = tuple[int, tuple[Cell, ...]]


def find_header(rows: Sequence[Record], name: str) -> Record:
    """Return the row of titles: the first one, unless it is a line above the table.

    A line above fills at most half of the usual width, or holds a date or a number and fills less than all
    of it; the titles are then the first row with the most text.

    :param rows: the first rows of the table that hold anything, with their numbers.
    :raises UnreadableFile: when there are none.
    """
    if not rows:
        raise UnreadableFile(name, "The file is empty: no titles and no rows.")
    usual = _usual_width(rows)
    if usual < 2 or not _is_above(rows[0][1], usual):
        return rows[0]
    wide = [row for row in rows[:LOOKED_AT] if not _is_above(row[1], usual)] or [rows[0]]
    return max(wide, key=lambda row: (_titles(row[1]), -row[0]))


def row_asked_for(rows: Iterable[Record], wanted: int, name: str) -> Record:
    """Return the row that a person says the titles are in, or the first after it that holds anything.

    :raises UnreadableFile: when there is none.
    """
    for number, cells in rows:
        if number >= wanted and trim(cells):
            return number, cells
    raise UnreadableFile(name, f"There is no row {wanted} with titles in it.")


def header_notices(number: int) -> tuple[str, ...]:
    """Return what to say about where the titles were found."""
    return (f"The titles stand in row {number}; what stands above them is left out.",) if number > 1 else ()


def refuse_without_rows(rows: Iterator[Row], name: str) -> None:
    """Refuse a table that has titles and nothing else.

    :raises UnreadableFile: then, and when its first row cannot be read.
    """
    if next(rows, None) is None:
        raise UnreadableFile(name, "It has titles and no rows under them.")


def _usual_width(rows: Sequence[Record]) -> int:
    widths = Counter(_filled(cells) for _, cells in rows)
    return max(widths, key=lambda width: (widths[width] * (width > 1), width))


def _is_above(cells: tuple[Cell, ...], usual: int) -> bool:
    filled = _filled(cells)
    return filled * 2 <= usual or (filled < usual and _titles(cells) < filled)


def _filled(cells: tuple[Cell, ...]) -> int:
    return sum(not is_empty(cell) for cell in cells)


def _titles(cells: tuple[Cell, ...]) -> int:
    return sum(isinstance(cell, str) and not is_empty(cell) and not _is_value(cell) for cell in cells)


def _is_value(text: str) -> bool:
    return any(letter.isdigit() for letter in text) and bool(
        numbers.take_apart(text) or dates.take_apart(text)
    )
