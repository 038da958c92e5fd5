"""Columns of another sheet beside those of this one, where a key is the same."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fairlead.kit.errors import RuleBroken

from .reading import Cell, Row, Sheet, is_empty


class CannotJoin(RuleBroken):
    """A sheet lacks the column that it should be joined by."""


@dataclass(frozen=True, slots=True)
class Join:
    """Another sheet, and the column that is the same in both. Its columns are called ``prefix.title``."""

    sheet: Sheet
    on: str
    prefix: str
    theirs: str = ""


def joined(sheet: Sheet, *joins: Join) -> Sheet:
    """Return the sheet with the columns of the others; rows without a partner have empty cells there.

    :raises CannotJoin: when a sheet lacks the column.
    """
    for join in joins:
        sheet = _with(sheet, join)
    return sheet


def _with(sheet: Sheet, join: Join) -> Sheet:
    ours, theirs = _place(sheet, join.on), _place(join.sheet, join.theirs or join.on)
    partners = {
        _key(row.cells[theirs]): row.cells for row in join.sheet.rows() if not is_empty(row.cells[theirs])
    }
    nothing: tuple[Cell, ...] = (None,) * len(join.sheet.header)

    def rows() -> Iterator[Row]:
        for row in sheet.rows():
            yield replace(row, cells=row.cells + partners.get(_key(row.cells[ours]), nothing))

    return replace(
        sheet, header=sheet.header + tuple(f"{join.prefix}.{name}" for name in join.sheet.header), source=rows
    )


def _place(sheet: Sheet, column: str) -> int:
    if column not in sheet.header:
        raise CannotJoin(f"{sheet.file} has no column “{column}”; it has: {', '.join(sheet.header)}.")
    return sheet.header.index(column)


def _key(cell: Cell) -> str:
    text = str(cell).strip()
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text
