"""Tables as CSV: plain numbers, ISO dates, and nothing that a spreadsheet would execute."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from fairlead.kit.formulas import inert

from .table import Table, Type, Value, lay_out

_LINES_A_CHUNK = 500
_BOM = b"\xef\xbb\xbf"


def csv_chunks(table: Table, *, bom: bool = True, delimiter: str = ",") -> Iterator[bytes]:
    """Yield the file in pieces, as UTF-8; the mark at the start tells Excel so.

    Totals and facts stay out, so that the file can be read back as it is.
    """
    layout = lay_out(table)
    if bom:
        yield _BOM
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([inert(_title(*column)) for column in zip(layout.titles, layout.types, strict=True)])
    written = partial(_written, zone=table.zone)
    rows, more = iter(table.rows), True
    while more:
        some = list(islice(rows, _LINES_A_CHUNK))
        writer.writerows([written(cell) for cell in layout.cells(row)] for row in some)
        yield _taken(buffer)
        more = len(some) == _LINES_A_CHUNK


def _title(title: str, kind: Type) -> str:
    """Return the title of a column; a percentage says so, since its cells are bare numbers."""
    return f"{title} (%)" if kind == Type.PERCENT else title


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _written(value: Value, *, zone: tzinfo) -> str:
    return _WAYS[type(value)](value, zone)


def moment(value: datetime, zone: tzinfo) -> str:
    """Return a moment in ISO form, by the clock of the zone where it knows its own offset."""
    return (value.astimezone(zone) if value.tzinfo else value).isoformat()


def plain(number: Decimal) -> str:
    """Return a number in digits, with the zeros past its second decimal place left out: 12.5000 is 12.50."""
    whole, point, part = f"{number:f}".partition(".")
    return f"{whole}{point}{part[:2]}{part[2:].rstrip('0')}" if point else whole


_WAYS: Mapping[type, Callable[[Any, tzinfo], str]] = {
    type(None): lambda _value, _zone: "",
    str: lambda value, _zone: inert(value),
    bool: lambda value, _zone: "yes" if value else "no",
    int: lambda value, _zone: str(value),
    Decimal: lambda value, _zone: plain(value),
    date: lambda value, _zone: value.isoformat(),
    datetime: moment,
}
"""How each type of value is written."""
