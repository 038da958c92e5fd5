"""One page of rows by the position of its neighbour: as quick on the last page as on the first.

Rows are put in order by the query's keys and, last, by their primary key, so that no two rows tie. Empty
values of the first key come after all others, as a run of their own: each run is then a plain range of a
plain index on either database, which “NULLS LAST” is not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import F, Model, OrderBy, Q, QuerySet

from fairlead.kit.among import Among

from .column import Table
from .compiling import Context, SortKey, filtered, filtered_apart, sort_keys, with_columns
from .cursor import Position, read_cursor, write_cursor
from .errors import BadQuery
from .query import Query
from .rowvalues import RowIsPast

M = TypeVar("M", bound=Model)
LARGEST_PAGE = 500


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows in order, and where the ones before and after begin ("" at either end)."""

    rows: list[M]
    next_cursor: str = ""
    previous_cursor: str = ""


@dataclass(frozen=True, slots=True)
class _Key:
    """A sort key under the name that the rows carry it by."""

    name: str
    descending: bool
    nullable: bool
    path: str = ""
    """The field it is, if it is one: asked by its path, a join that must find something is an inner one."""


def page(
    query: Query, table: Table, base: QuerySet[M], context: Context,
    *, after: str = "", before: str = "", size: int = 50,
) -> Page[M]:  # fmt: skip
    """Return the first page, or the one after or before a cursor.

    :raises BadQuery: when the cursor is none of ours or belongs to another order of rows.
    """
    if after and before:
        raise BadQuery("before", before, "Give a cursor to go on after or before, not both.")
    if not 1 <= size <= LARGEST_PAGE:
        raise BadQuery("size", size, f"A page has 1 to {LARGEST_PAGE} rows.")
    sorts = sort_keys(query, table, context)
    named = {f"_key{number}": sort.expression for number, sort in enumerate(sorts)}
    parts = [rows.annotate(**named) for rows in _parts(query, table, base, context)]
    whole = with_columns(base.order_by(), query, table, context).annotate(**named)
    keys = [_Key(f"_key{n}", sort.descending, sort.nullable, _path(sort)) for n, sort in enumerate(sorts)]
    keys.append(_Key("pk", keys[-1].descending if keys else False, nullable=False))
    position = read_cursor(query, parts[0], [key.name for key in keys], after=after, before=before)
    if query.as_of is not None:  # subqueries look at the present, so the past is read in one go
        parts, whole = [with_columns(rows, query, table, context) for rows in parts], None
    found = _walk(parts, whole, keys, position, limit=size + 1, backwards=bool(before))
    return _page(query, found, keys, size, before=bool(before), came_from=bool(after or before))


def _parts(query: Query, table: Table, base: QuerySet[M], context: Context) -> list[QuerySet[M]]:
    """Return the rows, on SQLite in parts that an index each finds; PostgreSQL joins what indexes find."""
    if connections[base.db].vendor == "sqlite":
        return filtered_apart(query, table, base, context)
    return [filtered(query, table, base, context)]


def _path(sort: SortKey) -> str:
    return str(getattr(sort.expression, "name", "")) if isinstance(sort.expression, F) else ""


def _page(
    query: Query, found: list[M], keys: list[_Key], size: int, *, before: bool, came_from: bool
) -> Page[M]:
    """Cut the row that only tells whether there are more, and say where the neighbours begin."""
    more, rows = len(found) > size, found[:size]
    if before:
        rows.reverse()
    if not rows:
        return Page([])
    has_next, has_previous = (came_from, more) if before else (more, came_from)
    first, last = (write_cursor(query, row, [key.name for key in keys]) for row in (rows[0], rows[-1]))
    return Page(rows, last if has_next else "", first if has_previous else "")


def _walk(
    parts: list[QuerySet[M]],
    whole: QuerySet[M] | None,
    keys: list[_Key],
    position: Position | None,
    *,
    limit: int,
    backwards: bool,
) -> list[M]:
    """Read the runs one after the other until there are enough rows.

    :param parts: the rows, as querysets that share none.
    :param whole: what to read of the rows that are on the page, once they are chosen by their keys alone:
        a sort of ten thousand rows then carries keys, and not what fifty of them show.
    """
    found: list[M] = []
    runs = _runs(keys)
    start = 1 if position is not None and len(runs) > 1 and position[0] is None else 0
    for number in range(start, -1, -1) if backwards and position else range(start, len(runs)):
        run = runs[number]
        asked = run.condition
        if position is not None and number == start:
            asked &= Q(_past(run.keys, position[len(keys) - len(run.keys) :], backwards))
        order = [_order(key, backwards) for key in run.keys]
        more = limit - len(found)
        chosen = [rows.filter(asked).order_by(*order)[:more] for rows in parts]
        found += chosen[0] if whole is None else _read(whole, chosen, order, more)
        if len(found) == limit:
            break
    return found


def _read(whole: QuerySet[M], chosen: list[QuerySet[M]], order: list[OrderBy], more: int) -> Iterable[M]:
    """Return the first of the rows that were chosen, with what they show."""
    if len(chosen) == 1:
        return whole.filter(pk__in=chosen[0].values("pk")).order_by(*order)
    keys = [pk for rows in chosen for pk in rows.values_list("pk", flat=True)]
    return whole.filter(Among("pk", keys)).order_by(*order)[:more]


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows that a plain index can deliver in order."""

    condition: Q
    keys: list[_Key]


def _runs(keys: list[_Key]) -> list[_Run]:
    """Return the run of rows whose first key is filled, then the run of those where it is empty."""
    first, *others = keys
    if not first.nullable:
        return [_Run(Q(), keys)]
    filled = _Key(first.name, first.descending, nullable=False)
    return [
        _Run(Q(**{f"{first.path or first.name}__isnull": False}), [filled, *others]),
        _Run(Q(**{f"{first.path or first.name}__isnull": True}), others),
    ]


def _order(key: _Key, backwards: bool) -> OrderBy:
    descending = key.descending is not backwards
    if not key.nullable:
        return OrderBy(F(key.name), descending=descending)
    first, last = (True, None) if backwards else (None, True)
    return OrderBy(F(key.name), descending=descending, nulls_first=first, nulls_last=last)


def _past(keys: list[_Key], values: Position, backwards: bool) -> Any:
    """Return the condition that a row comes after the position (before it, when walking backwards)."""
    downwards = {key.descending is not backwards for key in keys}
    if len(downwards) == 1 and not any(key.nullable for key in keys):
        return RowIsPast([key.name for key in keys], list(values), descending=downwards.pop())
    branches, same = [], Q()
    for key, value in zip(keys, values, strict=True):
        if (step := _strictly_past(key, value, backwards)) is not None:
            branches.append(same & step)
        same &= _same(key, value)
    return _bound(keys[0], values[0], backwards) & reduce(or_, branches)


def _strictly_past(key: _Key, value: Any, backwards: bool) -> Q | None:
    if value is None:
        return Q(**{f"{key.name}__isnull": False}) if backwards else None
    further = Q(**{f"{key.name}__{'lt' if key.descending is not backwards else 'gt'}": value})
    return further | Q(**{f"{key.name}__isnull": True}) if key.nullable and not backwards else further


def _same(key: _Key, value: Any) -> Q:
    return Q(**{f"{key.name}__isnull": True}) if value is None else Q(**{key.name: value})


def _bound(key: _Key, value: Any, backwards: bool) -> Q:
    """Return what follows for the first key alone, so that an index starts near the position."""
    if key.nullable or value is None:
        return Q()
    return Q(**{f"{key.name}__{'lte' if key.descending is not backwards else 'gte'}": value})
