"""Count and sums of a query, by the value of one column."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from fairlead.api.answers import answer
from fairlead.api.auth import Request
from fairlead.api.lists import context_of, parsed, told
from fairlead.api.shapes import Named, Shape, TotalsTold, json
from fairlead.api.values import Told
from fairlead.kit import tables
from fairlead.kit.tables import Type

DEFAULT_GROUP = "stage"


class GroupTold(TotalsTold):
    """The rows that have one value in the grouped column; null for those without one."""

    value: Named | str | bool | None


class SummaryTold(Told):
    """The groups of a query, the largest first."""

    group: str
    groups: list[GroupTold]


def summary_of(
    request: HttpRequest, shape: Shape, base: Callable[[datetime | None], QuerySet[Any]]
) -> HttpResponse:
    """Answer with the count and the sums of every group of a query; one question to the database."""
    asked = cast(Request, request)
    query = parsed(request, shape, extra=())
    money = tuple(column.name for column in shape.table.columns if column.type == Type.MONEY)
    query = replace(query, group=query.group or DEFAULT_GROUP, columns=money)
    found = tables.groups(query, shape.table, base(query.as_of), context_of(asked))
    return answer(
        {
            "group": query.group,
            "groups": [{"value": _value(group.value), **told(group.totals)} for group in found],
        }
    )


def _value(value: Any) -> Any:
    if isinstance(value, tables.Ref) and isinstance(value.key, str):
        return value.key
    return json(value)
