"""One row of cells to a draft: every mapped field converted, every reference found, every problem named."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from fairlead.exchange import templates
from fairlead.exchange.kinds import SOURCES, Context, Field, Kind, Missing
from fairlead.exchange.mapping import LEAVE_OUT, Mapping, Source, profile_of
from fairlead.exchange.reading import (
    Cell,
    CellProblem,
    ColumnFormat,
    ColumnProfile,
    Row,
    Sheet,
    convert,
    is_empty,
)
from fairlead.exchange.reading.cells import shown
from fairlead.kit.search import fold

from .outcome import Draft, Problem

Converter: TypeAlias = Callable[[Cell], Any]

_REMEMBERED = 5_000
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class _Instead:
    """What a cell says about another field than the one its column goes into."""

    field: str
    value: Any


_LEFT_OUT = _Instead("", None)
"""What a cell says whose rows somebody left out."""


class RowReader:
    """Turns rows of one sheet into drafts of one kind."""

    def __init__(
        self,
        kind: Kind,
        mapping: Mapping,
        sheet: Sheet,
        profiles: tuple[ColumnProfile, ...],
        context: Context,
    ) -> None:
        self._file, self._context = sheet.file, context
        self._left_out = frozenset(mapping.left_out)
        self._places = {name: index for index, name in enumerate(sheet.header)}
        by_name = {profile.name: profile for profile in profiles}
        said = mapping.source("external_system")
        self._system = said.template if said and "{" not in said.template else ""
        self._fields = [
            (
                known,
                source,
                self._cell_of(source),
                _remembering(self._converter(known, source, by_name, mapping)),
            )
            for source in sorted(
                mapping.sources, key=lambda source: self._places.get(source.column, len(self._places))
            )
            if (known := kind.by_name.get(source.field)) is not None
        ]

    def read(self, row: Row) -> Draft:
        """Return the draft of a row, with everything that is wrong in it."""
        draft = Draft(row.number, is_left_out=row.number in self._left_out)
        if row.problem:
            draft.problems.append(Problem(self._file, row.number, "", "", row.problem))
            return draft
        for known, source, cell_of, converter in self._fields:
            cell = cell_of(row)
            value = converter(cell)
            if value is _LEFT_OUT:
                draft.is_left_out = True
            elif isinstance(value, CellProblem):
                column = source.column or known.title
                text = "" if is_empty(cell) else str(cell).replace("\x00", "\ufffd")[:_SHOWN]
                draft.problems.append(Problem(self._file, row.number, column, text, str(value), known.name))
            elif isinstance(value, _Instead):
                draft.values.setdefault(value.field, value.value)
            elif isinstance(value, Missing):
                draft.missing[known.name] = value
            else:
                draft.values[known.name] = value
        return draft

    def text(self, row: Row, name: str) -> str:
        """Return what stands in the cell of a field, as it is."""
        cell_of = next(cell_of for known, _, cell_of, _ in self._fields if known.name == name)
        cell = cell_of(row)
        return "" if is_empty(cell) else str(cell).strip()

    def _cell_of(self, source: Source) -> Callable[[Row], Cell]:
        if not source.template:
            place = self._places[source.column]
            return lambda row: row.cells[place]
        return lambda row: templates.fill(source.template, self._places, row.cells)

    def _converter(
        self, known: Field, source: Source, profiles: dict[str, ColumnProfile], mapping: Mapping
    ) -> Converter:
        form = source.form(profile_of(source, profiles))
        zone = self._context.zone
        words = {key.casefold().strip(): word for key, word in source.words.items()}

        def run(cell: Cell) -> Any:
            if words:
                word = words.get("" if is_empty(cell) else str(cell).strip().casefold())
                if word == LEAVE_OUT:
                    return _LEFT_OUT
                cell = cell if word is None else word
            if known.lookup:
                return self._refer(known, cell, form, mapping)
            value = convert(cell, known.kind, form, zone)
            if value is None:
                return None
            if known.choices:
                return _choose(known, str(value))
            return known.parse(value) if known.parse else value

        return run

    def _refer(self, known: Field, cell: Cell, form: ColumnFormat, mapping: Mapping) -> Any:
        text = templates.key_text(convert(cell, known.kind, form, self._context.zone))
        if not text:
            return None
        lookup = self._context.lookup(known.lookup)
        if (said := known.instead.get(fold(text).strip())) and lookup.find(text, self._system) is None:
            return _Instead(*said)
        may_make = known.lookup in mapping.create_missing and SOURCES[known.lookup].create
        if may_make and self._context.viewer.is_administrator:
            return lookup.find(text, self._system) or Missing(known.lookup, text)
        return lookup.demand(text, self._system)


def _choose(known: Field, text: str) -> str:
    wanted = fold(text).strip()
    for value, label in known.choices:
        if wanted in (fold(value), fold(label), fold(value).replace("_", " ")):
            return value
    labels = ", ".join(label for _, label in known.choices)
    raise CellProblem(f"{shown(text)} is none of: {labels}.")


def _remembering(converter: Converter) -> Converter:
    """Return the converter with a memory: columns repeat themselves. Problems come back as values."""
    memory: dict[tuple[type, Cell], Any] = {}

    def run(cell: Cell) -> Any:
        key = (type(cell), cell)
        if key in memory:
            return memory[key]
        try:
            value = converter(cell)
        except CellProblem as problem:
            value = problem
        if len(memory) < _REMEMBERED:
            memory[key] = value
        return value

    return run
