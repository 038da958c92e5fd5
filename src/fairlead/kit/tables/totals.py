"""How many rows a query has and what they come to: exact, in grouped queries, of the whole filter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connections
from django.db.models import Count, QuerySet, Sum

from fairlead.kit import lookup
from fairlead.kit.money import Money

from .column import Column, Table, fields_along
from .columntypes import MONEY
from .compiling import Context, filtered_apart
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
    return _gathered(_answers(query, table, base, context, summed), summed)


def groups(query: Query, table: Table, base: QuerySet[Any], context: Context) -> list[Group]:
    """Return the totals for each value of the grouped column, the largest group first."""
    column = table.column(query.group, parameter="group")
    summed = _summed(query, table)
    by = _grouping(column, query)
    answers = [
        (tuple(answer[name] for name in by), answer)
        for answer in _answers(query, table, base, context, summed, grouped=column, by=by)
    ]
    values = _values(column, table, {key for key, _ in answers}, query)
    parts: dict[Any, list[dict[str, Any]]] = {}
    for key, answer in answers:
        parts.setdefault(values[key], []).append(answer)
    found = [Group(value, _gathered(part, summed)) for value, part in parts.items()]
    return sorted(found, key=lambda group: (-group.totals.count, str(group.value)))


def together(found: list[Group]) -> Totals:
    """Return the totals of all groups as one."""
    sums: dict[str, dict[str, Decimal]] = {}
    for group in found:
        for name, amounts in group.totals.sums.items():
            by_currency = sums.setdefault(name, {})
            for money in amounts:
                by_currency[money.currency] = by_currency.get(money.currency, Decimal(0)) + money.amount
    return Totals(
        sum(group.totals.count for group in found),
        {
            name: tuple(Money(by_currency[currency], currency) for currency in sorted(by_currency))
            for name, by_currency in sums.items()
        },
    )


def _grouping(column: Column, query: Query) -> tuple[str, ...]:
    """Return what to group by; the present's names are asked for afterwards, once each."""
    if not column.refers:
        return (column.source,)
    if query.as_of is None:
        return (f"{column.source}_id",)
    return (f"{column.source}__pk", f"{column.source}__{column.label}")


def _values(column: Column, table: Table, keys: set[tuple[Any, ...]], query: Query) -> dict[Any, Any]:
    """Return what the column says for each key."""
    if not column.refers:
        return {key: _choice(column, *key) for key in keys}
    if query.as_of is not None:
        return {key: None if key[0] is None else Ref(key[0], str(key[1])) for key in keys}
    model: Any = fields_along(table.model, column.source)[-1].related_model
    rows = lookup.find_all(model, [pk for (pk,) in keys if pk is not None])
    return {(None,): None} | {(row.pk,): Ref(row.pk, str(getattr(row, column.label))) for row in rows}


def _choice(column: Column, value: Any) -> Any:
    if value in (None, ""):
        return None
    if column.type == "choice" and column.options:
        return next((ref for ref in column.options.fixed if ref.key == value), Ref(value, str(value)))
    return value


def _summed(query: Query, table: Table) -> list[Column]:
    shown = [table.column(name) for name in query.columns]
    return [column for column in shown if column.type == MONEY and column.is_summed]


def _answers(
    query: Query,
    table: Table,
    base: QuerySet[Any],
    context: Context,
    summed: list[Column],
    *,
    grouped: Column | None = None,
    by: tuple[str, ...] = (),
) -> Iterable[dict[str, Any]]:
    """Ask one grouped query of each part of the rows; several answers may be of the same group."""
    sums = {f"sum_{column.name}": Sum(column.source) for column in summed}
    keys = tuple(dict.fromkeys((*by, *(column.currency for column in summed))))
    if query.as_of is None and connections[base.db].vendor == "sqlite":
        keys = _in_order(keys, table.summed_along)
    worked_out = {c.source: c.expression(context) for c in (*summed, grouped) if c and c.expression}
    for rows in filtered_apart(query, table, base, context):
        if keys:
            asked = rows.annotate(**worked_out).order_by().values(*keys)
            yield from asked.annotate(rows=Count("*"), **sums).order_by()
        else:
            yield {"rows": rows.count()}


def _in_order(keys: tuple[str, ...], along: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys in the order of the index of sums, with those before; SQLite sorts nothing then."""
    if not keys or not set(keys) <= set(along):
        return keys
    return along[: max(along.index(key) for key in keys) + 1]


def _gathered(found: Iterable[dict[str, Any]], summed: list[Column]) -> Totals:
    answers = list(found)
    sums: dict[str, tuple[Money, ...]] = {}
    for column in summed:
        amounts: dict[str, Decimal] = {}
        for answer in answers:
            if (amount := answer[f"sum_{column.name}"]) is not None:
                currency = answer[column.currency]
                amounts[currency] = amounts.get(currency, Decimal(0)) + amount
        sums[column.name] = tuple(Money(amounts[currency], currency) for currency in sorted(amounts))
    return Totals(sum(answer["rows"] for answer in answers), sums)
