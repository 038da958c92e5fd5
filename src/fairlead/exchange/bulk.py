"""Many rows at once: the triggers of the journal keep every version, whichever way a row is written."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import connection, models

BATCH = 500


def create_rows(rows: Sequence[models.Model]) -> None:
    """Insert new records of one model; each gets its key."""
    if rows:
        type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH)


def update_rows(model: type[models.Model], changes: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Write the changed columns of many records: key, and attribute → value.

    One prepared statement for each set of columns; Django's bulk_update grows with rows × columns.
    """
    by_columns = sorted(
        ((tuple(sorted(values)), pk, values) for pk, values in changes), key=lambda change: change[0]
    )
    for names, group in groupby(by_columns, key=lambda change: change[0]):
        fields = [_field(model, name) for name in names]
        table, key = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name("id")
        columns = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields)
        rows = [
            (
                *(
                    field.get_db_prep_save(values[name], connection)
                    for field, name in zip(fields, names, strict=True)
                ),
                pk,
            )
            for _, pk, values in group
        ]
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {columns} WHERE {key} = %s", rows)  # noqa: S608 -- names of our models


def _field(model: type[models.Model], attribute: str) -> Any:
    return next(field for field in model._meta.concrete_fields if attribute in (field.attname, field.name))


def in_chunks(rows: Iterable[Any], size: int) -> Iterable[list[Any]]:
    """Yield the rows in lists of at most this many."""
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
