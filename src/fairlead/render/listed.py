"""A list as a typed table: exactly the rows, columns, order, filters and day that were asked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fairlead.kit import tables
from fairlead.kit.tables import Context, Query, Totals

from .table import Column, Fact, Table, Type, Value

_TYPES = {
    tables.NUMBER: Type.DECIMAL,
    tables.MONEY: Type.MONEY,
    tables.PERCENT: Type.PERCENT,
    tables.DATE: Type.DATE,
    tables.MOMENT: Type.MOMENT,
    tables.YES_NO: Type.YES_NO,
}


def listed(
    query: Query, table: tables.Table, base: Any, context: Context, *, viewer: Any, at: datetime
) -> Table:
    """Return the rows of a query as a table to be written to a file, with totals and facts.

    :param base: the rows within the viewer's reach, as of the query's day; read while the file is written.
    :param at: when the file is made.
    """
    zone = ZoneInfo(viewer.time_zone or "UTC")
    totals = tables.totals(query, table, base, context)
    columns = [table.column(name) for name in query.columns]
    currencies = sorted({money.currency for sums in totals.sums.values() for money in sums})
    return Table(
        title=table.title,
        columns=[Column(c.title, _TYPES.get(c.type, Type.TEXT), name=c.name) for c in columns],
        rows=tables.bare_rows(query, table, base, context),
        totals=[_totals(columns, totals, currency) for currency in currencies],
        facts=_facts(query, table, viewer, at, zone),
        currencies=currencies,
        count=totals.count,
        zone=zone,
    )


def _facts(query: Query, table: tables.Table, viewer: Any, at: datetime, zone: ZoneInfo) -> list[Fact]:
    """Return what a reader of the file should know: filters, order, day, who made it and when."""
    filters = tables.describe(query, table, viewer)
    order = [_ordered(table, sort) for sort in query.sort]
    facts = [Fact("Filters", " and ".join(filters) or "none: all that the reader's role shows")]
    facts += [Fact("Search", query.search)] if query.search else []
    facts += [Fact("Sorted by", ", ".join(order))] if order else []
    facts += [Fact("As of", f"{query.as_of.astimezone(zone):%Y-%m-%d %H:%M}")] if query.as_of else []
    return [
        *facts,
        Fact("Made by", viewer.name),
        Fact("Made at", f"{at.astimezone(zone):%Y-%m-%d %H:%M} ({zone})"),
    ]


def _ordered(table: tables.Table, sort: tables.Sort) -> str:
    return f"{table.column(sort.column).title}{', descending' if sort.descending else ''}"


def _totals(columns: Sequence[tables.Column], totals: Totals, currency: str) -> dict[int, Value]:
    found: dict[int, Value] = {}
    for index, column in enumerate(columns):
        for money in totals.sums.get(column.name, ()):
            if money.currency == currency:
                found[index] = money
    return found
