"""What a room declares of a list: its table, its rows, its words, and what can be done with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from django.db.models import QuerySet

from fairlead.access import Verdict, Viewer
from fairlead.kit import tables
from fairlead.kit.periods import Period
from fairlead.kit.tables import Column, Context, Query, Table
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.shared.requests import Request

Rows: TypeAlias = Callable[[Viewer, datetime | None], QuerySet[Any]]
SIZE = 50
BESIDE = ("after", "before", "day", "view")
"""What may stand in an address beside the query."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """Something to do with the selected rows: a button that posts their ids as ``pk`` to an address."""

    label: str
    icon: str
    address: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Preset:
    """A question that is asked often, as a tab above the list."""

    title: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """A kind of record as a list page shows it.

    :param name: route of the page; ``<name>_export``, ``<name>_filter`` and ``<name>_choices`` go with it.
    :param rows: ``rows(viewer, as_of)`` returns the rows within reach, now or at a moment.
    :param nouns: one and many, for “212 opportunities”.
    :param record: route of one record, by its id; ``create``: route of the form for a new one.
    :param keeps_views: people keep, share and find views of it (web/trackers/places.py).
    :param bulk: ``bulk(viewer)`` returns what can be done with selected rows.
    :param tone: ``tone(row, column, today)`` returns “bad” or “warn” for a value to look at, or "".
    :param mark: ``mark(row, column)`` returns text and colour of a badge that stands behind a value, or ().
    :param empty: title and sentence while there are no rows at all; ``hint`` is what has to be there first.
    """

    name: str
    table: Table
    rows: Rows
    nouns: tuple[str, str]
    record: str = ""
    create: str = ""
    create_label: str = ""
    title: str = ""
    place: str = ""
    presets: tuple[Preset, ...] = ()
    keeps_views: bool = False
    bulk: Callable[[Viewer], Sequence[Bulk]] = field(default=lambda _viewer: ())
    tone: Callable[[Any, Column, date], str] = field(default=lambda _row, _column, _today: "")
    mark: Callable[[Any, Column], tuple[str, str] | tuple[()]] = field(default=lambda _row, _column: ())
    empty: tuple[str, str] = ("Nothing here yet", "")
    hint: str = ""
    links: tuple[tuple[str, str, str], ...] = ()
    """Further doors in the page's menu: (label, route, icon)."""


def read(request: Request, listing: Declared) -> Query:
    """Return the query that the address of a request holds.

    :raises BadQuery: naming the parameter, the value and the reason.
    """
    return tables.parse(dict(request.GET.lists()), listing.table, extra=BESIDE)


def context_of(request: Request) -> Context:
    """Return what a query means to the one who asks now."""
    return Context(request.viewer.person_id, vocabulary.calendar(), request.now)


def at_end_of(day: str, query: Query, context: Context) -> Query:
    """Return the query as of the end of a day; of today and of days to come, as of now."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        chosen = context.today
    if chosen >= context.today or chosen.year < 1900:
        return replace(query, as_of=None)
    end = context.calendar.moments(Period.of_day(chosen))[1]
    return replace(query, as_of=end - timedelta(seconds=1))
