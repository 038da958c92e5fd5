"""A past in the making: rows and their versions in memory, each with its entry, before anything is written.

Values are kept as the database stores them, so that a version is a copy of a short list and a million
versions cost seconds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.db import connection, models

from fairlead.journal.tracking import TrackedModel, kept_fields

Model: TypeAlias = type[TrackedModel]


@dataclass(slots=True, eq=False)
class Happening:
    """An entry to be: who did what, when and why. Its id is known when the whole past is told."""

    at: datetime
    action: str
    actor_id: int | None
    reason: str = ""
    id: int = 0
    has_effect: bool = False


class Sheet:
    """What the ledger needs to know of one table."""

    def __init__(self, model: Model) -> None:
        kept = kept_fields(model)
        beside = [f for f in model._meta.concrete_fields if f.name in model.untracked]
        self.model = model
        self.kept = tuple(str(f.column) for f in kept)
        self.columns = (*self.kept, *(str(f.column) for f in beside))
        self.fields = [*kept, *beside]
        self.place = {f.attname: n for n, f in enumerate(self.fields)} | {
            f.name: n for n, f in enumerate(self.fields)
        }
        self.blank = [
            None if f.primary_key else self.stored(n, f.get_default()) for n, f in enumerate(self.fields)
        ]

    def stored(self, place: int, value: Any) -> Any:
        """Return a value as this column stores it; a row stands for its id."""
        if isinstance(value, Row):
            return value.id
        return None if value is None else self.fields[place].get_db_prep_save(value, connection)


class Row:
    """A row with its versions, oldest first; the last one is how it stands now."""

    __slots__ = ("id", "sheet", "versions")

    def __init__(self, sheet: Sheet, pk: int, made: Happening, values: list[Any]) -> None:
        self.id = pk
        self.sheet = sheet
        self.versions: list[tuple[Happening, list[Any]]] = [(made, values)]

    def __getitem__(self, name: str) -> Any:
        return self.versions[-1][1][self.sheet.place[name]]


class Ledger:
    """Collect what happened; :mod:`fairlead.demo.writing` puts it into the database."""

    def __init__(self, first_ids: dict[str, int]) -> None:
        self._next = dict(first_ids)
        self._sheets: dict[Model, Sheet] = {}
        self.rows: dict[Model, list[Row]] = {}
        self.happenings: list[Happening] = []

    def happening(
        self, at: datetime, action: str, actor: Row | int | None = None, reason: str = ""
    ) -> Happening:
        """Open an entry that rows can be created or changed in."""
        made = Happening(at, action, actor.id if isinstance(actor, Row) else actor, reason)
        self.happenings.append(made)
        return made

    def create(self, model: Model, made: Happening, **values: Any) -> Row:
        """Create a row within an entry; fields that are not named have their defaults."""
        sheet = self.sheet(model)
        pk = self._take_id(model)
        stored = list(sheet.blank)
        stored[sheet.place["id"]] = pk
        self._fill(sheet, stored, values)
        row = Row(sheet, pk, made, stored)
        made.has_effect = True
        self.rows[model].append(row)
        return row

    def change(self, row: Row, made: Happening, **values: Any) -> None:
        """Change fields of a row within an entry; what stays as it was makes no version."""
        last, before = row.versions[-1]
        after = list(before)
        self._fill(row.sheet, after, values)
        if after == before:
            return
        made.has_effect = True
        if last is made:
            row.versions[-1] = (made, after)
        else:
            row.versions.append((made, after))

    def sheet(self, model: Model) -> Sheet:
        """Return what is known of a table."""
        if model not in self._sheets:
            self._sheets[model] = Sheet(model)
            self.rows.setdefault(model, [])
        return self._sheets[model]

    def versions(self) -> Iterator[tuple[Sheet, list[Row]]]:
        """Return every table's rows, in the order in which the tables were first written to."""
        for model, rows in self.rows.items():
            yield self._sheets[model], rows

    def _take_id(self, model: models.base.ModelBase) -> int:
        table = model._meta.db_table  # type: ignore[attr-defined]
        pk = self._next.get(table, 1)
        self._next[table] = pk + 1
        return pk

    @staticmethod
    def _fill(sheet: Sheet, stored: list[Any], values: dict[str, Any]) -> None:
        for name, value in values.items():
            place = sheet.place[name]
            stored[place] = sheet.stored(place, value)
