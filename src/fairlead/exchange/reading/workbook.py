"""XLSX and XLS: checked, then read by a child process into a file of typed rows beside the original."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from .headers import find_header, header_notices, refuse_without_rows, row_asked_for
from .precheck import check_workbook
from .refusal import UnreadableFile
from .sheet import (
    MAX_CELL,
    Cell,
    Dialect,
    ReadOptions,
    Row,
    Sheet,
    column_letter,
    header_of,
    is_empty,
    trim,
)

_HEADER_WITHIN = 200
_SECONDS = 180
_REFUSED = 3


class TypedRows:
    """The rows of a sheet as the child process wrote them; the file goes when nobody holds this any more."""

    def __init__(self) -> None:
        folder = tempfile.mkdtemp(prefix="fairlead-")
        self.path = Path(folder) / "rows.jsonl"
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def about(self) -> dict[str, Any]:
        """Return what the child process says of the workbook."""
        with self.path.open(encoding="utf-8") as lines:
            about: dict[str, Any] = json.loads(lines.readline())
        return about

    def records(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Yield each row of the sheet with its number."""
        with self.path.open(encoding="utf-8") as lines:
            lines.readline()
            for number, line in enumerate(lines, start=1):
                yield number, tuple(_cell(cell) for cell in json.loads(line))


def read_workbook(path: Path, name: str, options: ReadOptions) -> Sheet:
    """Return one sheet of a workbook: the one asked for, else the first that holds anything.

    :raises UnreadableFile: for hostile, protected, damaged or empty workbooks.
    """
    check_workbook(path, name)
    typed = _converted(path, name, options.sheet)
    about = typed.about()
    number, cells = _header(typed, name, options.header_row)
    header = header_of(trim(cells), name)
    sheets = tuple(about["sheets"])
    rows = partial(_data, typed, about, options, (number, len(header)))
    refuse_without_rows(rows(), name)
    return Sheet(
        name,
        about["sheet"],
        header,
        rows,
        Dialect(header_row=number, hidden_rows=len(about["hidden_rows"]), merged_cells=len(about["merged"])),
        sheets,
        (*_notices(about, options), *(() if options.header_row else header_notices(number))),
    )


def _header(typed: TypedRows, name: str, wanted: int) -> tuple[int, tuple[Cell, ...]]:
    if wanted:
        return row_asked_for(typed.records(), wanted, name)
    first = islice(typed.records(), _HEADER_WITHIN)
    return find_header([record for record in first if trim(record[1])], name)


def _data(
    typed: TypedRows, about: dict[str, Any], options: ReadOptions, header: tuple[int, int]
) -> Iterator[Row]:
    """Yield the rows under the titles, as the person wants hidden rows and merged cells to be read."""
    records = typed.records()
    if options.merged == "repeat":
        records = _repeated(records, about["merged"])
    if options.hidden == "skip":
        hidden = set(about["hidden_rows"])
        records = (record for record in records if record[0] not in hidden)
    return islice(_rows(records, *header, about["errors"]), about["own_rows"])


def _repeated(
    records: Iterator[tuple[int, tuple[Cell, ...]]], merged: list[tuple[int, int, int, int]]
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Yield the rows with the value of merged cells in each of them."""
    blocks = sorted(merged, reverse=True)
    open_blocks: list[tuple[int, int, int, Cell]] = []
    for number, cells in records:
        while blocks and blocks[-1][0] < number:
            _, left, bottom, right = blocks.pop()
            open_blocks.append((left, bottom, right, cells[left] if left < len(cells) else None))
        open_blocks = [block for block in open_blocks if block[1] >= number - 1]
        filled = list(cells)
        for left, _, right, value in open_blocks:
            filled[left : min(right + 1, len(filled))] = [value] * (min(right + 1, len(filled)) - left)
        yield number, tuple(filled)


def read_parquet(path: Path, name: str) -> Sheet:
    """Return the sheet that a Parquet file holds; its columns' names count as the first row.

    :raises UnreadableFile: for a damaged file, and for columns that hold lists or records.
    """
    typed = _converted(path, name, "", what="The Parquet file")
    header = header_of(next(typed.records())[1], name)
    return Sheet(
        name, name, header, lambda: _rows(typed.records(), 1, len(header), {}), Dialect(header_row=0)
    )


def _notices(about: dict[str, Any], options: ReadOptions) -> Iterator[str]:
    """Yield what a person should know about a workbook that could be read."""
    if len(about["sheets"]) > 1:
        yield f"The workbook has {len(about['sheets'])} sheets; “{about['sheet']}” is read."
    yield from about["notes"]
    if rows := len(about["hidden_rows"]):
        how = "left out" if options.hidden == "skip" else "read as the others"
        yield f"{rows:,} {'row is' if rows == 1 else 'rows are'} hidden in Excel, and {how}."
    if blocks := len(about["merged"]):
        how = "in each of its cells" if options.merged == "repeat" else "in its first cell alone"
        are = "block of cells is" if blocks == 1 else "blocks of cells are"
        yield f"{blocks:,} {are} merged; the value is read {how}."


def _converted(path: Path, name: str, sheet: str, *, what: str = "The workbook") -> TypedRows:
    """Return the file of typed rows, made by a child process with limits."""
    target = TypedRows()
    command = [sys.executable, "-m", "fairlead.exchange.reading.child", str(path), sheet, str(target.path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, env=_environment())  # noqa: S603 -- our own module
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(name, f"{what} takes too long to read.") from error
    if done.returncode == _REFUSED:
        reason = done.stdout.decode("utf-8", "replace")
        raise UnreadableFile(name, reason.replace("The workbook", what))
    if done.returncode:
        raise UnreadableFile(name, f"{what} needs more memory or time than it may have.")
    return target


def _environment() -> dict[str, str]:
    kept = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONIOENCODING": "utf-8"}


def _cell(cell: Any) -> Cell:
    if not isinstance(cell, list):
        return cell  # type: ignore[no-any-return]
    kind, text = cell
    if kind == "d":
        return date.fromisoformat(text)
    if kind == "m":
        return datetime.fromisoformat(text)
    return Decimal(text)


def _rows(
    records: Iterator[tuple[int, tuple[Cell, ...]]], header_row: int, width: int, errors: dict[str, str]
) -> Iterator[Row]:
    bad_rows = _by_row(errors)
    for number, cells in records:
        if number <= header_row or (all(is_empty(cell) for cell in cells) and number not in bad_rows):
            continue
        yield Row(number, _fitted(cells, width), bad_rows.get(number, "") or _too_long(cells, width))


def _by_row(errors: dict[str, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, value in errors.items():
        number = int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        found.setdefault(number, f"Cell {place} holds the error {value}.")
    return found


def _too_long(cells: tuple[Cell, ...], width: int) -> str:
    for index, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) > MAX_CELL:
            return f"Cell {column_letter(index)} holds more than {MAX_CELL:,} characters."
        if index >= width and not is_empty(cell):
            return f"Cell {column_letter(index)} stands outside the header's columns."
    return ""


def _fitted(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    return cells[:width] + (None,) * (width - len(cells))
