"""Bytes of a file, unpacked if it is gzipped, and never more of them than we are willing to read."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO

from .refusal import UnreadableFile

MAX_BYTES = 500 * 1024 * 1024
MAX_RATIO = 200
_GZIP = b"\x1f\x8b"


def is_gzip(path: Path) -> bool:
    """Tell whether the file starts as gzip files do."""
    with path.open("rb") as file:
        return file.read(2) == _GZIP


@contextmanager
def open_bytes(path: Path, name: str) -> Iterator[IO[bytes]]:
    """Open a file for reading, unpacking gzip.

    :param name: what the person calls the file, for messages.
    :raises UnreadableFile: for a file that unpacks to far more than it says, or is damaged.
    """
    if not is_gzip(path):
        with path.open("rb") as file:
            yield file
        return
    limit = min(MAX_BYTES, max(1 << 20, path.stat().st_size * MAX_RATIO))
    try:
        with (
            gzip.open(path) as unpacked,
            BufferedReader(_Limited(unpacked, limit, name), 1 << 18) as file,
        ):
            yield file
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableFile(name, "The gzip file is damaged or cut off. Pack it again.") from error


class _Limited(RawIOBase):
    def __init__(self, file: gzip.GzipFile, limit: int, name: str) -> None:
        self._file, self._left, self._name = file, limit, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableFile(self._name, "The packed file unpacks to far more than a spreadsheet holds.")
        buffer[: len(data)] = data
        return len(data)
