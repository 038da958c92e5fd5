"""What a workbook is made of, looked at before any of it is read: bombs, macros, passwords, entities."""

import re
import zipfile
import zlib
from pathlib import Path

from .refusal import UnreadableFile

MAX_PARTS = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
_SMALL = 5 * 1024 * 1024
_CHUNK = 1 << 18
_OTHERS = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
    "xl/workbook.bin": "a binary workbook (XLSB)",
    "mimetype": "an OpenDocument file",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_workbook(path: Path, name: str) -> None:
    """Pass a workbook that is safe to read.

    :raises UnreadableFile: with the reason, for one that is not.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        _check_ole(path, name)
    else:
        _check_zip(path, name)


def _check_ole(path: Path, name: str) -> None:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableFile(name, "The workbook is protected by a password. Save it without one.")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise UnreadableFile(name, "The workbook holds macros. Save it without them, as XLSX.")


def _check_zip(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive, name)
            _unpack_counting(archive, name, path.stat().st_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise UnreadableFile(
            name, "The workbook is damaged or cut off. Open it and save it again."
        ) from error


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise UnreadableFile(name, f"The workbook has {len(parts):,} parts; no real one has so many.")
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableFile(name, "The workbook is protected by a password. Save it without one.")
    names = [part.filename for part in parts]
    if len(set(names)) < len(names):
        raise UnreadableFile(name, "The workbook holds two parts of the same name.")
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise UnreadableFile(name, "The workbook holds macros. Save it without them, as XLSX.")
    if any(part.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", part) for part in names):
        raise UnreadableFile(name, "A part of the workbook lies outside of it; no real one has such.")
    if what := next((what for part, what in _OTHERS.items() if part in names), ""):
        raise UnreadableFile(name, f"This is {what}. Save it as XLSX.")
    if "[Content_Types].xml" not in names:
        raise UnreadableFile(
            name, "This is a ZIP archive and no workbook. Unpack it and bring the files in it."
        )


def _unpack_counting(archive: zipfile.ZipFile, name: str, packed: int) -> None:
    """Unpack every part without keeping it: what a part says of its own size is not believed."""
    total = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            first = True
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > MAX_UNPACKED or (total > _SMALL and total > packed * MAX_RATIO):
                    raise UnreadableFile(name, "The workbook unpacks to far more than it seems to hold.")
                if first and part.filename.endswith((".xml", ".rels")) and _declares_entities(chunk):
                    raise UnreadableFile(
                        name, "The workbook declares XML entities, which no real workbook does."
                    )
                first = False


def _declares_entities(start: bytes) -> bool:
    text = start.replace(b"\x00", b"").upper()
    return b"<!DOCTYPE" in text or b"<!ENTITY" in text
