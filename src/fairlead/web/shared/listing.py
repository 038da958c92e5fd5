"""One list page for every kind of record: the query value is the address, the screen and the export.

A room declares a :class:`Listing` and hangs ``listing.urls()`` into its addresses; nothing else is needed.
"""

from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse
from django.urls import URLPattern, path

from fairlead.web.shared import exporting, filtering, pages, viewing
from fairlead.web.shared.declared import Bulk, Declared, Preset, at_end_of, context_of, read
from fairlead.web.shared.listed import Screen
from fairlead.web.shared.requests import Request

__all__ = ["Bulk", "Listing", "Preset", "context_of", "read", "show"]


@dataclass(frozen=True, slots=True)
class Listing(Declared):
    """A kind of record with a list page; the fields are those of :class:`Declared`."""

    def urls(self, address: str) -> list[URLPattern]:
        """Return the addresses of the page and of what belongs to it."""
        return [
            path(address, partial(show, listing=self), name=self.name),
            path(
                f"{address}/export.<str:form>",
                partial(exporting.export, listing=self),
                name=f"{self.name}_export",
            ),
            path(f"{address}/filter", partial(filtering.edit, listing=self), name=f"{self.name}_filter"),
            path(
                f"{address}/choices/<str:column>",
                partial(filtering.choices, listing=self),
                name=f"{self.name}_choices",
            ),
        ]


def show(request: Request, listing: Listing) -> HttpResponse:
    """Show a page of the rows that the address asks for."""
    context = context_of(request)
    query, views = viewing.opened(request, listing)
    if "day" in request.GET:
        then = at_end_of(request.GET["day"], query, context)
        return pages.redirect_to(request, Screen.address_of(listing, then, view=views.key))
    screen = Screen.ask(
        listing,
        query,
        context,
        request.viewer,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        views=views,
    )
    shown = {
        "screen": screen,
        "listing": listing,
        "place": listing.place or listing.name,
        "as_of": query.as_of,
    }
    return pages.render(request, "shared/listing.html", shown)
