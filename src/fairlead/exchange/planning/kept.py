"""Planned rows on their way from the plan to the database, in a file: a million of them need no memory."""

import pickle
import tempfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection, models

from fairlead.exchange.bulk import attributes
from fairlead.exchange.kinds import Kind, Missing

from .outcome import Planned, What

_TOGETHER = 1_000


class KeptRow(NamedTuple):
    """What is to be written of a planned row.

    :param pk: the existing record that it changes; 0 makes a new one.
    :param version: the version of that record which the plan saw.
    :param values: the record as it will be, by ``bulk.attributes``; empty where only the changes are needed.
    :param changes: attribute → new value, of an update.
    """

    number: int
    pk: int
    version: int
    values: tuple[Any, ...]
    changes: dict[str, Any]
    extras: dict[str, Any]
    missing: dict[str, Missing]


class KeptRows:
    """The rows of one plan that will be written, in their order; read as often as needed."""

    def __init__(self, kind: Kind) -> None:
        self.created = self.updated = 0
        self.missing: dict[tuple[str, str], Missing] = {}
        """The records that rows refer to and that do not exist yet, each once."""
        self.attributes = attributes(kind.model)
        self._settles = kind.settles
        self._waiting: list[KeptRow] = []
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- it is gone when nobody holds it

    def __len__(self) -> int:
        return self.created + self.updated

    def add(self, row: Planned) -> None:
        """Keep a row that will be created or updated."""
        is_new = row.what == What.CREATE
        self.created, self.updated = self.created + is_new, self.updated + (not is_new)
        for missing in row.missing.values():
            self.missing.setdefault(key_of(missing), missing)
        whole = is_new or row.extras or row.missing or self._settles
        self._waiting.append(
            KeptRow(
                row.number,
                0 if is_new else row.record.pk,
                0 if is_new else row.record.version,
                tuple(map(row.record.__dict__.get, self.attributes)) if whole else (),
                {name: after for name, (_, after) in row.changes.items()},
                row.extras,
                row.missing,
            )
        )
        if len(self._waiting) == _TOGETHER:
            self._put_away()

    def take(self, other: "KeptRows") -> None:
        """Take over the rows of another plan of the same kind."""
        self.created, self.updated = self.created + other.created, self.updated + other.updated
        self.missing = other.missing | self.missing
        for row in other:
            self._waiting.append(row)
            if len(self._waiting) == _TOGETHER:
                self._put_away()

    def clear(self) -> None:
        """Forget all rows: the plan has a problem, so nothing will be written."""
        self.created = self.updated = 0
        self._waiting.clear()
        self._file.truncate(0)
        self._file.seek(0)

    def __iter__(self) -> Iterator[KeptRow]:
        self._put_away()
        place = 0
        while place < self._file.tell():
            end = self._file.tell()
            self._file.seek(place)
            rows: list[tuple[Any, ...]] = pickle.load(self._file)  # noqa: S301 -- written by ourselves, without a name
            place = self._file.tell()
            self._file.seek(end)
            yield from map(KeptRow._make, rows)

    def _put_away(self) -> None:
        if self._waiting:
            pickle.dump([tuple(row) for row in self._waiting], self._file, pickle.HIGHEST_PROTOCOL)
            self._waiting.clear()


def key_of(missing: Missing) -> tuple[str, str]:
    """Return what tells one missing record from another, however its name is written."""
    return missing.lookup, missing.text.casefold()


def instance(model: type[models.Model], row: KeptRow, pk: int) -> Any:
    """Return the record of a row as an instance, for those who work out what belongs to it."""
    return model.from_db(connection.alias, ("id", *attributes(model)), (pk, *row.values))
