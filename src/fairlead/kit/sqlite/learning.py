"""Let SQLite learn how values are spread, so that it plans well; PostgreSQL does so by itself."""

from typing import Any

from django.apps import apps
from django.db import connection


def learn() -> None:
    """Read every index once, table by table: writers wait for one table at most (2 s for a million rows).

    A sample would be quicker, but says that a value never has more rows than the sample, and keeps none of
    the values that are asked for by range: a filter by amount would read and sort half the table.
    """
    if connection.vendor != "sqlite":
        return
    models: list[Any] = apps.get_models(include_auto_created=True)
    known = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit = 0")
        for table in sorted({model._meta.db_table for model in models} & known):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
