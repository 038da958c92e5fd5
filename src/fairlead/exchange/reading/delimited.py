"""CSV and its relatives: delimiter found by how evenly it cuts the rows, quoting taken strictly."""

import csv
import io
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from .encoding import detect_encoding
from .headers import LOOKED_AT, find_header, header_notices, refuse_without_rows, row_asked_for
from .opening import open_bytes
from .refusal import UnreadableFile
from .sheet import MAX_CELL, Cell, Dialect, ReadOptions, Row, Sheet, header_of, is_empty, trim

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 200
csv.field_size_limit(MAX_CELL)

Record = tuple[int, tuple[Cell, ...]]


def read_delimited(path: Path, name: str, options: ReadOptions) -> Sheet:
    """Return the sheet that a delimited text file holds.

    :raises UnreadableFile: for text that breaks its own quoting, and for what no spreadsheet would hold.
    """
    encoding = options.encoding or detect_encoding(path, name)
    dialect = Dialect(encoding, options.delimiter or _detect_delimiter(path, name, encoding))
    number, cells = _header(path, name, dialect, options.header_row)
    header = header_of(trim(cells), name)
    dialect = replace(dialect, header_row=number)
    refuse_without_rows(_rows(path, name, dialect, len(header)), name)
    notices = () if options.header_row else header_notices(number)
    return Sheet(
        name, name, header, lambda: _rows(path, name, dialect, len(header)), dialect, notices=notices
    )


def _header(path: Path, name: str, dialect: Dialect, wanted: int) -> Record:
    if wanted:
        with closing(_records(path, name, dialect)) as records:
            return row_asked_for(records, wanted, name)
    return find_header(_sample(path, name, dialect), name)


def _rows(path: Path, name: str, dialect: Dialect, width: int) -> Iterator[Row]:
    for number, cells in _records(path, name, dialect):
        if number <= dialect.header_row or all(is_empty(cell) for cell in cells):
            continue
        yield _row(number, cells, width)


def _row(number: int, cells: tuple[Cell, ...], width: int) -> Row:
    if len(cells) == width:
        return Row(number, cells)
    kept = trim(cells)
    if len(kept) > width:
        return Row(number, cells[:width], f"The row has {len(kept)} cells, the header has {width}.")
    if len(cells) < width:
        missing: tuple[Cell, ...] = (None,) * (width - len(cells))
        return Row(number, cells + missing, f"The row has {len(cells)} cells, the header has {width}.")
    return Row(number, cells[:width])


def _records(path: Path, name: str, dialect: Dialect) -> Generator[Record]:
    number, line = 0, 0
    with _text(path, name, dialect.encoding) as text:
        reader = csv.reader(_without_nul(text, name), delimiter=dialect.delimiter, strict=True)
        try:
            for number, record in enumerate(reader, start=1):
                yield number, tuple(record)
                line = reader.line_num
        except csv.Error as error:
            reason = _reason(error, _opened_in(path, name, dialect, line))
            raise UnreadableFile(name, reason, row=number + 1) from error
        except UnicodeDecodeError as error:
            reason = f"The bytes are no {dialect.encoding}. Choose the encoding, or save the file as UTF-8."
            raise UnreadableFile(name, reason, row=_row_of_bad_bytes(path, name, dialect)) from error


def _without_nul(lines: Iterator[str], name: str) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if "\x00" in line:
            raise UnreadableFile(
                name, "The text holds a NUL character, which no spreadsheet writes.", row=number
            )
        yield line


def _opened_in(path: Path, name: str, dialect: Dialect, before: int) -> int:
    """Return the line in which the last quote was opened after so many lines that were well."""
    opened, within = before + 1, False
    with _text(path, name, dialect.encoding) as text, suppress(UnicodeDecodeError):
        for number, line in enumerate(islice(text, before, before + MAX_CELL), start=before + 1):
            for _ in range(line.count('"')):
                within = not within
                opened = number if within else opened
    return opened


def _row_of_bad_bytes(path: Path, name: str, dialect: Dialect) -> int:
    """Return the row of the first bytes that are not of this encoding; decoding runs ahead of rows."""
    with (
        open_bytes(path, name) as file,
        io.TextIOWrapper(file, dialect.encoding, "surrogateescape", newline="") as text,
    ):
        number = 0
        with suppress(UnicodeDecodeError, csv.Error):
            for number, record in enumerate(csv.reader(text, delimiter=dialect.delimiter), start=1):
                if any("\udc80" <= letter <= "\udcff" for cell in record for letter in cell):
                    return number
    return number + 1


def _reason(error: csv.Error, line: int) -> str:
    text = str(error)
    if "unexpected end" in text:
        return f"A quote is opened in line {line} and never closed."
    if "expected after" in text:
        return "A quote inside a quoted cell is not doubled."
    if "field larger" in text:
        perhaps = f"perhaps a quote opened in line {line} is never closed."
        return f"A cell holds more than {MAX_CELL:,} characters; {perhaps}"
    return f"The text is no valid CSV ({text})."


@contextmanager
def _text(path: Path, name: str, encoding: str) -> Iterator[io.TextIOWrapper]:
    with open_bytes(path, name) as file, io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        yield text


def _sample(path: Path, name: str, dialect: Dialect) -> list[Record]:
    """Return the first rows that hold anything; those before a broken one where it comes early."""
    found: list[Record] = []
    with closing(_records(path, name, dialect)) as records:
        try:
            found.extend(islice((record for record in records if trim(record[1])), _SAMPLE_ROWS))
        except UnreadableFile:
            if not found:
                raise
    return found


def _detect_delimiter(path: Path, name: str, encoding: str) -> str:
    """Return the delimiter that cuts titles apart, and most rows into the same, largest number of cells."""
    scores = {mark: _evenness(path, name, Dialect(encoding, mark)) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: scores[mark])
    return best if scores[best][1] else ","


def _evenness(path: Path, name: str, dialect: Dialect) -> tuple[bool, float, int]:
    nothing = (False, 0.0, 0)
    try:
        rows = _sample(path, name, dialect)
    except UnreadableFile as problem:
        if problem.row is None:
            raise
        return nothing
    widths = [len(cells) for _, cells in rows]
    if not widths or (width := _usual(widths)) < 2:
        return nothing
    even = round(widths.count(width) / len(widths), 1)
    first = next(cells for _, cells in rows if len(cells) == width)
    titles = even >= 0.5 and not any(str(cell).strip()[:1].isdigit() for cell in first)
    return titles and widths.index(width) < LOOKED_AT, even, width


def _usual(widths: list[int]) -> int:
    return max(set(widths), key=lambda width: (widths.count(width), width))
