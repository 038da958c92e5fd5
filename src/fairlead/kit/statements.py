"""Send statements whose text never changes, so that PostgreSQL plans them once a connection.

Django writes values into the text of a statement, which makes each a new one to the database. SQLite's own
library recognises a text that it has seen.
"""

import json
from collections.abc import Iterable

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper

PLANNED_AFTER = 5
"""How often a connection sends the same text before PostgreSQL keeps its plan (`prepare_threshold`)."""


def cursor() -> CursorWrapper:
    """Return a cursor like ``connection.cursor()`` that sends text and values apart.

    Where statements are logged it is Django's own: a plan that was kept has no text to log.
    """
    found: CursorWrapper = connection.cursor()
    if connection.vendor == "postgresql" and not connection.queries_logged:
        found.cursor = psycopg.Cursor(connection.connection)
    return found


def among(column: str) -> str:
    """Return the condition that a column holds one of many keys; its place takes ``listed(keys)``."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s::bigint[])"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 -- a column of our own


def listed(keys: Iterable[int]) -> list[int] | str:
    """Return keys as the one value that ``among`` has a place for."""
    return list(keys) if connection.vendor == "postgresql" else json.dumps(list(keys))
