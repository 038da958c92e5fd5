"""A sheet of cells, whatever file it came from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from .refusal import UnreadableFile

Cell: TypeAlias = str | int | Decimal | bool | date | datetime | None
"""What stands in a cell: text from a CSV file; numbers, dates and yes/no as well from a workbook."""

MAX_COLUMNS = 1_000
MAX_CELL = 100_000


class Kind(StrEnum):
    """What a cell is to be read as."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, with its number as a person sees it in a spreadsheet.

    :param problem: why this row cannot be read as a whole, such as too many cells.
    """

    number: int
    cells: tuple[Cell, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person may say about a file, where the guess is wrong. Empty means: find out.

    :param hidden: ``skip`` leaves hidden rows of a workbook out.
    :param merged: ``repeat`` reads the value of merged cells in each of them, not in the first alone.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0
    hidden: str = ""
    merged: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file was read, to be shown and changed.

    :param hidden_rows: how many rows are hidden; ``merged_cells``: how many blocks of cells are merged.
    """

    encoding: str = ""
    delimiter: str = ""
    header_row: int = 1
    hidden_rows: int = 0
    merged_cells: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows under it, which are read from the file each time: nothing big is held.

    :param sheets: names of all sheets of the workbook, for choosing another one.
    :param notices: what a person should know about the file although it could be read.
    """

    file: str
    name: str
    header: tuple[str, ...]
    source: Callable[[], Iterator[Row]] = field(repr=False)
    dialect: Dialect = Dialect()
    sheets: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Yield every row that holds anything."""
        return self.source()


def is_empty(cell: Cell) -> bool:
    """Tell whether there is nothing in the cell; blanks count as nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def header_of(cells: tuple[Cell, ...], file: str) -> tuple[str, ...]:
    """Return a name for every column: its title, made unique, or its letter where there is none.

    :raises UnreadableFile: for more columns than any real table has.
    """
    if len(cells) > MAX_COLUMNS:
        raise UnreadableFile(file, f"It has {len(cells):,} columns; at most {MAX_COLUMNS:,} are read.")
    names: list[str] = []
    for index, cell in enumerate(cells):
        name = " ".join(str(cell).split()) if not is_empty(cell) else f"Column {column_letter(index)}"
        count = 2
        unique = name
        while unique in names:
            unique, count = f"{name} ({count})", count + 1
        names.append(unique)
    return tuple(names)


def column_letter(index: int) -> str:
    """Return the letters of a column as spreadsheets show them: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def trim(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return the cells without the empty ones at the end."""
    end = len(cells)
    while end and is_empty(cells[end - 1]):
        end -= 1
    return cells[:end]
