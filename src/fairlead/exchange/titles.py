"""What columns are called: titles made comparable, and their words in the languages of ``titles.toml``."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from fairlead.kit.search import fold

_FILE = Path(__file__).with_name("titles.toml")


def plain(title: str) -> str:
    """Return a title as it is compared: without case, accents, marks, and what is in brackets."""
    return " ".join(fold(title).translate(_MARKS).split("(")[0].split())


_MARKS = dict.fromkeys(map(ord, "_-.:"), " ")


@cache
def foreign(kind: str, field: str) -> frozenset[str]:
    """Return what a field is called in other languages, plain."""
    words = _known()["words"]
    return _plain(words.get(f"{kind}.{field}", words.get(field, ())))


@cache
def joined(kind: str, field: str) -> tuple[frozenset[str], ...]:
    """Return what the columns are called, plain, that together make this field; nothing for most fields."""
    parts = _known()["joined"]
    return tuple(_plain(part) for part in parts.get(f"{kind}.{field}", parts.get(field, ())))


@cache
def _known() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _plain(words: list[str] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(plain, words))
