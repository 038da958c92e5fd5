"""A ZIP archive of several files, opened member by member and never believed about its sizes."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from .refusal import UnreadableFile

MAX_MEMBERS = 50
MAX_UNPACKED = 500 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 5 * 1024 * 1024
_CHUNK = 1 << 18
_ZIP = b"PK\x03\x04"


def is_archive(file: IO[bytes]) -> bool:
    """Tell whether a file is a ZIP archive of files, and no workbook (which is a ZIP archive, too)."""
    file.seek(0)
    try:
        if file.read(4) != _ZIP:
            return False
        with zipfile.ZipFile(file) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        file.seek(0)


def files_in(file: IO[bytes], name: str) -> list[tuple[str, Iterator[bytes]]]:
    """Return the files of an archive by their own names, each to be read once, in this order.

    :raises UnreadableFile: for what is protected, nested, hostile, or holds no files or too many.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFile(name, "The archive is damaged or cut off. Pack it again.") from error
    members = [member for member in archive.infolist() if not _is_passed_over(member)]
    if not members:
        raise UnreadableFile(name, "The archive holds no files.")
    if len(members) > MAX_MEMBERS:
        raise UnreadableFile(
            name, f"The archive holds {len(members):,} files; at most {MAX_MEMBERS} are read."
        )
    for member in members:
        _check(member, name)
    names = [PurePosixPath(member.filename).name for member in members]
    if twice := next((one for one in names if names.count(one) > 1), ""):
        raise UnreadableFile(name, f"The archive holds two files called {twice}.")
    budget = _Budget(min(MAX_UNPACKED, max(_SMALL, _size(file) * MAX_RATIO)), name)
    return [(own, _unpacked(archive, member, budget)) for own, member in zip(names, members, strict=True)]


class _Budget:
    """How many bytes all members together may still unpack to."""

    def __init__(self, left: int, name: str) -> None:
        self._left, self._name = left, name

    def take(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise UnreadableFile(self._name, "The archive unpacks to far more than it seems to hold.")


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> Iterator[bytes]:
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                budget.take(len(chunk))
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise UnreadableFile(
            member.filename, "This part of the archive is damaged. Pack it again."
        ) from error


def _is_passed_over(member: zipfile.ZipInfo) -> bool:
    """Tell whether a member is a folder, or what systems put beside people's files."""
    path = PurePosixPath(member.filename)
    return member.is_dir() or path.name.startswith(".") or "__MACOSX" in path.parts


def _check(member: zipfile.ZipInfo, name: str) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise UnreadableFile(name, f"“{member.filename}” in the archive lies outside of it.")
    if member.flag_bits & 0x1:
        raise UnreadableFile(name, "The archive is protected by a password. Pack it without one.")
    if path.suffix.lower() in (".zip", ".rar", ".7z"):
        raise UnreadableFile(name, f"“{path.name}” in the archive is an archive itself. Unpack it first.")


def _size(file: IO[bytes]) -> int:
    file.seek(0, 2)
    return file.tell()
