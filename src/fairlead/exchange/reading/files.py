"""One way in for every kind of file."""

from pathlib import Path

from .delimited import read_delimited
from .lines import is_json_lines, read_lines
from .opening import open_bytes
from .refusal import UnreadableFile
from .sheet import ReadOptions, Sheet
from .workbook import read_parquet, read_workbook

MAX_BYTES = 200 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_PARQUET = b"PAR1"
_OLE = b"\xd0\xcf\x11\xe0"
_NEITHER = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x7fELF": "a program",
}


def read(path: Path, name: str, options: ReadOptions | None = None) -> Sheet:
    """Return the sheet in a file, told by what is in it and not by how it is called.

    :param name: what the person calls the file, for messages.
    :raises UnreadableFile: with file, row, column, value and reason.
    """
    options = options or ReadOptions()
    size = path.stat().st_size
    if not size:
        raise UnreadableFile(name, "The file is empty.")
    if size > MAX_BYTES:
        raise UnreadableFile(
            name, f"The file has {size // 1024**2} MB; at most {MAX_BYTES // 1024**2} MB are read."
        )
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_PARQUET):
        return read_parquet(path, name)
    for mark, what in _NEITHER.items():
        if start.startswith(mark):
            raise UnreadableFile(name, f"This is {what}. Bring a CSV, XLSX, Parquet or JSON lines file.")
    if start.startswith((_ZIP, _EMPTY_ZIP, _OLE)):
        return read_workbook(path, name, options)
    with open_bytes(path) as unpacked:
        start = unpacked.read(4096)
    if is_json_lines(start):
        return read_lines(path, name)
    if start.lstrip()[:1] == b"[" and name.lower().endswith(".json"):
        raise UnreadableFile(name, "This is one JSON list. Write one object a line instead (JSON lines).")
    return read_delimited(path, name, options)
