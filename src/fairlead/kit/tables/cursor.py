"""Where a page ends, as an opaque word that a URL can carry."""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from .errors import BadQuery
from .query import Query

Position: TypeAlias = Sequence[Any]
"""The sort keys of one row, its primary key last."""

_LONGEST = 4000
_LARGEST_INTEGER = 2**63
_STRANGE = "It is no cursor of this list. Start from its first page."


def write_cursor(query: Query, row: Model, names: Sequence[str]) -> str:
    """Return the cursor that points at a row."""
    values = [getattr(row, name) for name in names]
    text = json.dumps([_signature(query), *map(_written, values)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(
    query: Query, rows: QuerySet[Any], names: Sequence[str], *, after: str, before: str
) -> Position | None:
    """Return the position of the cursor that was given, if one was.

    :raises BadQuery: when it was not written for this order of rows.
    """
    text, parameter = (after, "after") if after else (before, "before")
    if not text:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(text[:_LONGEST] + "=" * (-len(text) % 4)))
        if not isinstance(parts, list) or len(parts) != len(names) + 1 or parts[0] != _signature(query):
            raise BadQuery(parameter, text, _STRANGE)
        return [_read(value, _field(rows, name)) for value, name in zip(parts[1:], names, strict=True)]
    except (ValueError, TypeError, RecursionError, OverflowError, binascii.Error, ValidationError):
        raise BadQuery(parameter, text, _STRANGE) from None


def _signature(query: Query) -> str:
    """Return a mark of the order of rows; a cursor of another order points nowhere."""
    order = f"{query.kind} {','.join(map(str, query.sort))} {query.group} {query.as_of}"
    return hashlib.blake2s(order.encode(), digest_size=6).hexdigest()


def _written(value: Any) -> Any:
    if isinstance(value, date | Decimal):
        return value.isoformat() if isinstance(value, date) else str(value)
    return value


def _read(value: Any, field: Any) -> Any:
    """Return a value as its column holds it."""
    if value is None:
        if field.primary_key:
            raise ValueError(value)
        return None
    if isinstance(value, list | dict | float) or (isinstance(value, str) and "\x00" in value):
        raise TypeError(value)
    read = field.to_python(value)
    if isinstance(read, int) and abs(read) >= _LARGEST_INTEGER:
        raise OverflowError(value)
    return read


def _field(rows: QuerySet[Any], name: str) -> Any:
    if name == "pk":
        return rows.model._meta.pk
    return rows.query.annotations[name].output_field
