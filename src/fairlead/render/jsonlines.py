"""Tables as JSON lines: one object a row, amounts as text so that no reader rounds them."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from itertools import islice
from typing import Any

from .csv import moment, plain
from .table import Table, lay_out

_LINES_A_CHUNK = 500


def json_chunks(table: Table) -> Iterator[bytes]:
    """Yield the file in pieces, as UTF-8.

    The keys are the columns' names, an amount's currency beside it as ``<name>_currency``; what is empty is
    null, and moments carry their offset.
    """
    layout = lay_out(replace(table, currencies=()))
    keys = [
        f"{table.columns[index].name}{'_currency' if is_currency else ''}"
        for index, is_currency in layout.sources
    ]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    rows = iter(table.rows)
    while some := list(islice(rows, _LINES_A_CHUNK)):
        lines = []
        for row in some:
            cells = layout.cells(row)
            written = [_WAYS[type(cell)](cell, table.zone) for cell in cells]
            lines.append(encode(dict(zip(keys, written, strict=True))))
        yield ("\n".join(lines) + "\n").encode()


_WAYS: Mapping[type, Callable[[Any, tzinfo], Any]] = {
    **dict.fromkeys((type(None), str, bool, int), lambda value, _zone: value),
    Decimal: lambda value, _zone: plain(value),
    date: lambda value, _zone: value.isoformat(),
    datetime: moment,
}
"""How each type of value is written."""
