"""One way in for every kind of file."""

from dataclasses import replace
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
    b"MZ\x90": "a program",
    b"{\\rtf": "a text document (RTF)",
}
_MARKUP = {
    b"<!doctype html": "a web page (HTML)",
    b"<html": "a web page (HTML)",
    b"<table": "a web page (HTML)",
    b"<?xml": "an XML file",
}
_CALLED = {
    "a workbook": (".xlsx", ".xls", ".xlsm", ".xltx"),
    "a Parquet file": (".parquet", ".pq"),
    "JSON lines": (".jsonl", ".ndjson", ".json"),
    "text": (".csv", ".tsv", ".tab", ".txt", ".psv", ".dat"),
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
    what, sheet = _read(path, name, options)
    told = _called_otherwise(name, what)
    return replace(sheet, notices=(told, *sheet.notices)) if told else sheet


def _read(path: Path, name: str, options: ReadOptions) -> tuple[str, Sheet]:
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_PARQUET):
        return "a Parquet file", read_parquet(path, name)
    for mark, what in _NEITHER.items():
        if start.startswith(mark):
            raise UnreadableFile(name, f"This is {what}. Bring a CSV, XLSX, Parquet or JSON lines file.")
    if start.startswith((_ZIP, _EMPTY_ZIP, _OLE)):
        return "a workbook", read_workbook(path, name, options)
    with open_bytes(path, name) as unpacked:
        start = unpacked.read(4096)
    _refuse_markup(start, name)
    if is_json_lines(start):
        return "JSON lines", read_lines(path, name)
    if start.lstrip()[:1] == b"[" and name.lower().endswith(".json"):
        raise UnreadableFile(name, "This is one JSON list. Write one object a line instead (JSON lines).")
    return "text", read_delimited(path, name, options)


def _refuse_markup(start: bytes, name: str) -> None:
    """Refuse what some programs save as .xls although it is a page or a document."""
    first = start.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip()[:100].lower()
    for mark, what in _MARKUP.items():
        if first.startswith(mark):
            raise UnreadableFile(
                name, f"This is {what}, whatever it is called. Open it in a spreadsheet and save it as XLSX."
            )


def _called_otherwise(name: str, what: str) -> str:
    """Return what to say about a file whose name promises something else than is in it."""
    ending = Path(name.lower().removesuffix(".gz")).suffix
    meant = next((other for other, endings in _CALLED.items() if ending in endings), what)
    return "" if meant == what else f"It is called {ending} and holds {what}; it is read as that."
