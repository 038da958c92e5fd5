"""Which column of a file goes into which field, and how: guessed, changed by a person, kept as JSON."""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import asdict, dataclass, replace
from dataclasses import field as member
from enum import StrEnum
from typing import Any

from . import templates
from .kinds import Kind
from .reading import ColumnFormat, ColumnProfile, DateOrder, Question, Row, Sheet

LEAVE_OUT = "\N{CANCEL}"
"""Among the words of a source: the rows with this value are left out."""


class Mode(StrEnum):
    """What to do with rows that meet an existing record, and with those that do not."""

    BOTH = "both"
    CREATE = "create"
    UPDATE = "update"


class Empty(StrEnum):
    """What an empty cell does to an existing record."""

    LEAVE = "leave"
    CLEAR = "clear"


class Why(StrEnum):
    """What a guess rests on; nothing where a person said so."""

    SAID = ""
    BEFORE = "before"
    TITLE = "title"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of one field comes from.

    :param template: instead of a column, text with columns in braces: ``{Product} for {Account}``; a constant
        is a template without braces. See ``templates.py``.
    :param words: what to read instead of what stands in the cell, by the cell's text in lower case;
        ``LEAVE_OUT`` skips the rows that it stands in.
    :param decimal_mark: ``.`` or ``,``, where the column proves neither; likewise ``date_order``.
    :param empty: what an empty cell does to this field, where it is not what it does to the others.
    """

    field: str
    column: str = ""
    template: str = ""
    words: Dictionary[str, str] = member(default_factory=dict)
    decimal_mark: str = ""
    date_order: str = ""
    empty: str = ""
    why: str = member(default=Why.SAID, compare=False)

    @property
    def columns(self) -> set[str]:
        """Return the columns of the file that the value is made of."""
        return templates.columns_of(self.template) if self.template else {self.column}

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
    :param cells: what is read instead of single cells: row number → column → text.
    :param left_out: the numbers of rows that are skipped because somebody says so.
    """

    kind: str
    sources: tuple[Source, ...]
    match: tuple[str, ...] = ()
    mode: Mode = Mode.BOTH
    empty: Empty = Empty.LEAVE
    create_missing: tuple[str, ...] = ()
    is_distinct: bool = False
    cells: Dictionary[int, Dictionary[str, str]] = member(default_factory=dict)
    left_out: tuple[int, ...] = ()

    def source(self, name: str) -> Source | None:
        """Return where a field's value comes from, if the file says anything about it."""
        return next((source for source in self.sources if source.field == name), None)

    def clears(self, name: str) -> bool:
        """Tell whether an empty cell clears this field of an existing record."""
        source = self.source(name)
        return ((source.empty if source else "") or self.empty) == Empty.CLEAR

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
            cells={int(row): cells for row, cells in kept.get("cells", {}).items()},
            left_out=tuple(kept.get("left_out", ())),
        )


def profile_of(source: Source, profiles: Dictionary[str, ColumnProfile]) -> ColumnProfile | None:
    """Return how the cells of a source are written: of its column, or of the only one in its template."""
    named = source.columns
    return profiles.get(next(iter(named))) if len(named) == 1 else None


def mended(sheet: Sheet, mapping: Mapping) -> Sheet:
    """Return the sheet with the cells that somebody corrected for this import; the file stays as it is."""
    if not mapping.cells:
        return sheet
    places = {name: place for place, name in enumerate(sheet.header)}

    def corrected(row: Row) -> Row:
        cells = list(row.cells)
        for column, text in mapping.cells.get(row.number, {}).items():
            if (place := places.get(column, len(cells))) < len(cells):
                cells[place] = text
        return replace(row, cells=tuple(cells))

    def rows() -> Iterator[Row]:
        return (corrected(row) if row.number in mapping.cells else row for row in sheet.rows())

    return replace(sheet, source=rows)


def open_questions(kind: Kind, mapping: Mapping, profiles: Iterable[ColumnProfile]) -> list[Question]:
    """Return what a person has to say before the file can be read: what could be two things."""
    by_name = {profile.name: profile for profile in profiles}
    asked: list[Question] = []
    for source in mapping.sources:
        profile, known = profile_of(source, by_name), kind.by_name.get(source.field)
        question = profile.question_for(known.kind) if profile and known else None
        if question and not getattr(source, question.setting):
            asked.append(question)
    return asked
