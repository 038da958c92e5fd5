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
from itertools import islice
from pathlib import Path
from typing import Any

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

_HEADER_WITHIN = 20
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
    number, cells = _find_header(typed, name, options.header_row)
    header = header_of(trim(cells), name)
    errors: dict[str, str] = about["errors"]
    sheets = tuple(about["sheets"])
    return Sheet(
        name,
        about["sheet"],
        header,
        lambda: islice(_rows(typed, number, len(header), errors), about["own_rows"]),
        Dialect(header_row=number),
        sheets,
        _notices(sheets, about),
    )


def read_parquet(path: Path, name: str) -> Sheet:
    """Return the sheet that a Parquet file holds; its columns' names count as the first row.

    :raises UnreadableFile: for a damaged file, and for columns that hold lists or records.
    """
    typed = _converted(path, name, "", what="The Parquet file")
    header = header_of(next(typed.records())[1], name)
    return Sheet(name, name, header, lambda: _rows(typed, 1, len(header), {}), Dialect(header_row=1))


def _notices(sheets: tuple[str, ...], about: dict[str, Any]) -> tuple[str, ...]:
    several = f"The workbook has {len(sheets)} sheets; “{about['sheet']}” is read."
    return (*([several] if len(sheets) > 1 else []), *about["notes"])


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


def _find_header(typed: TypedRows, name: str, wanted: int) -> tuple[int, tuple[Cell, ...]]:
    """Return the row of titles: the one asked for, else the first with the most text near the top."""
    best: tuple[int, tuple[Cell, ...]] | None = None
    most = 0
    for number, cells in typed.records():
        if wanted and number == wanted:
            return number, cells
        texts = sum(isinstance(cell, str) and not is_empty(cell) for cell in cells)
        if texts > most:
            best, most = (number, cells), texts
        if not wanted and number >= _HEADER_WITHIN:
            break
    if best is None or wanted:
        raise UnreadableFile(name, "The sheet is empty." if not wanted else f"The sheet has no row {wanted}.")
    return best


def _rows(typed: TypedRows, header_row: int, width: int, errors: dict[str, str]) -> Iterator[Row]:
    bad_rows = _by_row(errors)
    for number, cells in typed.records():
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
