"""Which field a column is likely meant for: as before, by its title in many languages, by what is in it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from rapidfuzz import fuzz, process

from . import templates, titles
from .kinds import KINDS, Field, Kind
from .kinds.lookups import Lookup
from .mapping import Mapping, Source, Why
from .reading import CellProblem, ColumnProfile
from .reading import Kind as CellKind

_EXACT, _LIKELY = 100, 88
_NUMBERS = {CellKind.WHOLE, CellKind.DECIMAL, CellKind.MONEY, CellKind.PERCENT}
_DATES = {CellKind.DATE, CellKind.MOMENT}
_LONG = frozenset(("company", "contact", "opportunity", "product"))
"""Lookups that may hold a million names: nobody waits for them only for a guess."""
_MOST = 0.8
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LINK = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_DIALLED = re.compile(r"(\+|00)[\d\s()/.-]{7,20}")
_LOOKS = {"email": _ADDRESS, "website": _LINK, "phone": _DIALLED}

FindLookup = Callable[[str], Lookup]


def guess(
    kind: Kind,
    profiles: Iterable[ColumnProfile],
    before: Mapping | None = None,
    *,
    earlier: Sequence[Mapping] = (),
    lookup: FindLookup | None = None,
) -> Mapping:
    """Return the likeliest mapping of a file.

    :param before: how a file with the same titles was mapped; then it maps as that one did.
    :param earlier: how other files of this kind were mapped, the latest first; a column goes where one of
        the same title went.
    :param lookup: finds the records that cells may name, to tell a column of stages or people by its values.
    """
    columns = list(profiles)
    if before is not None:
        return _as_before(before, columns)
    found = _Guess(kind, columns)
    found.remember(earlier)
    found.join()
    found.read_titles()
    if lookup is not None:
        found.read_values(lookup)
    return Mapping(kind.name, found.sources(), match=likely_key(kind, found.taken))


def likely_key(kind: Kind, mapped: Iterable[str]) -> tuple[str, ...]:
    """Return the best key whose fields the file fills."""
    names = set(mapped)
    return next((key for key in kind.keys if names >= set(key)), ())


def _as_before(before: Mapping, columns: Sequence[ColumnProfile]) -> Mapping:
    names = {profile.name for profile in columns}
    kept = tuple(replace(source, why=Why.BEFORE) for source in before.sources if source.columns <= names)
    return replace(before, sources=kept, cells={}, left_out=())


class _Guess:
    """A mapping while it is being guessed; what is settled first stays."""

    def __init__(self, kind: Kind, columns: Sequence[ColumnProfile]) -> None:
        self._kind = kind
        self._columns = {profile.name: profile for profile in columns}
        self._left = dict(self._columns)
        self.taken: dict[str, Source] = {}

    def sources(self) -> tuple[Source, ...]:
        """Return what was settled, in the order of the fields."""
        self._add_currency()
        return tuple(self.taken[known.name] for known in self._kind.fields if known.name in self.taken)

    def remember(self, earlier: Sequence[Mapping]) -> None:
        """Let columns go where columns of the same title went, with the same decisions about their values."""
        by_title = {titles.plain(name): name for name in self._columns}
        for source in (source for mapping in earlier for source in mapping.sources):
            here = {name: by_title.get(titles.plain(name), "") for name in source.columns if name}
            known = self._kind.by_name.get(source.field)
            if known is None or not here or not all(name in self._left for name in here.values()):
                continue
            if source.template and any(name != old for old, name in here.items()):
                continue
            if source.column and not _fits(known, self._columns[here[source.column]]):
                continue
            column = here.get(source.column, "")
            self._settle(replace(source, column=column, why=Why.BEFORE), *here.values())

    def join(self) -> None:
        """Put together what other programs keep apart: given name and family name, street and number."""
        for known in self._kind.fields:
            parts = titles.joined(self._kind.name, known.name)
            found = [self._called(words) for words in parts]
            if known.name in self.taken or not found or not all(found) or len(set(found)) < len(found):
                continue
            joined = " ".join(f"{{{name}}}" for name in found)
            self._settle(Source(known.name, template=joined, why=Why.TITLE), *found)

    def _called(self, words: frozenset[str]) -> str:
        fits = (name for name in self._left if titles.plain(name) in words)
        return next(filter(templates.is_nameable, fits), "")

    def read_titles(self) -> None:
        """Let columns go into the fields that their titles name, the surest first."""
        scored = [
            (score, known.name, profile.name)
            for profile in self._left.values()
            if profile.filled
            for known, score in _likely(self._kind, titles.plain(profile.name))
            if _fits(known, profile)
        ]
        for _, name, column in sorted(scored, reverse=True):
            self._settle(Source(name, column, why=Why.TITLE), column)

    def read_values(self, lookup: FindLookup) -> None:
        """Let what is left go into the fields that its values fit: addresses, stages, people, countries."""
        for profile in list(self._left.values()):
            for known in self._kind.fields:
                if known.name not in self.taken and _speaks_of(known, profile, lookup):
                    self._settle(Source(known.name, profile.name, why=Why.VALUES), profile.name)
                    break
        money = [name for name, profile in self._left.items() if profile.kind == CellKind.MONEY]
        if "amount" in self._kind.by_name and len(money) == 1:
            self._settle(Source("amount", money[0], why=Why.VALUES), money[0])

    def _settle(self, source: Source, *columns: str) -> None:
        if source.field not in self.taken and all(name in self._left for name in columns):
            self.taken[source.field] = source
            for name in columns:
                del self._left[name]

    def _add_currency(self) -> None:
        """Take the currency that our own exports name in the title of an amount: ``Amount (USD)``."""
        if "currency" not in self._kind.by_name or "currency" in self.taken:
            return
        titled = (match for source in self.taken.values() if (match := _CURRENCY.search(source.column)))
        found = {match[1] for match in titled}
        if len(found) == 1:
            self.taken["currency"] = Source("currency", template=found.pop(), why=Why.TITLE)


_CURRENCY = re.compile(r"\(([A-Z]{3})\)$")


@cache
def _words_of(kind: str) -> tuple[dict[str, tuple[tuple[str, int], ...]], list[str]]:
    """Return word → the fields that it names and how surely, and all words."""
    words: dict[str, dict[str, int]] = {}
    for known in KINDS[kind].fields:
        ours = {titles.plain(word) for word in (known.name, *known.synonyms)}
        scores = (
            dict.fromkeys(titles.foreign(kind, known.name), _EXACT - 1)
            | dict.fromkeys(ours, _EXACT)
            | {titles.plain(known.title): _EXACT + 1}
        )
        for word, score in scores.items():
            words.setdefault(word, {})[known.name] = score
    return {word: tuple(fields.items()) for word, fields in words.items()}, list(words)


def _likely(kind: Kind, title: str) -> list[tuple[Field, float]]:
    """Return the fields that a title names, and how surely: 101 for their own titles, 88 if just alike."""
    by_word, words = _words_of(kind.name)
    found = {name: float(score) for name, score in by_word.get(title, ())}
    for word, likeness, _ in process.extract(title, words, scorer=fuzz.ratio, score_cutoff=_LIKELY, limit=5):
        for name, score in by_word[word]:
            found[name] = max(found.get(name, 0), min(likeness, score))
    return [(kind.by_name[name], score) for name, score in found.items()]


def _fits(known: Field, profile: ColumnProfile) -> bool:
    """Tell whether anything in a column can be read as the field."""
    if known.name == "name" and _ADDRESS.fullmatch(profile.samples[0].strip()):
        return False  # a column called “Contact” that holds addresses
    if known.kind in _NUMBERS:
        return bool(profile.kinds & _NUMBERS)
    if known.kind in _DATES:
        return bool(profile.kinds & _DATES) or profile.kind == CellKind.WHOLE
    return known.kind != CellKind.YES_NO or bool(
        profile.kinds & {CellKind.YES_NO, CellKind.WHOLE, CellKind.TEXT}
    )


def _speaks_of(known: Field, profile: ColumnProfile, lookup: FindLookup) -> bool:
    """Tell whether the samples of a column are values of this field and hardly of another."""
    samples = [sample.strip() for sample in profile.samples]
    if known.name in _LOOKS:
        return bool(samples) and all(_LOOKS[known.name].fullmatch(sample) for sample in samples)
    if not samples or profile.kind != CellKind.TEXT:
        return False
    if known.lookup and known.lookup not in _LONG:
        names = lookup(known.lookup)
        return sum(_is_known(names, known, sample) for sample in samples) >= _MOST * len(samples)
    if known.choices:
        labels = {titles.plain(text) for choice in known.choices for text in choice}
        return all(titles.plain(sample) in labels for sample in samples)
    return known.name in ("country", "currency") and all(_is_read(known, sample) for sample in samples)


def _is_known(names: Lookup, known: Field, sample: str) -> bool:
    try:
        return names.find(sample) is not None or titles.plain(sample) in known.instead
    except CellProblem:
        return True


def _is_read(known: Field, sample: str) -> bool:
    try:
        return known.parse is not None and bool(known.parse(sample))
    except CellProblem:
        return False
