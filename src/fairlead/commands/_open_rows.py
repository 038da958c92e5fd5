"""All rows in an open format: a file of JSON lines for each table, to be read by anything.

Such a backup knows no kind of database: what was written from SQLite goes into PostgreSQL, and back.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.db import connection, models, transaction

from fairlead.commands._archive import BadArchive
from fairlead.kit.search import SearchField, installing
from fairlead.kit.search.field import SEARCHED

NAME = "open"
FOLDER = "rows/"
_AT_ONCE = 1_000
_LEFT_OUT = (ContentType, Permission, Session)
"""What the installation makes by itself, and who is signed in at the moment."""

Model: TypeAlias = type[models.Model]
Fields: TypeAlias = list[models.Field[Any, Any]]


def tables() -> list[Model]:
    """Return the models whose rows a backup holds, in the order of their tables' names."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model not in _LEFT_OUT and not model._meta.proxy
    ]
    kept = [model for model in found if not any(field.related_model in _LEFT_OUT for field in _fields(model))]
    return sorted(kept, key=lambda model: model._meta.db_table)


def dump(folder: Path) -> dict[str, Path]:
    """Write every table, all as they are at one moment; return the files by their names in the archive."""
    (folder / FOLDER).mkdir()
    with transaction.atomic():
        _look_at_one_moment()
        return {f"{FOLDER}{path.name}": path for path in (_dump(model, folder) for model in tables())}


def load(folder: Path) -> int:
    """Put the rows of all tables in the place of those that are there; return how many rows those are.

    :raises BadArchive: when a table has other columns than this version of Fairlead.
    """
    resting = _rest_on_postgres() if connection.vendor == "postgresql" else _rest_on_sqlite()
    with transaction.atomic(), resting:
        for model in tables():
            with connection.cursor() as cursor:
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608 -- our own table
        count = sum(_load(model, folder / FOLDER / f"{model._meta.db_table}.jsonl") for model in tables())
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
    return count


def _fields(model: Model) -> Fields:
    """Return the fields that a backup holds: nothing that the database works out from others."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.generated and not isinstance(field, SearchField)
    ]


def _dump(model: Model, folder: Path) -> Path:
    fields, path = _fields(model), folder / FOLDER / f"{model._meta.db_table}.jsonl"
    rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps([field.column for field in fields]) + "\n")
        for row in rows.iterator(_AT_ONCE):
            file.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
    return path


def _load(model: Model, path: Path) -> int:
    fields = _fields(model)
    with path.open(encoding="utf-8") as file:
        if json.loads(next(file)) != [field.column for field in fields]:
            raise BadArchive(f"{path.name} has other columns than this version of Fairlead.")
        return _insert(model, fields, (json.loads(line) for line in file))


def _insert(model: Model, fields: Fields, rows: Iterable[list[Any]]) -> int:
    searched = [field.column for field in model._meta.concrete_fields if isinstance(field, SearchField)]
    names = ", ".join(f'"{column}"' for column in [*(field.column for field in fields), *searched])
    places = ", ".join(["%s"] * len(fields) + ["''"] * len(searched))
    statement = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})'  # noqa: S608 -- our own
    count, rest = 0, iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(rest, _AT_ONCE)):
            cursor.executemany(statement, [_prepared(fields, row) for row in some])
            count += len(some)
    return count


def _prepared(fields: Fields, row: list[Any]) -> list[Any]:
    return [
        None if value is None else field.get_db_prep_save(field.to_python(value), connection)
        for field, value in zip(fields, row, strict=True)
    ]


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _look_at_one_moment() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


@contextmanager
def _rest_on_postgres() -> Iterator[None]:
    """Let rows come in as they are: what the journal's triggers wrote is among them; the search's work on."""
    names = [model._meta.db_table for model in tables()]
    searched = [model._meta.db_table for model, _field in SEARCHED]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        for name in searched:
            cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER "search_{name}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')


@contextmanager
def _rest_on_sqlite() -> Iterator[None]:
    """Let rows come in as they are; SQLite's triggers cannot rest, so they go and come back as they were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    yield
    installing.fill_all()
    with connection.cursor() as cursor:
        for _name, sql in triggers:
            cursor.execute(sql)
