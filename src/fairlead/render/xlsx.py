"""Tables as Excel workbooks: real numbers and dates, totals, and a sheet that says what this is."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from fairlead.kit.errors import Problem
from fairlead.kit.money import Money

from .table import Table, Type, Value, lay_out

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
_CUT = "… (cut: a cell in Excel holds 32,767 characters)"
_EXCEL_BEGINS = date(1900, 3, 1)
_FORMATS = {
    Type.WHOLE: "#,##0",
    Type.DECIMAL: "#,##0.00##",
    Type.MONEY: "#,##0.00",
    Type.PERCENT: "0.00%",
    Type.DATE: "yyyy-mm-dd",
    Type.MOMENT: "yyyy-mm-dd hh:mm:ss",
}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class TooManyRows(Problem):
    """A worksheet cannot hold as many rows as were asked for."""


def write_xlsx(table: Table, path: Path) -> int:
    """Write a workbook with the table and a sheet about it; return how many rows it holds.

    :raises TooManyRows: beyond what a worksheet holds; such a list goes out as CSV.
    """
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        writer = _Writer(book, table)
        count = writer.write_rows()
        writer.write_totals(count)
        _write_about(book, table, count)
    return count


class _Writer:
    """Writes the sheet of rows, top to bottom, as constant memory demands."""

    def __init__(self, book: Any, table: Table) -> None:
        self._table, self._layout = table, lay_out(table)
        self._sheet = book.add_worksheet(sheet_name(table.title))
        self._formats = [book.add_format(_number_format(kind)) for kind in self._layout.types]
        self._bold = [
            book.add_format({"bold": True, "top": 1} | _number_format(kind)) for kind in self._layout.types
        ]
        self._begin(book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}))

    def _begin(self, header: Any) -> None:
        for index, (title, width) in enumerate(zip(self._layout.titles, self._layout.widths, strict=True)):
            self._sheet.set_column(index, index, width)
            self._sheet.write_string(0, index, title, header)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)

    def write_rows(self) -> int:
        """Write all rows and the filter over them; return how many there are."""
        number = 0
        for number, row in enumerate(self._table.rows, start=1):
            if number + 1 + len(self._table.totals) > MAX_ROWS:
                raise TooManyRows(
                    f"Excel holds {MAX_ROWS:,} rows in a sheet. Filter the list, or export it as CSV."
                )
            self._write(number, self._layout.cells(row), self._formats)
        self._sheet.autofilter(0, 0, number, len(self._layout.titles) - 1)
        return number

    def write_totals(self, count: int) -> None:
        """Write the totals rows; with one currency the total follows the filter in Excel."""
        alone = len(self._table.totals) == 1 and count > 0
        for offset, totals in enumerate(self._table.totals, start=1):
            cells = self._layout.cells([totals.get(index) for index in range(len(self._table.columns))])
            if cells and cells[0] is None:
                cells[0] = "Total"
            self._write(count + offset, cells, self._bold)
            if alone:
                self._write_sums(count, totals)

    def _write_sums(self, count: int, totals: dict[int, Value]) -> None:
        for index, value in totals.items():
            if not isinstance(value, Money | Decimal | int):
                continue
            column = self._layout.position(index)
            letters = xlsxwriter.utility.xl_col_to_name(column)
            formula = f"=SUBTOTAL(109,{letters}2:{letters}{count + 1})"
            amount = value.amount if isinstance(value, Money) else value
            self._sheet.write_formula(count + 1, column, formula, self._bold[column], float(amount))

    def _write(self, row: int, cells: Sequence[Value], formats: Sequence[Any]) -> None:
        for column, (cell, kind) in enumerate(zip(cells, self._layout.types, strict=True)):
            if cell is not None and cell != "":
                self._write_cell(row, column, cell, kind, formats[column])

    def _write_cell(self, row: int, column: int, cell: Value, kind: Type, style: Any) -> None:
        if isinstance(cell, bool):
            self._sheet.write_boolean(row, column, cell, style)
        elif isinstance(cell, Decimal | int):
            self._sheet.write_number(row, column, float(cell / 100 if kind == Type.PERCENT else cell), style)
        elif isinstance(cell, datetime) and cell.date() >= _EXCEL_BEGINS:
            shown = cell.astimezone(self._table.zone).replace(tzinfo=None) if cell.tzinfo else cell
            self._sheet.write_datetime(row, column, shown, style)
        elif isinstance(cell, date) and not isinstance(cell, datetime) and cell >= _EXCEL_BEGINS:
            self._sheet.write_datetime(row, column, cell, style)
        else:
            self._sheet.write_string(row, column, _fitting(str(cell)), style)


def _write_about(book: Any, table: Table, count: int) -> None:
    sheet = book.add_worksheet("About this list")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)
    facts = [("List", table.title), *((fact.title, fact.value) for fact in table.facts)]
    zone = (
        [("Time zone", str(table.zone))]
        if any(column.type == Type.MOMENT for column in table.columns)
        else []
    )
    for row, (title, value) in enumerate([*facts, *zone, ("Rows", f"{count:,}")]):
        sheet.write_string(row, 0, title, bold)
        sheet.write_string(row, 1, _fitting(value), wrapped)


def _number_format(kind: Type) -> dict[str, Any]:
    return {"num_format": _FORMATS[kind]} if kind in _FORMATS else {}


def _fitting(text: str) -> str:
    return text if len(text.encode("utf-16-le")) // 2 <= MAX_TEXT else text[: MAX_TEXT // 2] + _CUT


def sheet_name(title: str) -> str:
    """Return a title as Excel allows it for a sheet: 31 characters, none of ``[ ] : * ? / \\``."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip().strip("'")[:31] or "List"
