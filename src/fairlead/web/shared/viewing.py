"""Which saved view a list is opened with, and which views a person has at hand."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.urls import reverse

from fairlead.access import OutOfReach, Viewer
from fairlead.kit import tables
from fairlead.kit.tables import Query
from fairlead.trackers import queries, rules
from fairlead.web.shared import frame
from fairlead.web.shared.declared import Declared, read
from fairlead.web.shared.requests import Request

if TYPE_CHECKING:
    from fairlead.trackers.models import SavedView


@dataclass(frozen=True)
class Views:
    """The views that a person finds at a place, and the one that is open."""

    listing: Declared
    viewer: Viewer
    known: list["SavedView"]
    open: "SavedView | None" = None
    kept: Query | None = None
    lost: tuple[str, ...] = ()

    @property
    def key(self) -> str | None:
        """Return what the addresses of this list say of the view: its number, “none” or nothing."""
        if self.open is not None:
            return str(self.open.pk)
        return "" if any(getattr(one, "is_default", False) for one in self.known) else None

    @property
    def tabs(self) -> list["SavedView"]:
        """Return the views beside the ready-made questions: favourites, published ones, the open one."""
        shown = [one for one in self.known if one.is_published or getattr(one, "is_favourite", False)]
        return shown if self.open is None or self.open in shown else [*shown, self.open]

    @staticmethod
    def address(view: "SavedView") -> str:
        """Return the address of a view, whatever it asks for today."""
        return f"{reverse(view.place)}?view={view.pk}"

    @cached_property
    def may_edit(self) -> Any:
        """Tell whether this viewer may change what the open view asks."""
        return rules.may_edit(self.viewer, cast(Any, self.open))

    def verdict(self, verb: str) -> Any:
        """Tell whether this viewer may share, publish or delete the open view."""
        return getattr(rules, f"may_{verb}")(self.viewer, self.open)


def opened(request: Request, listing: Declared) -> tuple[Query, Views]:
    """Return what the address asks for, and the views around it.

    An address that names a view and nothing else asks for what the view holds; one that says nothing at
    all, for the view with which this person wants to begin.

    :raises OutOfReach: when the view is not this viewer's, or of another place.
    """
    known = [one for one in visible(request) if one.place == listing.name] if listing.keeps_views else []
    view = _named(request, listing, known)
    if view is None:
        return read(request, listing), Views(listing, request.viewer, known)
    kept, lost = tables.parse_kept(view.query, listing.table)
    asks = any(name in request.GET for name in tables.PARAMETERS)
    query = read(request, listing) if asks else kept
    return query, Views(listing, request.viewer, known, view, kept, tuple(lost))


def visible(request: Request) -> list["SavedView"]:
    """Return every view this viewer finds, asked for once a request."""
    found: list[SavedView] | None = getattr(request, "_views", None)
    if found is None:
        found = queries.views(request.viewer)
        request._views = found  # type: ignore[attr-defined]
    return found


def favourites() -> list[tuple[str, str, str]]:
    """Return the favourites of whom the present page is drawn for: name, address, icon."""
    request = frame.current().request
    if request is None or not hasattr(request, "viewer"):
        return []
    mine = [one for one in visible(cast(Request, request)) if getattr(one, "is_favourite", False)]
    return [(one.name, Views.address(one), one.icon) for one in mine]


def _named(request: Request, listing: Declared, known: list["SavedView"]) -> "SavedView | None":
    text = request.GET.get("view")
    if text is None:
        asks = any(name in request.GET for name in (*tables.PARAMETERS, "day"))
        return None if asks else next((one for one in known if getattr(one, "is_default", False)), None)
    if not text:
        return None
    found = next((one for one in known if str(one.pk) == text), None)
    if found is None:
        raise OutOfReach(
            f"There is no such view of {listing.table.title.lower()}, or it is not shared with you."
        )
    return found
