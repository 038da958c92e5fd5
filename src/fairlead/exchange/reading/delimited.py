"""CSV and its relatives: delimiter found by how evenly it cuts the rows, quoting taken strictly."""

import csv
import io
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NoReturn

from .encoding import detect_encoding
from .opening import open_bytes
from .refusal import UnreadableFile
from .sheet import MAX_CELL, Cell, Dialect, ReadOptions, Row, Sheet, header_of, is_empty, trim

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 200
_HEADER_WITHIN = 20
csv.field_size_limit(MAX_CELL)


def read_delimited(path: Path, name: str, options: ReadOptions) -> Sheet:
    """Return the sheet that a delimited text file holds.

    :raises UnreadableFile: for text that breaks its own quoting, and for what no spreadsheet would hold.
    """
    encoding = options.encoding or detect_encoding(path, name)
    delimiter = options.delimiter or _detect_delimiter(path, name, encoding)
    dialect = Dialect(encoding, delimiter)
    with closing(_records(path, name, dialect)) as records:
        number, cells = _find_header(records, name, options.header_row)
    header = header_of(trim(cells), name)
    dialect = Dialect(encoding, delimiter, number)
    above = (f"The titles stand in row {number}; what stands above them is left out.",) if number > 1 else ()
    rows = partial(_rows, path, name, dialect, len(header))
    return Sheet(name, name, header, rows, dialect, notices=above)


def _find_header(
    records: Iterator[tuple[int, tuple[Cell, ...]]], name: str, wanted: int
) -> tuple[int, tuple[Cell, ...]]:
    """Return the row of titles: the one asked for, else the first that is as wide as most rows are.

    Reports begin with a line or two that say what they are; those are narrower than the table below.
    """
    if wanted:
        return next((one for one in records if one[0] >= wanted and trim(one[1])), None) or _empty(name)
    sample = [one for one in islice(_careful(records), _HEADER_WITHIN) if trim(one[1])]
    if not sample:
        _empty(name)
    widths = Counter(len(cells) for _number, cells in sample[1:])
    usual = widths.most_common(1)[0][0] if widths else 1
    filled = (one for one in sample if sum(not is_empty(cell) for cell in one[1]) > usual / 2)
    return next(filled, sample[0])


def _careful(records: Iterator[tuple[int, tuple[Cell, ...]]]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Yield records up to one that is broken, which is told when the rows are read; the first must not be."""
    yield next(records, (0, ()))
    with suppress(UnreadableFile):
        yield from records


def _empty(name: str) -> NoReturn:
    raise UnreadableFile(name, "The file is empty.")


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


def _records(path: Path, name: str, dialect: Dialect) -> Generator[tuple[int, tuple[Cell, ...]]]:
    number = 0
    with _text(path, dialect.encoding) as text:
        reader = csv.reader(text, delimiter=dialect.delimiter, strict=True)
        try:
            for number, record in enumerate(reader, start=1):
                yield number, tuple(record)
        except csv.Error as error:
            raise UnreadableFile(name, _reason(error), row=number + 1) from error
        except UnicodeDecodeError as error:
            reason = f"The bytes are no {dialect.encoding}. Choose the encoding, or save the file as UTF-8."
            raise UnreadableFile(name, reason, row=_row_of_bad_bytes(path, dialect)) from error


def _row_of_bad_bytes(path: Path, dialect: Dialect) -> int:
    """Return the row of the first bytes that are not of this encoding; decoding runs ahead of rows."""
    with (
        open_bytes(path) as file,
        io.TextIOWrapper(file, dialect.encoding, "surrogateescape", newline="") as text,
    ):
        number = 0
        with suppress(UnicodeDecodeError, csv.Error):
            for number, record in enumerate(csv.reader(text, delimiter=dialect.delimiter), start=1):
                if any("\udc80" <= letter <= "\udcff" for cell in record for letter in cell):
                    return number
    return number + 1


def _reason(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end" in text:
        return "A quote is opened and never closed."
    if "expected after" in text:
        return "A quote inside a quoted cell is not doubled."
    if "field larger" in text:
        return f"A cell holds more than {MAX_CELL:,} characters; perhaps a quote is never closed."
    if "NUL" in text:
        return "The text holds NUL characters."
    return f"The text is no valid CSV ({text})."


@contextmanager
def _text(path: Path, encoding: str) -> Iterator[io.TextIOWrapper]:
    with open_bytes(path) as file, io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        yield text


def _detect_delimiter(path: Path, name: str, encoding: str) -> str:
    """Return the delimiter that cuts most rows of a sample into the same, largest number of cells."""
    scores = {mark: _evenness(path, name, Dialect(encoding, mark)) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: scores[mark])
    return best if scores[best] > (0, 0) else ","


def _evenness(path: Path, name: str, dialect: Dialect) -> tuple[float, int]:
    records = _records(path, name, dialect)
    widths: Counter[int] = Counter()
    try:
        widths.update(len(cells) for _, cells in islice(records, _SAMPLE_ROWS) if trim(cells))
    except UnreadableFile as problem:
        if problem.row is None or (not widths and problem.row == 1):
            return (0, 0)
    if not widths:
        return (0, 0)
    width, count = widths.most_common(1)[0]
    return (round(count / widths.total(), 1), width) if width > 1 else (0, 0)
