"""Which encoding the bytes of a text file are in."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from .opening import open_bytes
from .refusal import UnreadableFile

_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Letters of Central European languages that western cp1252 shows as signs, seen inside words.
_CENTRAL_EUROPEAN = re.compile(
    rb"[A-Za-z][\xb3\xb9\xbf\xbe\x9d\x9e\x9a\x9c\x9f][a-z]|[a-z][\xb3\xb9\xbf\xbe]\b"
)


def detect_encoding(path: Path, name: str) -> str:
    """Return the encoding of a text file: by its mark, else UTF-8, else the likeliest code page.

    :raises UnreadableFile: for bytes that are no text at all.
    """
    with open_bytes(path) as file:
        head = file.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if unmarked := _utf16_without_mark(head):
        return unmarked
    if b"\x00" in head:
        raise UnreadableFile(
            name, "This is not a text file: it holds NUL characters. Save it as CSV or XLSX."
        )
    if _is_utf8(path):
        return "utf-8"
    return "cp1250" if len(_CENTRAL_EUROPEAN.findall(head)) > 0 else "cp1252"


def _utf16_without_mark(head: bytes) -> str:
    even, odd = head[0:2000:2].count(0), head[1:2000:2].count(0)
    half = max(1, len(head[:2000]) // 2)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.1 * half else ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open_bytes(path) as file:
        try:
            for chunk in _chunks(file):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(_CHUNK), b"")
