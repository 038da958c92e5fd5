"""Put a told past into the database in bulk, through the journal's own door for histories."""

# ruff: noqa: S608 -- names of tables and columns come from our models
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from fairlead import journal
from fairlead.access import installation
from fairlead.journal.models import Batch, Entry
from fairlead.journal.tracking import tracked_models
from fairlead.kit.search.folding import compose

from .ledger import Ledger, Row, Sheet


def first_ids() -> dict[str, int]:
    """Return for each table the first id that is free; other writers wait until this transaction ends."""
    tables = [model._meta.db_table for model in tracked_models()]
    found = {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {', '.join([*tables, Entry._meta.db_table])} IN EXCLUSIVE MODE")
        for table in tables:
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")
            found[table] = int(cursor.fetchone()[0])
    return found


def write(ledger: Ledger, *, batch: Batch, at: datetime) -> None:
    """Write everything in the ledger: entries in the order of their moments, versions, current rows."""
    with (
        journal.source("demo", batch=batch),
        journal.recording("demo.loaded", by=installation(), at=at) as opened,
        journal.writing_history(),
    ):
        _write_entries(ledger, batch, opened.entry_id)
        for sheet, rows in ledger.versions():
            table = sheet.model._meta.db_table
            insert(table, (*sheet.columns, "version", "valid_from", "entry_id"), _current(sheet, rows))
            insert(f"{table}_history", (*sheet.kept, *_CLOSED), _closed(sheet, rows))
        catch_up(sheet.model for sheet, _rows in ledger.versions())


_CLOSED = ("version", "valid_from", "entry_id", "valid_to", "closed_entry_id")


def _write_entries(ledger: Ledger, batch: Batch, before: int) -> None:
    happened = sorted((made for made in ledger.happenings if made.has_effect), key=lambda made: made.at)
    for number, made in enumerate(happened, before + 1):
        made.id = number
    columns = ("id", "at", "action", "actor_id", "door", "reason", "batch_id")
    rows = (
        (made.id, moment(made.at), made.action, made.actor_id, "demo", made.reason, batch.pk)
        for made in happened
    )
    insert(Entry._meta.db_table, columns, rows)
    catch_up([Entry])


def _current(sheet: Sheet, rows: Iterable[Row]) -> Iterator[Sequence[Any]]:
    """Return how the rows stand now, with the text that they are found by."""
    found_by = next((f for f in sheet.fields if f.name == "search"), None)
    places = [sheet.place[name] for name in getattr(found_by, "sources", ())]
    for row in rows:
        made, stored = row.versions[-1]
        if found_by is not None:
            stored[sheet.place["search"]] = compose(*(stored[place] for place in places))
        yield [*stored, len(row.versions), moment(made.at), made.id]


def _closed(sheet: Sheet, rows: Iterable[Row]) -> Iterator[Sequence[Any]]:
    """Return the versions that a later one has closed."""
    kept = len(sheet.kept)
    for row in rows:
        for number, (made, stored) in enumerate(row.versions[:-1], 1):
            after = row.versions[number][0]
            yield [*stored[:kept], number, moment(made.at), made.id, moment(after.at), after.id]


def moment(at: datetime) -> Any:
    """Return a moment as the database at hand takes it."""
    return connection.ops.adapt_datetimefield_value(at)


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert many rows at the speed of the database: COPY on PostgreSQL, one prepared statement on SQLite."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)  # type: ignore[arg-type]  # an iterator does


def catch_up(written: Iterable[type[models.Model]]) -> None:
    """Let PostgreSQL's counters go on behind the ids that were written; SQLite's do so by themselves."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in written:
            table = model._meta.db_table
            counter = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(f"SELECT setval({counter}, max(id)) FROM {table} HAVING count(*) > 0")
