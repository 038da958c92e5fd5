"""Turn a query into rows. Only declared columns and operators reach the ORM; no request does."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import F, Model, OrderBy, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

from fairlead.kit import search
from fairlead.kit.periods import Calendar
from fairlead.kit.search import Fold, SearchField

from .column import Column, Table, fields_along
from .conditions import condition_q
from .query import Query, Sort

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Context:
    """What a query means to the one who asks: who “@me” is, when “today” is."""

    viewer_id: int | None
    calendar: Calendar
    at: datetime

    @property
    def today(self) -> date:
        """Return the organisation's day at the moment of asking."""
        return self.calendar.today(self.at)


@dataclass(frozen=True, slots=True)
class SortKey:
    """One thing that rows are put in order by."""

    expression: Any
    descending: bool
    nullable: bool


def compile_query(query: Query, table: Table, base: QuerySet[M], context: Context) -> QuerySet[M]:
    """Return all rows of a query in its order, with what its columns show; for exports and small tables.

    :param base: the rows within the viewer's reach; as of ``query.as_of`` already, if it has one.
    """
    rows = with_columns(filtered(query, table, base, context), query, table, context)
    return rows.order_by(*(ordering(key) for key in sort_keys(query, table, context)), "pk")


def filtered(query: Query, table: Table, base: QuerySet[M], context: Context) -> QuerySet[M]:
    """Return the rows that meet the filters and the search, in no order, with nothing added."""
    live = query.as_of is None
    return search.matching(
        _narrowed(query, table, base, context), query.search, also=table.search_also, live=live
    )


def filtered_apart(query: Query, table: Table, base: QuerySet[M], context: Context) -> list[QuerySet[M]]:
    """Return the rows of :func:`filtered` as querysets that share none, quicker to count and to add up."""
    live = query.as_of is None
    return search.matching_apart(
        _narrowed(query, table, base, context), query.search, also=table.search_also, live=live
    )


def _narrowed(query: Query, table: Table, base: QuerySet[M], context: Context) -> QuerySet[M]:
    """Return the rows that meet the filters."""
    asked = {condition.column for condition in query.conditions}
    rows = base.order_by()
    for column in table.columns:
        if column.expression and column.name in asked:
            rows = rows.alias(**{column.source: column.expression(context)})
    for branch in query.where:
        either = Q()
        for condition in branch:
            column = table.column(condition.column)
            either |= condition_q(column, condition, context, table.model, live=query.as_of is None)
        rows = rows.filter(either)
    return rows


def with_columns(rows: QuerySet[M], query: Query, table: Table, context: Context) -> QuerySet[M]:
    """Return the rows with all that the query's columns show, in the same number of database queries."""
    shown = [table.column(name) for name in dict.fromkeys((*query.columns, *filter(None, [query.group])))]
    worked_out = {c.source: c.expression(context) for c in shown if c.expression}
    related = dict.fromkeys(path for column in shown for path in column.relations)
    rows = rows.annotate(**worked_out) if worked_out else rows
    return rows.select_related(*related) if related else rows


def sort_keys(query: Query, table: Table, context: Context) -> list[SortKey]:
    """Return what the rows are put in order by, the group first; each column once."""
    wanted = [Sort(query.group)] if query.group else []
    wanted += query.sort
    first: dict[str, Sort] = {}
    for sort in wanted:
        first.setdefault(sort.column, sort)
    if query.group:  # the group leads, in the direction that was asked for
        first[query.group] = next((s for s in query.sort if s.column == query.group), first[query.group])
    keys: list[SortKey] = []
    for sort in first.values():
        keys += _keys(table.column(sort.column, parameter="sort"), sort, query, table, context)
    return keys


def ordering(key: SortKey) -> OrderBy:
    """Return one key as the ORM orders by it, empty values last."""
    last = True if key.nullable else None
    return OrderBy(key.expression, descending=key.descending, nulls_last=last)


def _keys(column: Column, sort: Sort, query: Query, table: Table, context: Context) -> list[SortKey]:
    if column.expression:
        return [SortKey(column.expression(context), sort.descending, nullable=True)]
    path = column.sort_source
    fields = fields_along(table.model, path)
    nullable = any(field.null for field in fields)
    expression: Any = F(path)
    if query.as_of is not None and isinstance(fields[-1], SearchField):  # the past has no search column
        plain = f"{column.source}{LOOKUP_SEP}{column.label}" if column.refers else column.source
        expression = Fold(F(plain))
    keys = [SortKey(expression, sort.descending, nullable)]
    if column.name == query.group and column.refers:  # two of one name are two groups
        keys.append(
            SortKey(
                F(f"{column.source}_id"), sort.descending, fields_along(table.model, column.source)[-1].null
            )
        )
    return keys
