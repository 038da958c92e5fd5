"""Lists by the query value: filtered, sorted and searched as the screens do, page by page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from fairlead.api.answers import answer
from fairlead.api.auth import Request
from fairlead.api.shapes import Shape, json
from fairlead.kit import tables
from fairlead.kit.tables import BadQuery, Context, Query, Totals
from fairlead.vocabulary import queries as vocabulary

OWN = (*tables.url.PAGING, "totals")
DEFAULT_SIZE = 50

_TEXT: dict[str, Any] = {"type": "string", "maxLength": 500}
_OF_A_QUERY = [
    ("where", {"type": "array", "items": _TEXT}, "Conditions, all of which hold: `stage.is:3,4`,"
     " `amount.gte:1000`, `owner.is:@me|owner.empty` (either). A list's page shows them in its own address."),
    ("q", _TEXT, "Words that the row holds."),
    ("as_of", _TEXT, "A moment with its offset: the rows as they were then."),
]  # fmt: skip
_OF_A_LIST = [
    ("columns", _TEXT, "Columns of each row, with commas between; all of them when left out."),
    ("sort", _TEXT, "Columns to sort by, `-` before one for descending: `-amount,title`."),
    ("after", _TEXT, "`next` of the page before."),
    ("before", _TEXT, "`previous` of the page after."),
    ("size", {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}, "Rows of a page."),
    ("totals", {"type": "boolean", "default": False}, "Count and sum all rows of the query as well."),
]


def parameters(*names: str) -> dict[str, Any]:
    """Return the description of what a list (or only a query, when named) can be asked with."""
    known = [*_OF_A_QUERY, *_OF_A_LIST]
    return {
        "parameters": [
            {"in": "query", "name": name, "required": False, "schema": schema, "description": said}
            for name, schema, said in known
            if not names or name in names
        ]
    }


def listed(
    request: HttpRequest, shape: Shape, base: Callable[[datetime | None], QuerySet[Any]]
) -> HttpResponse:
    """Answer with a page of rows.

    :param base: ``base(as_of)`` returns the rows within the viewer's reach, then or now.
    :raises BadQuery: naming the parameter at fault.
    """
    asked, query = cast(Request, request), parsed(request, shape)
    rows, context = base(query.as_of), context_of(asked)
    get = request.GET.get
    page = tables.page(
        query if query.as_of else replace(query, columns=()),  # of the present, names come without joins
        shape.table,
        rows,
        context,
        after=get("after", ""),
        before=get("before", ""),
        size=_size(asked),
    )
    body: dict[str, Any] = {
        "rows": shape.rows(page.rows, query.columns),
        "next": page.next_cursor,
        "previous": page.previous_cursor,
    }
    if _flag(asked, "totals"):
        body["totals"] = told(tables.totals(query, shape.table, rows, context))
    return answer(body)


def parsed(request: HttpRequest, shape: Shape, *, extra: tuple[str, ...] = OWN) -> Query:
    """Return the query of a request; all columns when it names none."""
    given: dict[str, list[str]] = {name: [str(v) for v in values] for name, values in request.GET.lists()}
    if not given.get("columns", [""])[0]:
        given["columns"] = [",".join(shape.table.names)]
    return tables.parse(given, shape.table, extra=extra)


def moment(request: HttpRequest, shape: Shape) -> datetime | None:
    """Return the moment as of which one record is asked for; none means now."""
    return tables.parse(
        {name: [str(v) for v in values] for name, values in request.GET.lists() if name == "as_of"},
        shape.table,
    ).as_of


def context_of(request: Request) -> Context:
    """Return who asks, when, and by which calendar."""
    return Context(request.viewer.person_id, vocabulary.calendar(), request.now)


def told(totals: Totals) -> dict[str, Any]:
    """Return totals in JSON."""
    return {
        "count": totals.count,
        "sums": {
            name: [{"amount": json(money), "currency": money.currency} for money in sums]
            for name, sums in totals.sums.items()
        },
    }


def _size(request: Request) -> int:
    text = request.GET.get("size", str(DEFAULT_SIZE))
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise BadQuery("size", text, "Give a whole number.")
    return int(text)


def _flag(request: Request, name: str) -> bool:
    text = request.GET.get(name, "false")
    if text not in ("true", "false"):
        raise BadQuery(name, text, "Write true or false.")
    return text == "true"
