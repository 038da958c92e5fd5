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
        self._by_external_id = "external_id" in mapping.match and "external_system" in kind.by_name

    def key(self, draft: Draft) -> Key | None:
        """Return what identifies a row; nothing where a part of it is empty."""
        if not self._names or any(name in draft.missing for name in self._names):
            return None
        key = tuple(_plain(draft.values.get(name)) for name in self._names)
        if key[0] in (None, "") or key == (None,) * len(key):
            return None
        return (*key, self._system(draft)) if self._by_external_id else key

    def _system(self, draft: Draft) -> str:
        return str(draft.values.get("external_system") or "")

    def existing(self, drafts: Iterable[Draft]) -> dict[Key, list[Any]]:
        """Return the records that the rows of a chunk mean, by key."""
        keys = {key for draft in drafts if (key := self.key(draft)) is not None}
        if not keys:
            return {}
        found: dict[Key, list[Any]] = {}
        places: dict[Key, list[Key]] = {}
        for key in keys:
            places.setdefault(key[: len(self._columns)], []).append(key)
        firsts = {key[0] for key in keys}
        records = self._kind.existing(self._context.viewer).filter(**{f"{self._columns[0]}__in": firsts})
        if self._names[0] == "external_id":
            records = records.exclude(external_id="")  # or the index of those that have one is not used
        for record in records:
            held = tuple(_plain(getattr(record, column)) for column in self._columns)
            for key in places.get(held, ()):
                found.setdefault(key, []).append(record)
        if self._by_external_id:
            found = {key: _of_system(records, str(key[-1])) for key, records in found.items()}
        return found


class Uniques:
    """The values that no two records share: those in the database, and those that the file brought so far."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._columns = {name: _columns_of(kind, name) for name in kind.uniques}
        self._seen: dict[str, dict[Hashable, int]] = {name: {} for name in kind.uniques}

    def taken(self, drafts: Iterable[Draft]) -> dict[str, dict[Hashable, int]]:
        """Return which values of a chunk belong to which records, also those out of the viewer's reach."""
        found: dict[str, dict[Hashable, int]] = {}
        for name, columns in self._columns.items():
            values = {value for draft in drafts if (value := draft.values.get(name))}
            rows = self._kind.model._base_manager.filter(**{f"{columns[0]}__in": values})
            if name == "external_id":
                rows = rows.exclude(external_id="")
            if any(field.name == "deleted_at" for field in self._kind.model._meta.concrete_fields):
                rows = rows.filter(deleted_at=None)
            held = rows.values_list("pk", *columns) if values else ()
            found[name] = {tuple(map(_plain, value)): pk for pk, *value in held}
        return found

    def collisions(self, record: Any, taken: dict[str, dict[Hashable, int]], number: int) -> dict[str, str]:
        """Return which of the record's values belong to another one: field → reason."""
        problems: dict[str, str] = {}
        for name, columns in self._columns.items():
            value = tuple(_plain(getattr(record, column)) for column in columns)
            if value[0] in (None, ""):
                continue
            other = taken[name].get(value)
            if other is not None and other != record.pk:
                problems[name] = f"Another {self._kind.noun}, which the file does not mean, has it already."
            first = self._seen[name].setdefault(value, number)
            if first != number:
                problems[name] = f"Row {first} has it as well."
        return problems


def _columns_of(kind: Kind, name: str) -> tuple[str, ...]:
    """Return the columns that hold a unique value: an external id is unique within its system."""
    column = kind.by_name[name].column
    return (column, "external_system") if name == "external_id" else (column,)


def _of_system(records: list[Any], system: str) -> list[Any]:
    """Return the records that an external id means in a file from this system.

    Its own ones first, else one that names no system yet; a file that names none may mean any.
    """
    if not system:
        return records
    own = [record for record in records if record.external_system == system]
    return own or [record for record in records if not record.external_system]


def _plain(value: Any) -> Hashable:
    """Return a value as it is compared: text without case for addresses alone would surprise, so as it is."""
    return value.strip() if isinstance(value, str) else value
