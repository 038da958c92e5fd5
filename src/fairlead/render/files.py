"""The kinds of file that a table can become, and how each is written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .csv import csv_chunks
from .jsonlines import json_chunks
from .table import Table, Value
from .xlsx import write_xlsx

TOLD_EVERY = 1_000
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file.

    :param chunks: yields the file in pieces, for a kind that can be sent while it is being written.
    """

    title: str
    content_type: str
    chunks: Callable[[Table], Iterator[bytes]] | None = None


FORMS = {
    "xlsx": Form("Excel (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": Form("CSV", "text/csv; charset=utf-8", csv_chunks),
    "jsonl": Form("JSON lines", "application/x-ndjson; charset=utf-8", json_chunks),
}
"""By the ending of the file's name."""


def write_file(table: Table, path: Path, form: str, *, told: Told = lambda _count: None) -> int:
    """Write a table into a file; return how many rows it holds.

    :param told: told the number of rows written, every thousand; what it raises ends the writing.
    :raises TooManyRows: beyond what a worksheet holds.
    """
    counted = _Counted(table.rows, told)
    whole = replace(table, rows=counted)
    chunks = FORMS[form].chunks
    if chunks is None:
        return write_xlsx(whole, path)
    with path.open("wb") as file:
        file.writelines(chunks(whole))
    return counted.count


class _Counted:
    """Rows that are counted while they pass by."""

    def __init__(self, rows: Iterable[Sequence[Value]], told: Told) -> None:
        self._rows, self._told, self.count = rows, told, 0

    def __iter__(self) -> Iterator[Sequence[Value]]:
        for row in self._rows:
            self.count += 1
            if self.count % TOLD_EVERY == 0:
                self._told(self.count)
            yield row
