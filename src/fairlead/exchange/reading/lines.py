"""JSON lines: one object a line, whose keys are the columns; what is nested goes by dotted names."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from .opening import open_bytes
from .refusal import UnreadableFile
from .sheet import MAX_CELL, MAX_COLUMNS, Cell, Dialect, Row, Sheet

LONGEST_LINE = 4 * 1024 * 1024
_DEEPEST = 4


class _Nested(Exception):
    """A value that no cell can hold; says which."""


def is_json_lines(start: bytes) -> bool:
    """Tell whether a file begins as JSON lines do."""
    first = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return first.startswith(b"{") and first[1:].lstrip()[:1] in (b'"', b"}")


def read_lines(path: Path, name: str) -> Sheet:
    """Return the sheet that a file of JSON lines holds: the keys of all its lines, in order of appearance.

    :raises UnreadableFile: naming the line that is no object, or with more keys than a table has columns.
    """
    keys: dict[str, int] = {}
    for number, line in _objects(path, name):
        for key, _value in _flat(line):
            keys.setdefault(key, len(keys))
        if len(keys) > MAX_COLUMNS:
            raise UnreadableFile(name, f"It has more than {MAX_COLUMNS:,} different keys.", row=number)
    if not keys:
        raise UnreadableFile(name, "The file is empty.")
    header = tuple(keys)
    return Sheet(name, name, header, lambda: _rows(path, name, keys), Dialect("utf-8", header_row=0))


def _rows(path: Path, name: str, keys: dict[str, int]) -> Iterator[Row]:
    for number, line in _objects(path, name):
        cells: list[Cell] = [None] * len(keys)
        problem = ""
        for key, value in _flat(line):
            try:
                cells[keys[key]] = _cell(value)
            except _Nested as nested:
                problem = problem or f"“{key}” {nested}"
        if problem or any(cell is not None for cell in cells):
            yield Row(number, tuple(cells), problem)


def _objects(path: Path, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    with open_bytes(path, name) as file:
        number = 0
        while raw := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                raise UnreadableFile(name, "The line is longer than a record can be.", row=number)
            if text := raw.removeprefix(b"\xef\xbb\xbf").strip():
                yield number, _object(text, name, number)


def _object(text: bytes, name: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise UnreadableFile(name, "The line is nested too deeply.", row=number) from error
    except ValueError as error:
        reason = f"The line is no JSON object ({error})."
        raise UnreadableFile(name, reason, row=number, value=text[:60].decode("utf-8", "replace")) from error
    if not isinstance(found, dict):
        raise UnreadableFile(name, "The line is no JSON object.", row=number, value=str(found)[:60])
    return found


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is no number")


def _flat(value: dict[str, Any], prefix: str = "", depth: int = 1) -> Iterator[tuple[str, Any]]:
    """Yield the values of an object with their names, those of objects within it by dotted names."""
    for key, inner in value.items():
        if isinstance(inner, dict) and inner and depth < _DEEPEST:
            yield from _flat(inner, f"{prefix}{key}.", depth + 1)
        else:
            yield f"{prefix}{key}", inner


def _cell(value: Any) -> Cell:
    if isinstance(value, list | dict):
        raise _Nested(
            f"holds a {'list' if isinstance(value, list) else 'nested object'}, and no single value."
        )
    if isinstance(value, str):
        if len(value) > MAX_CELL:
            raise _Nested(f"holds more than {MAX_CELL:,} characters.")
        return value or None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**30:
        raise _Nested("holds a number that is too large.")
    return value  # type: ignore[no-any-return]
