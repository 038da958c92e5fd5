"""Which encoding the bytes of a text file are in."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from .codepages import likeliest_code_page
from .opening import open_bytes
from .refusal import UnreadableFile

_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEVERAL_BYTES = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MORE_UTF8 = 10
"""A text with this many times more letters of UTF-8 than stray bytes is UTF-8 that was damaged."""


def detect_encoding(path: Path, name: str) -> str:
    """Return the encoding of a text file: by its mark, else UTF-8, else the likeliest code page.

    :raises UnreadableFile: for bytes that are no text at all.
    """
    with open_bytes(path, name) as file:
        head = file.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if unmarked := _utf16_without_mark(head):
        return unmarked
    if b"\x00" in head:
        raise UnreadableFile(
            name,
            "This is not a text file: it holds NUL characters. Save it as CSV or XLSX.",
            row=head[: head.index(b"\x00")].count(b"\n") + 1,
        )
    if _is_utf8(path, name) or _is_damaged_utf8(head):
        return "utf-8"
    return likeliest_code_page(_beyond_ascii(path, name))


def _beyond_ascii(path: Path, name: str) -> bytes:
    """Return lines that hold more than ASCII, enough of them to tell a code page by."""
    found, size = [], 0
    with open_bytes(path, name) as file:
        while size < _SAMPLE and (line := file.readline(_CHUNK)):
            if not line.isascii():
                found.append(line)
                size += len(line)
    return b"".join(found)


def _utf16_without_mark(head: bytes) -> str:
    even, odd = head[0:2000:2].count(0), head[1:2000:2].count(0)
    half = max(1, len(head[:2000]) // 2)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.1 * half else ""


def _is_utf8(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open_bytes(path, name) as file:
        try:
            for chunk in _chunks(file):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _is_damaged_utf8(head: bytes) -> bool:
    good = len(_SEVERAL_BYTES.findall(head))
    stray = sum(byte >= 0x80 for byte in _SEVERAL_BYTES.sub(b"", head))
    return good > _MORE_UTF8 * max(1, stray)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(_CHUNK), b"")
