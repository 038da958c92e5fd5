"""Which column of a file goes into which field, and how: guessed, changed by a person, kept as JSON."""

import re
from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import asdict, dataclass, replace
from dataclasses import field as member
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz

from fairlead.kit.search import fold

from . import templates
from .kinds import Field, Kind
from .reading import ColumnFormat, ColumnProfile, DateOrder, Question
from .reading import Kind as CellKind

_LIKELY = 88
_LOOKS = {
    "email": re.compile(r"\s*[^@\s]+@[^@\s]+\.[a-z]{2,}\s*", re.IGNORECASE),
    "website": re.compile(r"\s*(https?://|www\.)\S+\s*", re.IGNORECASE),
}
_NUMBERS = {CellKind.WHOLE, CellKind.DECIMAL, CellKind.MONEY, CellKind.PERCENT}
_DATES = {CellKind.DATE, CellKind.MOMENT}


class Mode(StrEnum):
    """What to do with rows that meet an existing record, and with those that do not."""

    BOTH = "both"
    CREATE = "create"
    UPDATE = "update"


class Empty(StrEnum):
    """What an empty cell does to an existing record."""

    LEAVE = "leave"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of one field comes from.

    :param template: instead of a column, text with columns in braces: ``{Product} for {Account}``; a constant
        is a template without braces. See ``templates.py``.
    :param words: what to read instead of what stands in the cell, by the cell's text in lower case.
    :param decimal_mark: ``.`` or ``,``, where the column proves neither; likewise ``date_order``.
    """

    field: str
    column: str = ""
    template: str = ""
    words: Dictionary[str, str] = member(default_factory=dict)
    decimal_mark: str = ""
    date_order: str = ""

    def form(self, profile: ColumnProfile | None) -> ColumnFormat:
        """Return how the cells are written: as the column proves, or as the person said."""
        form = profile.form if profile else ColumnFormat()
        if self.decimal_mark:
            form = replace(form, decimal_mark=self.decimal_mark)
        return replace(form, date_order=DateOrder(self.date_order)) if self.date_order else form


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file becomes records of one kind.

    :param match: the fields that identify a record; empty means every row is a new one.
    :param create_missing: lookups whose missing records are made, such as ``industry``.
    :param is_distinct: of several rows with the same key, the first counts and the others are skipped.
    """

    kind: str
    sources: tuple[Source, ...]
    match: tuple[str, ...] = ()
    mode: Mode = Mode.BOTH
    empty: Empty = Empty.LEAVE
    create_missing: tuple[str, ...] = ()
    is_distinct: bool = False

    def source(self, name: str) -> Source | None:
        """Return where a field's value comes from, if the file says anything about it."""
        return next((source for source in self.sources if source.field == name), None)

    def to_json(self) -> dict[str, Any]:
        """Return the mapping as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Dictionary[str, Any]) -> "Mapping":
        """Return the mapping that was kept."""
        return cls(
            kind=kept["kind"],
            sources=tuple(Source(**source) for source in kept["sources"]),
            match=tuple(kept.get("match", ())),
            mode=Mode(kept.get("mode", Mode.BOTH)),
            empty=Empty(kept.get("empty", Empty.LEAVE)),
            create_missing=tuple(kept.get("create_missing", ())),
            is_distinct=bool(kept.get("is_distinct", False)),
        )


def guess(kind: Kind, profiles: Iterable[ColumnProfile], before: Mapping | None = None) -> Mapping:
    """Return the likeliest mapping of a file: as before, else by its titles and what is in it."""
    columns = list(profiles)
    if before is not None:
        names = {profile.name for profile in columns}
        kept = tuple(
            source
            for source in before.sources
            if (templates.columns_of(source.template) if source.template else {source.column}) <= names
        )
        return replace(before, sources=kept)
    scored = sorted(
        (
            (score, known.name, profile.name)
            for known in kind.fields
            for profile in columns
            if (score := _likeness(known, profile))
        ),
        reverse=True,
    )
    taken: dict[str, str] = {}
    for _, name, column in scored:
        if name not in taken and column not in taken.values():
            taken[name] = column
    taken |= _by_values(kind, [profile for profile in columns if profile.name not in taken.values()], taken)
    sources = [Source(known.name, taken[known.name]) for known in kind.fields if known.name in taken]
    if (
        "currency" in kind.by_name
        and "currency" not in taken
        and (code := _currency_in_titles(taken.values()))
    ):
        sources.append(Source("currency", template=code))
    return Mapping(kind.name, tuple(sources), match=likely_key(kind, taken))


def _by_values(kind: Kind, columns: Iterable[ColumnProfile], taken: Iterable[str]) -> dict[str, str]:
    """Return fields that columns without a telling title hold, by what is in them: e-mail addresses."""
    found: dict[str, str] = {}
    for name, looks in _LOOKS.items():
        fits = [one.name for one in columns if one.samples and all(map(looks.fullmatch, one.samples))]
        if name in kind.by_name and name not in taken and len(fits) == 1:
            found[name] = fits[0]
    return found


def _currency_in_titles(titles: Iterable[str]) -> str:
    """Return the currency that our own exports name in the title of an amount: ``Amount (USD)``."""
    found = {match[1] for title in titles if (match := re.search(r"\(([A-Z]{3})\)$", title))}
    return found.pop() if len(found) == 1 else ""


def likely_key(kind: Kind, mapped: Iterable[str]) -> tuple[str, ...]:
    """Return the best key whose fields the file fills."""
    names = set(mapped)
    return next((key for key in kind.keys if names >= set(key)), ())


def _likeness(known: Field, profile: ColumnProfile) -> float:
    """Return how likely a column is meant for a field, 0 to 101; 0 where nothing in it fits."""
    if not profile.filled or not _fits(known, profile):
        return 0
    if _LOOKS["email"].fullmatch(profile.samples[0]) and known.name == "name":
        return 0  # a column called “Contact” that holds addresses
    title = _plain(profile.name)
    if title == _plain(known.title):
        return 101
    best = max(
        (fuzz.ratio(title, _plain(word)) for word in (known.name, known.title, *known.synonyms)), default=0
    )
    return best if best >= _LIKELY else 0


def _fits(known: Field, profile: ColumnProfile) -> bool:
    if known.kind in _NUMBERS:
        return bool(profile.kinds & _NUMBERS)
    if known.kind in _DATES:
        return bool(profile.kinds & _DATES) or profile.kind == CellKind.WHOLE
    return known.kind != CellKind.YES_NO or bool(
        profile.kinds & {CellKind.YES_NO, CellKind.WHOLE, CellKind.TEXT}
    )


def _plain(title: str) -> str:
    return " ".join(fold(title).replace("_", " ").replace("-", " ").split("(")[0].split())


def open_questions(kind: Kind, mapping: Mapping, profiles: Iterable[ColumnProfile]) -> list[Question]:
    """Return what a person has to say before the file can be read: what could be two things."""
    by_name = {profile.name: profile for profile in profiles}
    asked: list[Question] = []
    for source in mapping.sources:
        profile, known = by_name.get(source.column), kind.by_name.get(source.field)
        question = profile.question_for(known.kind) if profile and known else None
        if question and not getattr(source, question.setting):
            asked.append(question)
    return asked
