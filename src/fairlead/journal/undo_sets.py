"""The rows of one table that a batch touched, as sets that the database works through itself."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from .opening import Recording
from .tracking import TrackedModel, kept_fields


class BatchRows:
    """One tracked table, as a batch left it."""

    def __init__(self, model: type[TrackedModel], batch_id: int) -> None:
        self.model = model
        self.kind = model._meta.model_name or ""
        self.table = model._meta.db_table
        self.past = f"{self.table}_history"
        self.entries = f"(SELECT id FROM journal_entry WHERE batch_id = {int(batch_id)})"
        self.before = (
            f"SELECT * FROM {self.past} p WHERE p.closed_entry_id IN {self.entries}"
            f" AND p.entry_id NOT IN {self.entries}"
        )
        self.kept: dict[int, str] = {}
        self._columns = [f.column for f in kept_fields(model) if f.column and not f.primary_key]

    def undoable(self, alias: str) -> str:
        """Return the condition for rows that the batch wrote, nobody changed since, and nothing keeps."""
        return f"({alias}.entry_id IN {self.entries} AND {alias}.id NOT IN ({_listed(self.kept)}))"

    def created(self, alias: str) -> str:
        """Return the condition for undoable rows that did not exist before the batch."""
        return (
            f"({self.undoable(alias)}"
            f" AND NOT EXISTS (SELECT 1 FROM ({self.before}) b WHERE b.id = {alias}.id))"
        )

    def returning(self, alias: str) -> str:
        """Return the condition for rows of the past that will hold again: restored or brought back."""
        return (
            f"({alias}.id NOT IN ({_listed(self.kept)})"
            f" AND NOT EXISTS (SELECT 1 FROM {self.table} t WHERE t.id = {alias}.id"
            f" AND t.entry_id NOT IN {self.entries})"
            f" AND NOT EXISTS (SELECT 1 FROM {self.past} n WHERE n.id = {alias}.id"
            f" AND n.version > {alias}.version AND n.closed_entry_id NOT IN {self.entries}))"
        )

    def left(self) -> list[tuple[int, str, str]]:
        """Return the records that stay as they are: id, label, reason."""
        changed = (
            f"SELECT DISTINCT id FROM {self.past} WHERE entry_id IN {self.entries}"
            f" AND closed_entry_id NOT IN {self.entries}"
        )
        reasons = {pk: "It was changed since." for (pk,) in _rows(changed)} | self.kept
        names = {pk: str(record) for pk, record in self.model._base_manager.in_bulk(list(reasons)).items()}
        gone = "It was deleted since."
        return [
            (pk, names.get(pk, f"#{pk}"), why if pk in names or pk in self.kept else gone)
            for pk, why in sorted(reasons.items())
        ]

    def remove(self) -> int:
        """Delete what the batch created; return how many rows."""
        return _execute(f"DELETE FROM {self.table} WHERE {self.created(self.table)}")

    def restore(self) -> int:
        """Give rows that the batch changed, and nobody since, the values they had; return how many."""
        try:
            with transaction.atomic():
                return self._restore()
        except IntegrityError:  # a value that one row gives back is still held by another, for now
            return self._restore_in_turn()

    def _restore(self, more: str = "") -> int:
        values = ", ".join(f'"{column}" = b."{column}"' for column in self._columns)
        return _execute(
            f"UPDATE {self.table} SET {values} FROM ({self.before}) b"
            f" WHERE b.id = {self.table}.id AND {self.undoable(self.table)}{more}"
        )

    def _restore_in_turn(self) -> int:
        """Restore row by row, those first that make room for others; raise when none can go first."""
        waiting = [pk for (pk,) in _rows(f"SELECT id FROM ({self.before}) b ORDER BY id")]
        restored = 0
        while waiting:
            stuck: list[int] = []
            for pk in waiting:
                try:
                    with transaction.atomic():
                        restored += self._restore(f" AND {self.table}.id = {int(pk)}")
                except IntegrityError:
                    if len(stuck) + 1 == len(waiting):
                        raise
                    stuck.append(pk)
            waiting = stuck
        return restored

    def bring_back(self, opened: Recording) -> int:
        """Write rows that the batch deleted again, under the ids that they had; return how many."""
        untracked = [f for f in self.model._meta.concrete_fields if f.name in self.model.untracked]
        names = ", ".join(f'"{name}"' for name in [*self._columns, *(f.column for f in untracked)])
        values = ", ".join(
            [*(f'b."{name}"' for name in self._columns), *("NULL" if f.null else "''" for f in untracked)]
        )
        at = connection.ops.adapt_datetimefield_value(opened.at)
        since = "fairlead_moment(b.valid_to)" if connection.vendor == "sqlite" else "%s"  # or the trigger's
        return _execute(
            f"INSERT INTO {self.table} (id, {names}, version, valid_from, entry_id)"
            f" SELECT b.id, {values}, b.version + 1, {since}, {opened.entry_id} FROM ({self.before}) b"
            f" WHERE NOT EXISTS (SELECT 1 FROM {self.table} t WHERE t.id = b.id) AND {self.returning('b')}",
            [at] if "%s" in since else (),
        )


def keep_what_is_needed(tables: Sequence[BatchRows]) -> None:
    """Mark what cannot go back, until no more is found.

    Created rows that something outside the undo points to stay; rows of the past that would point to what
    is no longer there do not return.
    """
    by_model: dict[type[models.Model], BatchRows] = {table.model: table for table in tables}
    links = list(_foreign_keys(by_model))
    found = True
    while found:
        found = False
        for source, column, target in links:
            own, other = by_model.get(source), by_model[target]
            for pk in _ids_in_use(source, column, other, own):
                noun = str(source._meta.verbose_name)
                other.kept[pk] = f"{'An' if noun[0] in 'aeiou' else 'A'} {noun} depends on it."
                found = True
            for pk in _ids_stranded(own, column, other) if own else ():
                own.kept[pk] = f"The {target._meta.verbose_name} that it referred to is gone."  # type: ignore[union-attr]
                found = True


def _foreign_keys(targets: Iterable[type[models.Model]]) -> Iterable[tuple[type[models.Model], str, Any]]:
    """Return every foreign key that the database enforces: source, column, target."""
    wanted = set(targets)
    for source in apps.get_models():
        for f in source._meta.concrete_fields:
            if (
                isinstance(f, models.ForeignKey)
                and getattr(f, "db_constraint", True)
                and f.related_model in wanted
            ):
                yield source, f.column, f.related_model


def _ids_in_use(
    source: type[models.Model], column: str, target: BatchRows, own: BatchRows | None
) -> list[int]:
    """Return the created rows that a row refers to which stays as it is."""
    staying = f" AND NOT {own.undoable('s')}" if own else ""
    rows = _rows(
        f'SELECT DISTINCT t.id FROM {target.table} t JOIN {source._meta.db_table} s ON s."{column}" = t.id'
        f" WHERE {target.created('t')}{staying}"
    )
    return [pk for (pk,) in rows]


def _ids_stranded(own: BatchRows, column: str, target: BatchRows) -> list[int]:
    """Return the rows that would return and refer to a row that is gone and does not return with them."""
    rows = _rows(
        f'SELECT b.id FROM ({own.before}) b LEFT JOIN {target.table} f ON f.id = b."{column}"'
        f' WHERE b."{column}" IS NOT NULL AND f.id IS NULL AND {own.returning("b")}'
        f' AND NOT EXISTS (SELECT 1 FROM ({target.before}) r WHERE r.id = b."{column}"'
        f" AND {target.returning('r')})"
    )
    return [pk for (pk,) in rows]


def _listed(ids: Iterable[int]) -> str:
    return ", ".join(str(int(pk)) for pk in ids) or "-1"


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _execute(sql: str, parameters: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return int(cursor.rowcount)
