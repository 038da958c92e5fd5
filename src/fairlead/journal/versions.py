"""Every version of some rows, the current one and those before it, in one question a table."""

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Any

from django.db import connection

from fairlead.kit import statements

from .tracking import STAMPS, TrackedModel, kept_fields

_CLOSED = ("valid_to", "closed_entry_id")


def versions(model: type[TrackedModel], by: str, keys: Collection[int]) -> list[list[dict[str, Any]]]:
    """Return the versions of the rows whose column holds one of these keys: for each row, oldest first.

    A version tells what it kept by the names of columns, since when (``valid_from``, ``entry_id``) and until
    when (``valid_to``, ``closed_entry_id``; None in the current one).
    """
    sql, names, converters = _question(model, by, connection.vendor)
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    with statements.cursor() as cursor:
        cursor.execute(sql, [statements.listed(keys)] * 2)
        for values in cursor.fetchall():
            version = dict(zip(names, values, strict=True))
            for name, (convert, expression) in converters.items():
                for each in convert:
                    version[name] = each(version[name], expression, connection)
            rows[version["id"]].append(version)
    return [sorted(rows[pk], key=_age) for pk in sorted(rows)]


def _age(version: dict[str, Any]) -> tuple[bool, int, Any]:
    return version["valid_to"] is None, version["version"], version["valid_from"]


@cache
def _question(
    model: type[TrackedModel], by: str, _vendor: str
) -> tuple[str, tuple[str, ...], dict[str, tuple[list[Any], Any]]]:
    """Return the statement, the names of what it selects, and how to read those that need reading."""
    history: Any = model.history_model
    names = (*(field.attname for field in kept_fields(model)), *STAMPS, *_CLOSED)
    fields = [history._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    every = ", ".join(quote(field.column) for field in fields)
    current = ", ".join("NULL" if field.name in _CLOSED else quote(field.column) for field in fields)
    among = statements.among(quote(history._meta.get_field(by).column))
    sql = (
        f"SELECT {every} FROM {quote(history._meta.db_table)} WHERE {among}"
        f" UNION ALL SELECT {current} FROM {quote(model._meta.db_table)} WHERE {among}"
    )
    compiler: Any = history._base_manager.all().query.get_compiler(connection=connection)
    found = compiler.get_converters([field.get_col(history._meta.db_table) for field in fields])
    return sql, names, {names[position]: convert for position, convert in found.items()}
