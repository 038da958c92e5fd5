"""Read one sheet of a workbook in a process of its own, so that a hostile file ends only that process.

Started as ``python -m fairlead.exchange.reading.child <workbook> <sheet> <target>``: writes one JSON line
about the workbook and one for each row. Needs neither Django nor a database.
"""

import json
import math
import resource
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine

from .beside import Beside, beside
from .sheet import MAX_COLUMNS

_MEMORY = 3 * 1024**3
_SECONDS = 120
_ROWS_AT_ONCE = 2_000
_REFUSED = 3
_NAMED = 5
_VISIBLE = python_calamine.SheetVisibleEnum.Visible


def main() -> int:
    """Convert the workbook named on the command line; on refusal, print the reason and return 3."""
    workbook, wanted, target = sys.argv[1:4]
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    try:
        _convert(Path(workbook), wanted, Path(target))
    except python_calamine.PasswordError:
        return _refuse("The workbook is protected by a password. Save it without one.")
    except python_calamine.WorksheetNotFound:
        return _refuse(f"The workbook has no sheet “{wanted}”.")
    except MemoryError:
        return _refuse("The workbook needs more memory than it may have.")
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        return _refuse(f"The workbook cannot be read ({error}). Open it and save it again.")
    return 0


def _refuse(reason: str) -> int:
    sys.stdout.write(reason)
    return _REFUSED


def _convert(path: Path, wanted: str, target: Path) -> None:
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    if is_parquet:
        _convert_parquet(path, target)
    else:
        _convert_workbook(path, wanted, target)


def _convert_parquet(path: Path, target: Path) -> None:
    """Write the columns' names as the first row, then the rows, some thousand at a time."""
    import pyarrow  # noqa: PLC0415 -- large, and needed for this kind of file only
    import pyarrow.parquet  # noqa: PLC0415

    with target.open("w", encoding="utf-8") as out:
        out.write(json.dumps({"sheet": "", "sheets": [""], "notes": []}) + "\n")
        try:
            with pyarrow.parquet.ParquetFile(path, memory_map=False) as table:
                nested = [field.name for field in table.schema_arrow if pyarrow.types.is_nested(field.type)]
                if nested:
                    raise ValueError(f"column {nested[0]} holds lists or records, not single values")
                out.write(json.dumps(table.schema_arrow.names) + "\n")
                for batch in table.iter_batches(_ROWS_AT_ONCE, use_threads=False):
                    for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                        out.write(json.dumps([_plain(cell) for cell in row]) + "\n")
        except (pyarrow.ArrowException, UnicodeDecodeError) as error:
            raise ValueError(str(error).splitlines()[0][:200]) from error


def _convert_workbook(path: Path, wanted: str, target: Path) -> None:
    with python_calamine.CalamineWorkbook.from_path(path) as workbook:
        sheets = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        if not sheets:
            raise ValueError("it has no sheets")
        name = wanted or _likeliest(workbook, sheets)
        sheet = workbook.get_sheet_by_name(name)
        left = sheet.start[1] if sheet.start else 0
        about = {"sheet": name, "sheets": sheets, "width": left + sheet.width, "height": sheet.total_height}
        if left + sheet.width > MAX_COLUMNS:
            raise ValueError(f"it has {left + sheet.width:,} columns; at most {MAX_COLUMNS:,} are read")
        about["own_rows"] = _rows_of_own_export(workbook, sheets)
        found = beside(path, name, workbook.sheet_names.index(name))
        merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
        about |= {"errors": found.errors, "hidden_rows": found.hidden_rows, "merged": merged}
        about["notes"] = _notes(workbook, name, found)
        with target.open("w", encoding="utf-8") as out:
            out.write(json.dumps(about) + "\n")
            for row in sheet.iter_rows():
                out.write(json.dumps([None] * left + [_plain(cell) for cell in row]) + "\n")


def _likeliest(workbook: python_calamine.CalamineWorkbook, sheets: list[str]) -> str:
    """Return the first sheet that holds anything, those that are seen before those that are hidden."""
    seen = {one.name for one in workbook.sheets_metadata if one.visible == _VISIBLE}
    filled = [name for name in sheets if workbook.get_sheet_by_name(name).height]
    return next((name for name in filled if name in seen), (filled or sheets)[0])


def _rows_of_own_export(workbook: python_calamine.CalamineWorkbook, sheets: list[str]) -> int | None:
    """Return how many rows our own export says it holds, so that its totals are not taken for rows."""
    if "About this list" not in sheets:
        return None
    facts = workbook.get_sheet_by_name("About this list").to_python()
    said = next((str(row[1]) for row in facts if len(row) > 1 and row[0] == "Rows"), "").replace(",", "")
    return int(said) if said.isdigit() else None


def _plain(cell: Any) -> Any:
    """Return a cell as JSON knows it; what JSON has no word for as a pair of kind and text."""
    way = _WAYS.get(type(cell))
    return cell if way is None else way(cell)


def _not_finite(number: float) -> str | None:
    """Return nothing for NaN, which programs write for a missing number; what is infinite stays a problem."""
    return None if math.isnan(number) else str(number)


def _shortest(number: float) -> str:
    """Return the number as Excel shows it: 15 significant digits, so that 0.1 + 0.2 is 0.3 and 3.0 is 3."""
    text = format(Decimal(f"{number:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _notes(workbook: python_calamine.CalamineWorkbook, name: str, found: Beside) -> list[str]:
    """Return what a person should know about a sheet that could be read: what is hidden."""
    notes = []
    hidden = [one.name for one in workbook.sheets_metadata if one.visible != _VISIBLE]
    if name in hidden:
        notes.append(f"The sheet “{name}” is hidden in Excel.")
    elif hidden:
        notes.append(f"Hidden in Excel, and not read: {', '.join(f'“{one}”' for one in hidden[:_NAMED])}.")
    if columns := found.hidden_columns:
        are = "column is" if columns == 1 else "columns are"
        notes.append(f"{columns:,} {are} hidden in Excel, and read as the others.")
    return notes


_WAYS: dict[type, Callable[[Any], Any]] = {
    str: lambda cell: cell or None,
    bytes: lambda cell: cell.decode() or None,
    float: lambda cell: ["n", _shortest(cell)] if math.isfinite(cell) else _not_finite(cell),
    Decimal: lambda cell: ["n", f"{cell:f}"],
    datetime: lambda cell: ["m", cell.isoformat(sep=" ")],
    date: lambda cell: ["d", cell.isoformat()],
    time: str,
    timedelta: str,
}
"""How each type of cell is written, where it is not JSON by itself."""


if __name__ == "__main__":
    sys.exit(main())
