"""One condition as the ORM asks it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q
from django.db.models.constants import LOOKUP_SEP

from fairlead.kit import search, trees
from fairlead.kit.periods import Period

from .column import Column, fields_along
from .columntypes import MOMENT, NUMERIC, REFERRING, TEMPORAL, YES_NO
from .dates import day_named
from .query import Condition

if TYPE_CHECKING:
    from .compiling import Context

_EVER = Period(date(1, 1, 2), date(9999, 12, 30))


def condition_q(
    column: Column, condition: Condition, context: "Context", model: type[Model], *, live: bool = True
) -> Q:
    """Return a condition that was checked before as a Q over the declared column.

    :param live: false over rows of the past, which no search index knows.
    """
    path = column.source
    if condition.operator in ("empty", "filled"):
        empty = _empty(column, path)
        return empty if condition.operator == "empty" else ~empty
    if column.type in NUMERIC:
        return _of_numbers(path, condition)
    if column.type in TEMPORAL:
        return _of_times(column, path, condition, context)
    if column.type in REFERRING:
        return _of_references(path, condition, context, model)
    if column.type == YES_NO:
        return Q(**{f"{path}__in": sorted({value == "yes" for value in condition.values})})
    return _of_words(path, condition, model if live else None)


def _empty(column: Column, path: str) -> Q:
    empty = Q(**{f"{path}__isnull": True})
    has_words = column.type not in REFERRING | NUMERIC | TEMPORAL and column.type != YES_NO
    return empty | Q(**{path: ""}) if has_words else empty


def _of_words(path: str, condition: Condition, model: type[Model] | None) -> Q:
    """Return a condition over text; of a model whose rows are the present's, by its search index."""
    if condition.operator in ("is", "is_not"):
        same = Q(**{f"{path}__in": list(condition.values)})
        return ~same if condition.operator == "is_not" else same
    lookup = {"contains": "folded_contains", "starts": "folded_starts"}[condition.operator]
    if model is not None and condition.operator == "contains":
        return reduce(or_, (search.containing(model, path, value) for value in condition.values))
    return reduce(or_, (Q(**{f"{path}__{lookup}": value}) for value in condition.values))


def _of_numbers(path: str, condition: Condition) -> Q:
    numbers = [Decimal(value) for value in condition.values]
    if condition.operator == "eq":
        return Q(**{f"{path}__in": numbers})
    if condition.operator == "between":
        return Q(**{f"{path}__gte": min(numbers), f"{path}__lte": max(numbers)})
    return Q(**{f"{path}__{condition.operator}": numbers[0]})


def _of_times(column: Column, path: str, condition: Condition, context: "Context") -> Q:
    period = _period(condition, context)
    if column.type == MOMENT:
        start, end = context.calendar.moments(period)
        return _bounds(path, period, start, end, upper="lt")
    return _bounds(path, period, period.first, period.last, upper="lte")


def _bounds(path: str, period: Period, low: date | datetime, high: date | datetime, *, upper: str) -> Q:
    limits = Q(**{f"{path}__isnull": False})
    if period.first != _EVER.first:
        limits &= Q(**{f"{path}__gte": low})
    if period.last != _EVER.last:
        limits &= Q(**{f"{path}__{upper}": high})
    return limits


def _period(condition: Condition, context: "Context") -> Period:
    """Return the days that a condition means when it is asked."""
    if condition.operator == "period":
        return context.calendar.resolve(condition.values[0], context.today)
    days = [_day(value, context) for value in condition.values]
    by_operator: dict[str, Callable[[], Period]] = {
        "on": lambda: Period.of_day(days[0]),
        "before": lambda: Period(_EVER.first, days[0] - timedelta(days=1)),
        "after": lambda: Period(days[0] + timedelta(days=1), _EVER.last),
        "between": lambda: Period(min(days), max(days)),
    }
    return by_operator[condition.operator]()


def _day(value: str, context: "Context") -> date:
    day = day_named(value, context.today)
    assert day is not None  # noqa: S101 -- it was checked when the query was read
    return day


def _of_references(path: str, condition: Condition, context: "Context", model: type[Model]) -> Q:
    keys = {context.viewer_id if value == "@me" else int(value) for value in condition.values}
    ids = frozenset(key for key in keys if key is not None)
    if condition.operator == "under":
        ids = trees.below(_parents(fields_along(model, path)[-1]), ids)
    chosen = Q(**{f"{path}__in": sorted(ids)})
    return ~chosen if condition.operator == "is_not" else chosen


def _parents(field: Any) -> dict[int, int | None]:
    """Return the tree that a foreign key points into; such trees are small."""
    manager = field.related_model._base_manager
    return dict(manager.values_list("pk", f"parent{LOOKUP_SEP}pk"))
