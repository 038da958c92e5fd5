"""Which existing record a row means, and which records would collide with it."""

from collections.abc import Hashable, Iterable
from typing import Any, TypeAlias

from fairlead.exchange.kinds import Context, Kind
from fairlead.exchange.mapping import Mapping

from .outcome import Draft

Key: TypeAlias = tuple[Hashable, ...]


class Matcher:
    """Finds records by the fields that identify them, a chunk of rows at a time."""

    def __init__(self, kind: Kind, mapping: Mapping, context: Context) -> None:
        self._kind, self._context = kind, context
        self._names = mapping.match
        self._columns = [kind.by_name[name].column for name in mapping.match]

    def key(self, draft: Draft) -> Key | None:
        """Return what identifies a row; nothing where a part of it is empty."""
        if not self._names or any(name in draft.missing for name in self._names):
            return None
        key = tuple(_plain(draft.values.get(name)) for name in self._names)
        return None if key[0] in (None, "") or key == (None,) * len(key) else key

    def existing(self, drafts: Iterable[Draft]) -> dict[Key, list[Any]]:
        """Return the records that the rows of a chunk mean, by key."""
        keys = {key for draft in drafts if (key := self.key(draft)) is not None}
        if not keys:
            return {}
        found: dict[Key, list[Any]] = {}
        firsts = {key[0] for key in keys}
        for record in self._kind.existing(self._context.viewer).filter(**{f"{self._columns[0]}__in": firsts}):
            key = tuple(_plain(getattr(record, column)) for column in self._columns)
            if key in keys:
                found.setdefault(key, []).append(record)
        return found


class Uniques:
    """The values that no two records share: those in the database, and those that the file brought so far."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._columns = {name: kind.by_name[name].column for name in kind.uniques}
        self._seen: dict[str, dict[Hashable, int]] = {name: {} for name in kind.uniques}

    def taken(self, drafts: Iterable[Draft]) -> dict[str, dict[Hashable, int]]:
        """Return which values of a chunk belong to which records, also those out of the viewer's reach."""
        found: dict[str, dict[Hashable, int]] = {}
        for name, column in self._columns.items():
            values = {value for draft in drafts if (value := draft.values.get(name))}
            rows = self._kind.model._base_manager.filter(**{f"{column}__in": values})
            if any(field.name == "deleted_at" for field in self._kind.model._meta.concrete_fields):
                rows = rows.filter(deleted_at=None)
            found[name] = (
                {_plain(value): pk for value, pk in rows.values_list(column, "pk")} if values else {}
            )
        return found

    def collisions(self, record: Any, taken: dict[str, dict[Hashable, int]], number: int) -> dict[str, str]:
        """Return which of the record's values belong to another one: field → reason."""
        problems: dict[str, str] = {}
        for name, column in self._columns.items():
            value = _plain(getattr(record, column))
            if value in (None, ""):
                continue
            other = taken[name].get(value)
            if other is not None and other != record.pk:
                problems[name] = f"Another {self._kind.noun}, which the file does not mean, has it already."
            first = self._seen[name].setdefault(value, number)
            if first != number:
                problems[name] = f"Row {first} has it as well."
        return problems


def _plain(value: Any) -> Hashable:
    """Return a value as it is compared: text without case for addresses alone would surprise, so as it is."""
    return value.strip() if isinstance(value, str) else value
