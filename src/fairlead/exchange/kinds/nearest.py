"""The name that a text was most likely meant to be: misspelt, shortened or turned round."""

import re
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from fairlead.kit.search import fold

_CLOSE = 0.75
_SHORTEST = 3
_COMPARISONS = 10_000_000
"""How often texts are compared letter by letter in all: a file full of new names has no near ones to find."""
_WORDS = re.compile(r"[^\W_]+")
_FORMS = frozenset(
    _WORDS.findall(
        "ab ag and as bv co company corp corporation et gmbh inc incorporated kg limited llc llp ltd nv oy"
        " plc sa sarl sas sl spa srl the und"
    )
)
_DIGITS = re.compile(r"\d+")


class Nearest:
    """Names, found by what is nearly one of them."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_sign: dict[str, str] = {}
        self._by_word: dict[str, set[str]] = {}
        self._squeezed: dict[str, str] = {}
        self._left = _COMPARISONS
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Take up one more name."""
        words = _words(name)
        for sign in _signs(words):
            self._by_sign[sign] = name if self._by_sign.get(sign, name) == name else ""
        for word in words:
            self._by_word.setdefault(word, set()).add(name)
        self._squeezed.setdefault("".join(words), name)

    def to(self, text: str) -> str:
        """Return the one name that the text nearly is; nothing where there is none, or more than one.

        The same letters and digits come first (``Mountain 200`` is ``Mountain-200``), then the same words in
        any order and legal form, then a letter or two amiss (``Retial``), then all of its words in one name
        alone. Numbers have to agree: ``GTX 600`` is no misspelt ``GTX 500``.
        """
        words = _words(text)
        if not words:
            return ""
        for sign in _signs(words):
            if found := self._by_sign.get(sign):
                return found
        return self._misspelt("".join(words)) or self._shortened(words)

    def _misspelt(self, squeezed: str) -> str:
        if len(squeezed) < _SHORTEST or self._left <= 0:
            return ""
        self._left -= len(self._squeezed)
        near = process.extract(
            squeezed,
            self._squeezed.keys(),
            scorer=OSA.normalized_similarity,
            score_cutoff=_CLOSE,
            limit=3,
        )
        digits = _DIGITS.findall(squeezed)
        return next((self._squeezed[name] for name, *_ in near if _DIGITS.findall(name) == digits), "")

    def _shortened(self, words: list[str]) -> str:
        meant = [word for word in words if word not in _FORMS]
        holding = [self._by_word.get(word, set()) for word in meant]
        found = set.intersection(*holding) if holding else set()
        return found.pop() if len(found) == 1 and len("".join(meant)) >= _SHORTEST else ""


def _words(text: str) -> list[str]:
    return _WORDS.findall(fold(text))


def _signs(words: list[str]) -> tuple[str, ...]:
    """Return what two writings of one name have in common, the surest first."""
    meant = sorted(word for word in words if word not in _FORMS) or sorted(words)
    return "".join(words), " ".join(meant)
