"""The opportunities of a company or contact, as its page lists them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from fairlead.kit import tables
from fairlead.kit.tables import Context, Totals
from fairlead.pipeline import columns, queries
from fairlead.web.shared.pages import Request

LISTED = 8


@dataclass(frozen=True, slots=True)
class Sales:
    """The first opportunities, what all of them come to, and the list that shows them all."""

    rows: list[Any]
    totals: Totals
    address: str
    new: str


def of_company(request: Request, pk: int, as_of: datetime | None, context: Context) -> Sales:
    """Return the opportunities of a company within the viewer's reach, open ones first."""
    query = f"columns=title,stage,outcome,amount,expected_close_on&where=company.is:{pk}&sort=-created_at"
    if as_of:
        query += f"&as_of={as_of.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    asked = tables.parse(query, columns.OPPORTUNITIES)
    rows = queries.opportunities(request.viewer, as_of=as_of)
    page = tables.page(asked, columns.OPPORTUNITIES, rows, context, size=LISTED)
    totals = tables.totals(asked, columns.OPPORTUNITIES, rows, context)
    address = f"{_address('opportunities')}?where=company.is:{pk}"
    return Sales(page.rows, totals, address, _address("opportunity_new"))


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
