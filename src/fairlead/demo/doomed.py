"""Which rows go when the demo company is removed, worked out as sets inside the database."""

# ruff: noqa: S608 -- names of tables and columns come from our models
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from fairlead.journal.models import Batch, Entry, OutboxEvent
from fairlead.journal.tracking import TrackedModel, tracked_models
from fairlead.people.models import Person, Share

_JOURNAL = (Entry, Batch, OutboxEvent)


class Doomed:
    """For every tracked table the ids that go, in temporary tables of this connection.

    :param batches: the batches whose rows go.
    """

    def __init__(self, batches: Iterable[int]) -> None:
        self.batches = ", ".join(str(int(pk)) for pk in batches)
        self.models = tracked_models()
        self.made = {model: self._gather(model) for model in self.models}
        self._links = list(_foreign_keys(self.models))
        while sum(self._doom_parts(*link) for link in self._links if _is_part(link[1])):
            pass
        for model in self.models:
            self._doom_shares(model)

    def keep_person(self, pk: int | None) -> None:
        """Let a person stay, whoever made them."""
        _do(f"DELETE FROM {_ids(Person)} WHERE id = %s", [pk])

    def settle(self) -> None:
        """Let everything stay that something staying depends on, until no more is found."""
        while self._rescue():
            pass

    def kept(self) -> dict[str, int]:
        """Return how many rows the batches made and that stay all the same, by kind."""
        found = {}
        for model, count in self.made.items():
            gone = _count(f"SELECT count(*) FROM {_ids(model)} WHERE made")
            if count > gone:
                meta = model._meta
                found[str(meta.verbose_name if count - gone == 1 else meta.verbose_name_plural)] = (
                    count - gone
                )
        return found

    def going(self) -> dict[str, int]:
        """Return how many rows of today go, by kind."""
        counts = {
            str(model._meta.verbose_name_plural): _count(
                f"SELECT count(*) FROM {model._meta.db_table} WHERE id IN (SELECT id FROM {_ids(model)})"
            )
            for model in self.models
        }
        return {noun: count for noun, count in counts.items() if count}

    def erase(self) -> int:
        """Erase what goes, with versions and the entries that speak of nothing else; return how many rows."""
        self._note_entries("fairlead_gone", "IN")
        erased = 0
        for source, f, target in _foreign_keys(self.models, tracked=False):
            self._let_go(source, f, target)
        for model in self.models:
            table = model._meta.db_table
            _do(f"DELETE FROM {table}_history WHERE id IN (SELECT id FROM {_ids(model)})")
            erased += _do(f"DELETE FROM {table} WHERE id IN (SELECT id FROM {_ids(model)})")
        self._erase_entries()
        self._tidy()
        return erased

    def _gather(self, model: type[TrackedModel]) -> int:
        """Doom the rows whose first version the batches made; return how many rows of today that are."""
        table = model._meta.db_table
        entries = f"SELECT id FROM journal_entry WHERE batch_id IN ({self.batches})"
        made = f"version = 1 AND {{0}}.entry_id IN ({entries})"
        _do(f"CREATE TEMPORARY TABLE {_ids(model)} (id bigint PRIMARY KEY, made boolean NOT NULL)")
        _do(
            f"INSERT INTO {_ids(model)} SELECT id, max(today) = 1 FROM"
            f" (SELECT id, 1 AS today FROM {table} WHERE {made.format(table)}"
            f" UNION ALL SELECT h.id, CASE WHEN t.id IS NULL THEN 0 ELSE 1 END"
            f" FROM {table}_history h LEFT JOIN {table} t ON t.id = h.id WHERE h.{made.format('h')}) x"
            f" GROUP BY id"
        )
        return _count(f"SELECT count(*) FROM {_ids(model)} WHERE made")

    def _doom_parts(
        self, source: type[models.Model], f: models.ForeignKey[Any, Any], target: type[models.Model]
    ) -> int:
        """Doom what is part of a doomed row, such as a line that somebody added to the demo's opportunity."""
        doomed = 0
        for table in (source._meta.db_table, f"{source._meta.db_table}_history"):
            doomed += _do(
                f"INSERT INTO {_ids(source)} SELECT DISTINCT id, false FROM {table}"
                f" WHERE {f.column} IN (SELECT id FROM {_ids(target)})"
                f" AND id NOT IN (SELECT id FROM {_ids(source)})"
            )
        return doomed

    def _doom_shares(self, model: type[TrackedModel]) -> None:
        _do(
            f"INSERT INTO {_ids(Share)} SELECT id, false FROM people_share WHERE kind = %s"
            f" AND record_id IN (SELECT id FROM {_ids(model)}) AND id NOT IN (SELECT id FROM {_ids(Share)})",
            [model._meta.model_name],
        )

    def _rescue(self) -> int:
        """Go round once; return how many rows were found to be needed."""
        found = 0
        for source, f, target in self._links:
            if not _is_part(f):
                stays = f"id NOT IN (SELECT id FROM {_ids(source)})"
                used = f"SELECT {f.column} FROM {source._meta.db_table} WHERE {f.column} IS NOT NULL"
                found += self._spare(target, f"{used} AND {stays}")
        for source, f, target in _foreign_keys(self.models, tracked=False):
            if f.remote_field.on_delete in (models.PROTECT, models.RESTRICT):
                found += self._spare(
                    target, f"SELECT {f.column} FROM {source._meta.db_table} WHERE {f.column} IS NOT NULL"
                )
        for source in {source for source, f, _target in self._links if _is_part(f)}:
            found += self._spare_parts(source)
        self._note_entries("fairlead_stay", "NOT IN")
        theirs = "actor_id IS NOT NULL AND id IN (SELECT id FROM fairlead_stay)"
        return found + self._spare(Person, f"SELECT actor_id FROM journal_entry WHERE {theirs}")

    def _spare(self, model: type[models.Model], needed: str) -> int:
        return _do(f"DELETE FROM {_ids(model)} WHERE id IN ({needed})")

    def _spare_parts(self, source: type[models.Model]) -> int:
        """Let the parts of what stays stay as well."""
        whole = " AND ".join(
            f"({f.column} IS NULL OR {f.column} NOT IN (SELECT id FROM {_ids(target)}))"
            for other, f, target in self._links
            if other is source and _is_part(f)
        )
        return self._spare(source, f"SELECT id FROM {source._meta.db_table} WHERE {whole}")

    def _note_entries(self, name: str, where: str) -> None:
        """Note the entries of all rows that go (IN), or of all that stay (NOT IN)."""
        _do(f"DROP TABLE IF EXISTS {name}")
        _do(f"CREATE TEMPORARY TABLE {name} (id bigint PRIMARY KEY)")
        for model in self.models:
            table = model._meta.db_table
            condition = f"id {where} (SELECT id FROM {_ids(model)})"
            for source, column in (
                (table, "entry_id"),
                (f"{table}_history", "entry_id"),
                (f"{table}_history", "closed_entry_id"),
            ):
                _do(
                    f"INSERT INTO {name} SELECT {column} FROM {source} WHERE {condition}"
                    " ON CONFLICT DO NOTHING"
                )

    def _let_go(
        self, source: type[models.Model], f: models.ForeignKey[Any, Any], target: type[models.Model]
    ) -> None:
        """Take what merely accompanies a doomed row with it, such as its sessions, or let go of it."""
        gone = f"{f.column} IN (SELECT id FROM {_ids(target)})"
        if f.remote_field.on_delete is models.CASCADE:
            _do(f"DELETE FROM {source._meta.db_table} WHERE {gone}")
        elif f.null and f.remote_field.on_delete is models.SET_NULL:
            _do(f"UPDATE {source._meta.db_table} SET {f.column} = NULL WHERE {gone}")

    def _erase_entries(self) -> None:
        silent = (
            f"SELECT id FROM journal_entry WHERE id NOT IN (SELECT id FROM fairlead_stay)"
            f" AND (batch_id IN ({self.batches}) OR id IN (SELECT id FROM fairlead_gone)"
            f" OR actor_id IN (SELECT id FROM {_ids(Person)}))"
        )
        _do(f"DELETE FROM journal_outboxevent WHERE entry_id IN ({silent})")
        _do(f"DELETE FROM journal_entry WHERE id IN ({silent})")
        used = [
            f"SELECT {f.column} FROM {source._meta.db_table} WHERE {f.column} IS NOT NULL"
            for source, f in _points_to(Batch)
        ]
        for _pass in range(2):  # an undo goes before what it took back
            _do(f"DELETE FROM journal_batch WHERE id NOT IN ({' UNION '.join(used)})")

    def _tidy(self) -> None:
        for name in ("fairlead_gone", "fairlead_stay", *(_ids(model) for model in self.models)):
            _do(f"DROP TABLE {name}")


def _ids(model: type[models.Model]) -> str:
    return f"fairlead_doomed_{model._meta.db_table}"


def _is_part(f: models.ForeignKey[Any, Any]) -> bool:
    return f.remote_field.on_delete is models.CASCADE


def _foreign_keys(
    targets: Iterable[type[models.Model]], *, tracked: bool = True
) -> Iterator[tuple[Any, Any, Any]]:
    """Return the foreign keys that the database enforces: from tracked tables, or from all others."""
    wanted = set(targets)
    for source in apps.get_models():
        if source in _JOURNAL or issubclass(source, TrackedModel) is not tracked:
            continue
        for f in source._meta.concrete_fields:
            if (
                isinstance(f, models.ForeignKey)
                and getattr(f, "db_constraint", False)
                and f.related_model in wanted
            ):
                yield source, f, f.related_model


def _points_to(target: type[models.Model]) -> Iterator[tuple[Any, Any]]:
    for source in apps.get_models():
        for f in source._meta.concrete_fields:
            if isinstance(f, models.ForeignKey) and f.related_model is target:
                yield source, f


def _do(sql: str, parameters: Iterable[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters) or None)
        return max(int(cursor.rowcount), 0)


def _count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
