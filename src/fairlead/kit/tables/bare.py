"""The rows of a query as bare values, without making a record of each: for files, however long."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.constants import LOOKUP_SEP

from fairlead.kit.money import Money

from .column import Column, Table
from .columntypes import CHOICE, MONEY
from .compiling import Context, filtered, ordering, sort_keys
from .query import Query

M = TypeVar("M", bound=Model)
Cells = tuple[Any, ...]
ROWS_AT_ONCE = 2_000


def bare_rows(
    query: Query, table: Table, base: QuerySet[M], context: Context, *, at_once: int = ROWS_AT_ONCE
) -> Iterator[Cells]:
    """Yield what the cells of each row hold, in the query's order: labels, ``Money``, numbers, dates, None.

    The same values as :meth:`Column.value` gives, with the label in the place of a ``Ref``.

    :param at_once: how many rows are in memory at a time.
    """
    columns = [table.column(name) for name in query.columns]
    rows = filtered(query, table, base, context)
    worked_out = {c.source: c.expression(context) for c in columns if c.expression}
    rows = rows.annotate(**worked_out) if worked_out else rows
    rows = rows.order_by(*(ordering(key) for key in sort_keys(query, table, context)), "pk")
    paths = list(dict.fromkeys(path for column in columns for path in _paths(column)))
    tellers = [_teller(column, [paths.index(path) for path in _paths(column)]) for column in columns]
    for found in rows.values_list(*paths).iterator(at_once):
        yield tuple([tell(found) for tell in tellers])


def _paths(column: Column) -> list[str]:
    """Return what has to be asked for to tell a column's cell."""
    if column.refers:
        return [f"{column.source}{LOOKUP_SEP}{column.label}"]
    return [column.source, column.currency] if column.type == MONEY else [column.source]


def _teller(column: Column, places: list[int]) -> Callable[[Cells], Any]:
    """Return what tells a column's cell from the values that were asked for."""
    first = places[0]
    if column.type == MONEY:
        currency = places[1]
        return lambda row: None if row[first] is None else Money(row[first], row[currency])
    if told := column.told:
        return lambda row: None if row[first] in (None, "") else told(row[first])
    if column.type == CHOICE and column.options is not None:
        labels = {ref.key: ref.label for ref in column.options.fixed}
        return lambda row: labels.get(row[first], row[first] or None)
    return lambda row: None if (value := row[first]) == "" else value
