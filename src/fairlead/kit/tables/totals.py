"""How many rows a query has and what they come to: exact, in one grouped query, of the whole filter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from fairlead.kit.money import Money

from .column import Column, Table
from .columntypes import MONEY
from .compiling import Context, filtered
from .query import Query
from .values import Ref


@dataclass(frozen=True, slots=True)
class Totals:
    """The number of rows, and for each money column one sum a currency; nothing is converted here."""

    count: int
    sums: Mapping[str, tuple[Money, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """The totals of the rows that have one value in the grouped column."""

    value: Any
    totals: Totals


def totals(query: Query, table: Table, base: QuerySet[Any], context: Context) -> Totals:
    """Return the count and the sums of the money columns that the query shows."""
    summed = _summed(query, table)
    rows = filtered(query, table, base, context)
    return _gathered(_answers(rows, summed, (), context), summed)


def groups(query: Query, table: Table, base: QuerySet[Any], context: Context) -> list[Group]:
    """Return the totals for each value of the grouped column, the largest group first."""
    column = table.column(query.group, parameter="group")
    summed = _summed(query, table)
    rows = filtered(query, table, base, context)
    if column.expression:
        rows = rows.annotate(**{column.source: column.expression(context)})
    by = (f"{column.source}__pk", f"{column.source}__{column.label}") if column.refers else (column.source,)
    parts: dict[Any, list[dict[str, Any]]] = {}
    for answer in _answers(rows, summed, by, context):
        parts.setdefault(_group_value(column, answer, by), []).append(answer)
    found = [Group(value, _gathered(answers, summed)) for value, answers in parts.items()]
    return sorted(found, key=lambda group: (-group.totals.count, str(group.value)))


def _group_value(column: Column, answer: dict[str, Any], by: tuple[str, ...]) -> Any:
    value = answer[by[0]]
    if value in (None, ""):
        return None
    if column.refers:
        return Ref(value, str(answer[by[1]]))
    if column.type == "choice" and column.options:
        return next((ref for ref in column.options.fixed if ref.key == value), Ref(value, str(value)))
    return value


def _summed(query: Query, table: Table) -> list[Column]:
    shown = [table.column(name) for name in query.columns]
    return [column for column in shown if column.type == MONEY and column.is_summed]


def _answers(
    rows: QuerySet[Any], summed: list[Column], by: tuple[str, ...], context: Context
) -> list[dict[str, Any]]:
    """Ask the one grouped query."""
    for column in summed:
        if column.expression and column.source not in rows.query.annotations:
            rows = rows.annotate(**{column.source: column.expression(context)})
    keys = dict.fromkeys((*by, *(column.currency for column in summed)))
    sums = {f"sum_{column.name}": Sum(column.source) for column in summed}
    if not keys:
        return [{"rows": rows.count()}]
    return list(rows.order_by().values(*keys).annotate(rows=Count("*"), **sums).order_by())


def _gathered(answers: list[dict[str, Any]], summed: list[Column]) -> Totals:
    sums: dict[str, tuple[Money, ...]] = {}
    for column in summed:
        amounts: dict[str, Decimal] = {}
        for answer in answers:
            if (amount := answer[f"sum_{column.name}"]) is not None:
                currency = answer[column.currency]
                amounts[currency] = amounts.get(currency, Decimal(0)) + amount
        sums[column.name] = tuple(Money(amounts[currency], currency) for currency in sorted(amounts))
    return Totals(sum(answer["rows"] for answer in answers), sums)
