"""Tables as CSV: plain numbers, ISO dates, and nothing that a spreadsheet would execute."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

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
    for number, row in enumerate(table.rows, start=1):
        writer.writerow([_written(cell, table) for cell in layout.cells(row)])
        if number % _LINES_A_CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _title(title: str, kind: Type) -> str:
    """Return the title of a column; a percentage says so, since its cells are bare numbers."""
    return f"{title} (%)" if kind == Type.PERCENT else title


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _written(value: Value, table: Table) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return (value.astimezone(table.zone) if value.tzinfo else value).isoformat()
    return str(value)


def plain(number: Decimal) -> str:
    """Return a number in digits, with the zeros past its second decimal place left out: 12.5000 is 12.50."""
    whole, point, part = f"{number:f}".partition(".")
    return f"{whole}{point}{part[:2]}{part[2:].rstrip('0')}" if point else whole
