"""The rows of one table that a batch touched, as sets that the database works through itself."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from .opening import Recording
from .tracking import TrackedModel, kept_fields

KEPT = "journal_kept"
"""A table of this session alone: the rows that an undo leaves as they are, and why."""

CHANGED = "It was changed since."
DELETED = "It was deleted since."

Among: TypeAlias = tuple[int, int] | None
"""The first and the last id to work on; nothing for all."""


class BatchRows:
    """One tracked table, as a batch left it.

    :param undo_id: the batch that takes it back, which may have done a part of it already.
    :param force: take back what others changed since as well.
    :param by_id: only some rows between two ids are asked for at a time, so they are found by their ids.
    """

    def __init__(
        self,
        model: type[TrackedModel],
        batch_id: int,
        undo_id: int = 0,
        *,
        force: bool = False,
        by_id: bool = False,
    ) -> None:
        self.model, self.force = model, force
        self._plain = "+" if by_id else ""  # a column with a plus before it is not looked up in its index
        self.kind = model._meta.model_name or ""
        self.table = model._meta.db_table
        self.past = f"{self.table}_history"
        self.entries = f"(SELECT id FROM journal_entry WHERE batch_id = {int(batch_id)})"
        self.ours = f"(SELECT id FROM journal_entry WHERE batch_id = {int(undo_id)})"
        first = (
            f" AND NOT EXISTS (SELECT 1 FROM {self.past} q WHERE q.id = p.id AND q.version < p.version"
            f" AND q.closed_entry_id IN {self.entries} AND q.entry_id NOT IN {self.entries})"
        )
        self.before = (
            f"SELECT * FROM {self.past} p WHERE {self._plain}p.closed_entry_id IN {self.entries}"
            f" AND p.entry_id NOT IN {self.entries}{first if force else ''}"
        )
        self._kept = f"(SELECT id FROM {KEPT} WHERE source = '{self.table}')"
        self._columns = [f.column for f in kept_fields(model) if f.column and not f.primary_key]

    def keep(self, ids: Iterable[int], reason: str) -> None:
        """Let these rows stay as they are."""
        rows = [(self.table, pk, reason) for pk in ids]
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {KEPT} VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows)

    def undoable(self, alias: str) -> str:
        """Return the condition for rows that the batch wrote, that nothing keeps, and nobody changed since.

        By force, those that somebody changed since are among them; a told past (version 0) changes no row.
        """
        free = f"{alias}.id NOT IN {self._kept}"
        if not self.force:
            ours = f"{self._plain}{alias}.entry_id IN {self.entries}"
            return f"({ours} AND {free} AND NOT EXISTS ({self._since(alias)}))"
        return (
            f"({alias}.id IN (SELECT id FROM {self.table} WHERE entry_id IN {self.entries} UNION"
            f" SELECT id FROM {self.past} WHERE entry_id IN {self.entries} AND version > 0)"
            f" AND {alias}.entry_id NOT IN {self.ours} AND {free})"
        )

    def _since(self, alias: str) -> str:
        """Return the question whether somebody else followed the batch on a row."""
        return (
            f"SELECT 1 FROM {self.past} n WHERE n.id = {alias}.id AND n.entry_id IN {self.entries}"
            f" AND n.closed_entry_id NOT IN {self.entries} AND n.closed_entry_id NOT IN {self.ours}"
        )

    def created(self, alias: str) -> str:
        """Return the condition for undoable rows that did not exist before the batch."""
        return (
            f"({self.undoable(alias)}"
            f" AND NOT EXISTS (SELECT 1 FROM ({self.before}) b WHERE b.id = {alias}.id))"
        )

    def returning(self, alias: str) -> str:
        """Return the condition for rows of the past that will hold again: restored or brought back."""
        stands = f"SELECT 1 FROM {self.table} t WHERE t.id = {alias}.id AND t.entry_id NOT IN"
        gone = (
            f"NOT EXISTS (SELECT 1 FROM {self.past} n WHERE n.id = {alias}.id"
            f" AND n.version > {alias}.version AND n.closed_entry_id NOT IN {self.entries})"
        )
        if self.force:
            return f"({alias}.id NOT IN {self._kept} AND (EXISTS ({stands} {self.ours}) OR {gone}))"
        return f"({alias}.id NOT IN {self._kept} AND NOT EXISTS ({stands} {self.entries}) AND {gone})"

    def changed(self) -> str:
        """Return the ids of rows that somebody else changed or deleted since; by force, only deleted ones."""
        gone = f" AND NOT EXISTS (SELECT 1 FROM {self.table} t WHERE t.id = p.id)" if self.force else ""
        undone = f"SELECT 1 FROM {self.past} d WHERE d.id = p.id AND d.closed_entry_id IN {self.ours}"
        return (
            f"SELECT DISTINCT id FROM {self.past} p WHERE entry_id IN {self.entries}"
            f" AND closed_entry_id NOT IN {self.entries} AND closed_entry_id NOT IN {self.ours}{gone}"
            f" AND NOT EXISTS ({undone})"
        )

    def left(self, limit: int | None = None) -> list[tuple[int, str, str]]:
        """Return the records that stay as they are, at most so many: id, label, reason."""
        some = f" LIMIT {int(limit)}" if limit else ""
        kept = dict(_rows(f"SELECT id, reason FROM {KEPT} WHERE source = '{self.table}' ORDER BY id{some}"))
        reasons = {pk: CHANGED for (pk,) in _rows(f"{self.changed()} ORDER BY id{some}")} | kept
        names = {pk: str(record) for pk, record in self.model._base_manager.in_bulk(list(reasons)).items()}
        return [
            (pk, names.get(pk, f"#{pk}"), why if pk in names or pk in kept else DELETED)
            for pk, why in sorted(reasons.items())[:limit]
        ]

    def left_count(self) -> int:
        """Return how many records stay as they are."""
        both = f"{self.changed()} UNION SELECT id FROM {KEPT} WHERE source = '{self.table}'"
        return int(_rows(f"SELECT count(*) FROM ({both}) l")[0][0])

    def forcible(self) -> int:
        """Return how many records stay only because somebody changed them since."""
        stands = f"SELECT id FROM {self.table} WHERE id NOT IN {self._kept}"
        return int(_rows(f"SELECT count(*) FROM ({self.changed()}) c WHERE c.id IN ({stands})")[0][0])

    def ids(self, step: str) -> "array[int]":
        """Return the rows that a step will work on, in the order of their ids."""
        questions = {
            "remove": f"SELECT id FROM {self.table} WHERE {self.created(self.table)}",
            "restore": f"SELECT t.id FROM {self.table} t JOIN ({self.before}) b ON b.id = t.id"
            f" WHERE {self.undoable('t')}",
            "bring_back": f"SELECT b.id FROM ({self.before}) b WHERE {self._absent('b')}",
        }
        return array("q", (pk for (pk,) in _rows(f"{questions[step]} ORDER BY 1")))

    def remove(self, among: Among = None) -> int:
        """Delete what the batch created; return how many rows."""
        return _execute(
            f"DELETE FROM {self.table} WHERE {self.created(self.table)}{_between(among, self.table)}"
        )

    def restore(self, among: Among = None) -> int:
        """Give rows that the batch changed, and nobody since, the values they had; return how many."""
        try:
            with transaction.atomic():
                return self._restore(_between(among, self.table))
        except IntegrityError:  # a value that one row gives back is still held by another, for now
            if among:
                raise
            return self._restore_in_turn()

    def _restore(self, more: str = "") -> int:
        pairs = (
            f" FROM {self.table} JOIN ({self.before}) b ON b.id = {self.table}.id"
            f" WHERE {self.undoable(self.table)}{more}"
        )
        columns = self._differing(pairs)
        values = ", ".join(f'"{column}" = b."{column}"' for column in columns or self._columns[:1])
        return _execute(
            f"UPDATE {self.table} SET {values} FROM ({self.before}) b"
            f" WHERE b.id = {self.table}.id AND {self.undoable(self.table)}{more}"
        )

    def _differing(self, pairs: str) -> list[str]:
        """Return the columns in which any row differs from what it was; each one less is quicker to write."""
        other = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
        parts = ", ".join(
            f'max(CASE WHEN {self.table}."{column}" {other} b."{column}" THEN 1 ELSE 0 END)'
            for column in self._columns
        )
        found = _rows(f"SELECT {parts}{pairs}")[0]
        return [column for column, differs in zip(self._columns, found, strict=True) if differs]

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

    def bring_back(self, among: Among = None, *, opened: Recording) -> int:
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
            f" WHERE {self._absent('b')}{_between(among, 'b')}",
            [at] if "%s" in since else (),
        )

    def _absent(self, alias: str) -> str:
        absent = f"NOT EXISTS (SELECT 1 FROM {self.table} t WHERE t.id = {alias}.id)"
        return f"({absent} AND {self.returning(alias)})"


def keep_what_is_needed(tables: Sequence[BatchRows]) -> None:
    """Mark what cannot go back, until no more is found.

    Created rows that something outside the undo points to stay; rows of the past that would point to what
    is no longer there do not return.
    """
    _forget_what_was_kept()
    by_model: dict[type[models.Model], BatchRows] = {table.model: table for table in tables}
    links = list(_foreign_keys(by_model))
    found = True
    while found:
        found = False
        for source, column, target in links:
            own, other = by_model.get(source), by_model[target]
            if used := _ids_in_use(source, column, other, own):
                noun = str(source._meta.verbose_name)
                other.keep(used, f"{'An' if noun[0] in 'aeiou' else 'A'} {noun} depends on it.")
                found = True
            if own and (stranded := _ids_stranded(own, column, other)):
                own.keep(stranded, f"The {target._meta.verbose_name} that it referred to is gone.")
                found = True


def children_first(tables: Sequence[BatchRows]) -> list[BatchRows]:
    """Return the tables so that those which refer to another come before it, as far as that can be."""
    by_model: dict[type[models.Model], BatchRows] = {table.model: table for table in tables}
    parents: dict[BatchRows, set[BatchRows]] = {table: set() for table in tables}
    for source, _, target in _foreign_keys(by_model):
        if source in by_model and source is not target:
            parents[by_model[source]].add(by_model[target])
    ordered: list[BatchRows] = []
    while parents:
        referred = set[BatchRows]().union(*parents.values())
        free = [table for table in parents if table not in referred] or [next(iter(parents))]
        ordered += free
        for table in free:
            del parents[table]
    return ordered


def _forget_what_was_kept() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {KEPT}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {KEPT}"
            " (source varchar(63), id bigint, reason varchar(200), PRIMARY KEY (source, id))"
        )


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


def _between(among: Among, alias: str) -> str:
    return f" AND {alias}.id BETWEEN {int(among[0])} AND {int(among[1])}" if among else ""


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _execute(sql: str, parameters: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return int(cursor.rowcount)
