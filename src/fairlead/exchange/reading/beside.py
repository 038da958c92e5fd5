"""What stands in a sheet beside its values: error cells, hidden rows and columns. Calamine tells none."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .binary import Record, records_of_sheet
from .sheet import column_letter

_CHUNK = 1 << 20
_KEPT = 1 << 14
_REAL_COLUMNS = 1_000
"""More than this in one go are the empty rest of a sheet, which some hide."""
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}\d+)"[^>]*?\bt="e"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)</',
    re.DOTALL,
)
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*?\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*?\bhidden="(?:1|true)")[^>]*>')
_CODES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class Beside:
    """Error cells by their place, numbers of hidden rows, and how many columns are hidden."""

    errors: dict[str, str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: int = 0


def beside(path: Path, name: str, index: int) -> Beside:
    """Return what stands beside the values of one sheet of an XLSX or XLS.

    :param index: which of the workbook's sheets it is; XLS goes by ``name``.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return _of_markup(archive, _part_of_sheet(archive, index))
    return _of_records(records_of_sheet(path, name))


def _of_markup(archive: zipfile.ZipFile, part: str) -> Beside:
    found = Beside()
    if part not in archive.namelist():
        return found
    hidden_rows: dict[int, None] = {}
    spans: set[tuple[int, int]] = set()
    for text in _overlapping(archive, part):
        if b't="e"' in text:
            for error in _ERROR_CELL.finditer(text):
                found.errors[error[1].decode()] = error[2].decode("utf-8", "replace")
        if b'hidden="' in text:
            hidden_rows |= dict.fromkeys(int(row[1]) for row in _HIDDEN_ROW.finditer(text))
            spans |= set(_spans(text))
    found.hidden_rows = list(hidden_rows)
    found.hidden_columns = sum(1 + last - first for first, last in spans if last - first < _REAL_COLUMNS)
    return found


def _overlapping(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part in pieces that each begin with the end of the one before, so that no tag is cut in two."""
    before = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield before + chunk
            before = chunk[-_KEPT:]


def _spans(text: bytes) -> Iterator[tuple[int, int]]:
    for tag in _HIDDEN_COLUMN.findall(text):
        first, last = re.search(rb'\bmin="(\d+)"', tag), re.search(rb'\bmax="(\d+)"', tag)
        if first and last:
            yield int(first[1]), int(last[1])


def _part_of_sheet(archive: zipfile.ZipFile, index: int) -> str:
    names = archive.namelist()
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return ""
    keys = re.findall(rb"<(?:\w+:)?sheet\b[^>]*?\br:id=\"([^\"]+)\"", archive.read("xl/workbook.xml"))
    targets = dict(_relations(archive.read("xl/_rels/workbook.xml.rels")))
    target = targets.get(keys[index], "") if index < len(keys) else ""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _relations(xml: bytes) -> Iterator[tuple[bytes, str]]:
    for tag in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", xml):
        key, target = re.search(rb'\bId="([^"]+)"', tag), re.search(rb'\bTarget="([^"]+)"', tag)
        if key and target:
            yield key[1], target[1].decode()


def _of_records(records: Iterator[Record]) -> Beside:
    """Read the records of an XLS: numbers as [MS-XLS] gives them."""
    found = Beside()
    for kind, data in records:
        if kind == 0x0205 and len(data) >= 8 and data[7]:  # BoolErr
            found.errors[_place(data)] = _CODES.get(data[6], "#N/A")
        elif kind == 0x0006 and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:  # Formula
            found.errors[_place(data)] = _CODES.get(data[8], "#N/A")
        elif kind == 0x0208 and len(data) >= 14 and data[12] & 0x20:  # Row
            found.hidden_rows.append(int.from_bytes(data[:2], "little") + 1)
        elif kind == 0x007D and len(data) >= 10 and data[8] & 1:  # ColInfo
            first, last = int.from_bytes(data[:2], "little"), int.from_bytes(data[2:4], "little")
            found.hidden_columns += 1 + last - first if last - first < 200 else 0
    return found


def _place(data: bytes) -> str:
    row, column = int.from_bytes(data[:2], "little"), int.from_bytes(data[2:4], "little")
    return f"{column_letter(column)}{row + 1}"
