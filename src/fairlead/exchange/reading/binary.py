"""The records of a sheet in an XLS, which is a file system of its own ([MS-CFB]) with one stream of records.

Damaged files yield fewer records and no error: whether the workbook can be read is for calamine to say.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

Record: TypeAlias = tuple[int, bytes]

_END = 0xFFFFFFF0
_ENTRY = 128
_BOUND_SHEET, _END_OF_SHEET = 0x0085, 0x000A


def records_of_sheet(path: Path, name: str) -> Iterator[Record]:
    """Yield kind and content of each record of a sheet; none where the file is no XLS of 1997 or later."""
    try:
        stream = _workbook_stream(path.read_bytes())
        start = next((start for start, title in _sheets(stream) if title == name), None)
    except (struct.error, IndexError):
        return
    if start is not None:
        for kind, data in _records(stream, start):
            if kind == _END_OF_SHEET:
                return
            yield kind, data


def _sheets(stream: bytes) -> Iterator[tuple[int, str]]:
    for kind, data in _records(stream, 0):
        if kind == _END_OF_SHEET:
            return
        if kind == _BOUND_SHEET:
            count, is_wide = data[6], data[7] & 1
            title = data[8 : 8 + count * (1 + is_wide)].decode(
                "utf-16-le" if is_wide else "latin-1", "replace"
            )
            yield int.from_bytes(data[:4], "little"), title


def _records(stream: bytes, at: int) -> Iterator[Record]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _workbook_stream(file: bytes) -> bytes:
    """Return the stream called Workbook, put together from its sectors."""
    size = 1 << struct.unpack_from("<H", file, 30)[0]
    first_entry, _, cutoff, mini_table = struct.unpack_from("<4I", file, 48)
    table = _allocation(file, size)
    directory = _chain(file, table, first_entry, size)
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
    for entry in entries:
        title = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
        if title != "Workbook":
            continue
        start, length = struct.unpack_from("<II", entry, 116)
        if length >= cutoff:
            return _chain(file, table, start, size)[:length]
        inner = _chain(file, table, struct.unpack_from("<I", entries[0], 116)[0], size)
        minis = _numbers(_chain(file, table, mini_table, size))
        return _chain(inner, minis, start, 64, header=0)[:length]
    return b""


def _allocation(file: bytes, size: int) -> tuple[int, ...]:
    """Return for each sector the one that follows it."""
    sectors = list(struct.unpack_from("<109I", file, 76))
    at, count = struct.unpack_from("<II", file, 68)
    for _ in range(min(count, len(file) // size)):
        more = struct.unpack_from(f"<{size // 4}I", file, (at + 1) * size)
        sectors += more[:-1]
        at = more[-1]
    parts = (file[(sector + 1) * size : (sector + 2) * size] for sector in sectors if sector < _END)
    return _numbers(b"".join(parts))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chain(file: bytes, table: tuple[int, ...], sector: int, size: int, *, header: int = 1) -> bytes:
    """Return the sectors from this one on, as each names the next; never more than the file has."""
    parts: list[bytes] = []
    while sector < _END and len(parts) <= len(table):
        parts.append(file[(sector + header) * size : (sector + header + 1) * size])
        sector = table[sector]
    return b"".join(parts)
