"""Send statements whose text never changes, so that PostgreSQL plans them once a connection.

Django writes values into the text of a statement, which makes each a new one to the database. SQLite's own
library recognises a text that it has seen.
"""

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
