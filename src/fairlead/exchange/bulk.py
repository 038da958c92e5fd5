"""Many rows at once: the triggers of the journal keep every version, whichever way a row is written.

Django's own bulk methods take longer to prepare a row than either database takes to write it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, islice
from typing import Any

from django.db import connection, models

from fairlead.journal import opening
from fairlead.journal.tracking import StampField
from fairlead.kit.search import SearchField
from fairlead.kit.search.folding import compose

_PLAIN = frozenset((
    models.BigIntegerField, models.BooleanField, models.CharField, models.EmailField, models.ForeignKey,
    models.IntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField,
    models.SmallIntegerField, models.TextField, models.URLField,
))  # fmt: skip
"""Fields whose values go to the database as they are."""

Adapt = Callable[[Any], Any]


def create_rows(rows: Sequence[models.Model]) -> None:
    """Insert new records of one model; each gets its key."""
    if rows:
        names = attributes(type(rows[0]))
        keys = insert(type(rows[0]), [tuple(map(row.__dict__.get, names)) for row in rows])
        for row, key in zip(rows, keys, strict=True):
            row.pk = key


@cache
def attributes(model: type[models.Model]) -> tuple[str, ...]:
    """Return the attributes that a new row brings: not its key, its version, or what is worked out."""
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated or isinstance(field, StampField))
        and field.name != "version"
    )


def insert(model: type[models.Model], rows: Sequence[tuple[Any, ...]]) -> list[int]:
    """Insert rows, each the values of :func:`attributes`; return their keys."""
    fields = [_field(model, name) for name in attributes(model)]
    adapt = [(place, change) for place, field in enumerate(fields) if (change := _adaption(field))]
    searched = [place for place, field in enumerate(fields) if isinstance(field, SearchField)]
    stamps = _stamps(model)
    keys = _new_keys(model, len(rows))
    written = []
    for key, row in zip(keys, rows, strict=True):
        values = list(row)
        for place in searched:
            values[place] = _search_text(model, fields[place], row)
        for place, change in adapt:
            if values[place] is not None:
                values[place] = change(values[place])
        written.append((key, *values, *stamps.values()))
    _put(model, ["id", *(field.column for field in fields), *stamps], written)
    return keys


def _search_text(model: type[models.Model], field: SearchField, row: tuple[Any, ...]) -> str:
    """Return the search text; PostgreSQL's trigger composes it itself."""
    names = attributes(model)
    return compose(*(row[names.index(name)] for name in field.sources)) if _is_sqlite() else ""


def _stamps(model: type[models.Model]) -> dict[str, Any]:
    """Return what the journal adds to every row: column → value."""
    stamped = [field for field in model._meta.concrete_fields if isinstance(field, StampField)]
    opened = opening.current()
    if not stamped:
        return {}
    if opened is None:
        raise opening.NotRecorded(f"A {model._meta.verbose_name} can be written by an action only.")
    stamps = {str(field.column): field.get_db_prep_save(field.stamp(opened), connection) for field in stamped}
    return stamps | {"version": 1}


def _new_keys(model: type[models.Model], count: int) -> list[int]:
    """Take so many keys that nobody else will get."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if _is_sqlite():  # whoever writes is alone until the transaction ends, so the next keys are ours
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            last = int(cursor.fetchone()[0])
            return list(range(last + 1, last + count + 1))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [key for (key,) in cursor.fetchall()]


def _put(model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        if _is_sqlite():
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608 -- names of our models
            return
        with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def update_rows(model: type[models.Model], changes: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Write the changed columns of many records: key, and attribute → value.

    One statement for each set of columns; Django's bulk_update grows with rows × columns.
    """
    by_columns = sorted(
        ((tuple(sorted(values)), pk, values) for pk, values in changes), key=lambda change: change[0]
    )
    for names, group in groupby(by_columns, key=lambda change: change[0]):
        fields = [_field(model, name) for name in names]
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
            if _is_sqlite():
                cursor.executemany(_update_one(model, fields), rows)
            else:
                cursor.execute(
                    _update_all(model, fields), [list(column) for column in zip(*rows, strict=True)]
                )


def _update_one(model: type[models.Model], fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    return f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE id = %s"  # noqa: S608 -- names of our models


def _update_all(model: type[models.Model], fields: Sequence[Any]) -> str:
    """Return the statement that takes each column as an array: one journey for all rows."""
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = v.{quote(field.column)}" for field in fields)
    arrays = ", ".join(f"%s::{_type_of(field)}[]" for field in fields)
    names = ", ".join(quote(field.column) for field in fields)
    return (
        f"UPDATE {quote(model._meta.db_table)} t SET {columns}"  # noqa: S608 -- names of our models
        f" FROM unnest({arrays}, %s::bigint[]) v ({names}, the_key) WHERE t.id = v.the_key"
    )


def _type_of(field: Any) -> str:
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


@cache
def _field(model: type[models.Model], attribute: str) -> Any:
    return next(field for field in model._meta.concrete_fields if attribute in (field.attname, field.name))


def _adaption(field: Any) -> Adapt | None:
    """Return what a value of this field has to become for the database at hand; nothing if it may stay."""
    if type(field) in _PLAIN or isinstance(field, SearchField):
        return None
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value if _is_sqlite() else None
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value if _is_sqlite() else None
    return lambda value: field.get_db_prep_save(value, connection)


def _is_sqlite() -> bool:
    return bool(connection.vendor == "sqlite")


def in_sizes(things: Iterable[Any], size: Callable[[], int]) -> Iterator[list[Any]]:
    """Yield things in lists as long as is said each time."""
    rest = iter(things)
    while chunk := list(islice(rest, size())):
        yield chunk


def in_chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Return the rows in lists of at most this many."""
    return in_sizes(rows, lambda: size)
