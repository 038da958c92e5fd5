"""Read one sheet of a workbook in a process of its own, so that a hostile file ends only that process.

Started as ``python -m fairlead.exchange.reading.child <workbook> <sheet> <target>``: writes one JSON line
about the workbook and one for each row. Needs neither Django nor a database.
"""

import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine

_MEMORY = 3 * 1024**3
_SECONDS = 120
_ERROR_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*\bt="e"[^>]*>.*?<v>([^<]*)</v>', re.DOTALL)
_REFUSED = 3


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
    with python_calamine.CalamineWorkbook.from_path(path) as workbook:
        sheets = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        if not sheets:
            raise ValueError("it has no sheets")
        name = wanted or next((name for name in sheets if workbook.get_sheet_by_name(name).height), sheets[0])
        sheet = workbook.get_sheet_by_name(name)
        left = sheet.start[1] if sheet.start else 0
        about = {"sheet": name, "sheets": sheets, "width": left + sheet.width, "height": sheet.total_height}
        about["own_rows"] = _rows_of_own_export(workbook, sheets)
        errors = _error_cells(path, workbook.sheet_names.index(name))
        with target.open("w", encoding="utf-8") as out:
            out.write(json.dumps(about | {"errors": errors}) + "\n")
            for row in sheet.iter_rows():
                out.write(json.dumps([None] * left + [_plain(cell) for cell in row]) + "\n")


def _rows_of_own_export(workbook: python_calamine.CalamineWorkbook, sheets: list[str]) -> int | None:
    """Return how many rows our own export says it holds, so that its totals are not taken for rows."""
    if "About this list" not in sheets:
        return None
    facts = workbook.get_sheet_by_name("About this list").to_python()
    said = next((str(row[1]) for row in facts if len(row) > 1 and row[0] == "Rows"), "").replace(",", "")
    return int(said) if said.isdigit() else None


def _plain(cell: Any) -> Any:
    """Return a cell as JSON knows it; what JSON has no word for as a pair of kind and text."""
    if isinstance(cell, float):
        return ["n", _shortest(cell)]
    if isinstance(cell, datetime):
        return ["m", cell.isoformat(sep=" ")]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    if isinstance(cell, time | timedelta):
        return str(cell)
    return cell or None if isinstance(cell, str) else cell


def _shortest(number: float) -> str:
    """Return the number as Excel shows it: 15 significant digits, so that 0.1 + 0.2 is 0.3 and 3.0 is 3."""
    text = format(Decimal(f"{number:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _error_cells(path: Path, index: int) -> dict[str, str]:
    """Return the cells that hold an error such as #N/A, which calamine reads as empty."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        part = _part_of_sheet(archive, index)
        if part not in archive.namelist():
            return {}
        found = _ERROR_CELL.finditer(archive.read(part))
        return {
            f"{match[1].decode()}{match[2].decode()}": match[3].decode("utf-8", "replace") for match in found
        }


def _part_of_sheet(archive: zipfile.ZipFile, index: int) -> str:
    names = archive.namelist()
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return ""
    keys = re.findall(rb"<(?:\w+:)?sheet\b[^>]*?\br:id=\"([^\"]+)\"", archive.read("xl/workbook.xml"))
    targets = dict(_relations(archive.read("xl/_rels/workbook.xml.rels")))
    target = targets.get(keys[index], "") if index < len(keys) else ""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _relations(xml: bytes) -> Iterator[tuple[bytes, str]]:
    for tag in re.findall(rb"<Relationship\b[^>]*>", xml):
        key, target = re.search(rb'\bId="([^"]+)"', tag), re.search(rb'\bTarget="([^"]+)"', tag)
        if key and target:
            yield key[1], target[1].decode()


if __name__ == "__main__":
    sys.exit(main())
