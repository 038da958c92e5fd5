"""Take indexes and foreign keys off a few tables while millions of rows come in, and put them back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, models

_POSTGRES_INDEXES = """
SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
WHERE x.indrelid = %s::regclass AND NOT x.indisunique"""
_POSTGRES_KEYS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype = 'f'"""
_SQLITE_INDEXES = """
SELECT name, sql FROM sqlite_master
WHERE type = 'index' AND tbl_name = %s AND sql NOT LIKE 'CREATE UNIQUE%%'"""


@contextmanager
def tuned(loaded: Iterable[type[models.Model]]) -> Iterator[None]:
    """Load these tables without indexes that are not unique; they are built again at the end of the block."""
    tables = [model._meta.db_table for model in loaded]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -400000")  # KiB, of this connection only
    put_back = [statement for table in tables for statement in _take_off(table)]
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for statement in put_back:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ANALYZE {table}")


def _take_off(table: str) -> list[str]:
    """Drop what slows loading down; return the statements that bring it back."""
    put_back = []
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_INDEXES if connection.vendor == "postgresql" else _SQLITE_INDEXES, [table])
        for name, definition in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')
            put_back.append(definition)
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_KEYS, [table])
            for name, definition in cursor.fetchall():
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
                put_back.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
    return put_back
