"""Reads about views; every function takes the viewer first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from fairlead.access import OutOfReach, Viewer
from fairlead.journal.models import Entry
from fairlead.trackers import rules
from fairlead.trackers.models import Favourite, SavedView, ViewShare


@dataclass(frozen=True, slots=True)
class State:
    """What a view was in one of its versions, and who made it so."""

    version: int
    at: datetime
    who: str
    name: str
    icon: str
    query: str


def views(viewer: Viewer) -> list[SavedView]:
    """Return every view this viewer finds: their own, shared ones, published ones; by place and name.

    Each says whether it ``is_favourite`` and whether its place begins with it (``is_default``).
    """
    return list(_within(viewer).order_by("place", "name", "pk"))


def view(viewer: Viewer, pk: int) -> SavedView:
    """Return one view.

    :raises OutOfReach: when there is none, or it is somebody's and not shared.
    """
    found = _within(viewer).filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such view.")
    return found


def shares(viewer: Viewer, view: SavedView) -> list[ViewShare]:
    """Return with whom a view is shared, for its owner; nothing for others."""
    if not rules.may_share(viewer, view):
        return []
    return list(view.shares.select_related("person", "team").order_by("pk"))


def share(viewer: Viewer, view: SavedView, pk: int) -> ViewShare:
    """Return one of a view's shares.

    :raises OutOfReach: when there is none, or the view is somebody else's.
    """
    found = next((one for one in shares(viewer, view) if one.pk == pk), None)
    if found is None:
        raise OutOfReach("It is not shared like this.")
    return found


def states(viewer: Viewer, view: SavedView) -> list[State]:
    """Return the earlier versions in which a view asked otherwise or was called otherwise, newest first."""
    if not rules.may_see(viewer, view):
        return []
    rows = list(SavedView.history_model._base_manager.filter(id=view.pk).order_by("-version").values())
    makers = Entry.objects.select_related("actor").in_bulk([row["entry_id"] for row in rows])
    return list(_differing(rows, makers, view))


def _differing(rows: list[dict[str, object]], makers: dict[int, Entry], view: SavedView) -> Iterator[State]:
    last = (view.name, view.icon, view.query)
    for row in rows:
        said = (row["name"], row["icon"], row["query"])
        if said == last:
            continue
        last = said  # type: ignore[assignment]
        maker = makers.get(row["entry_id"])  # type: ignore[call-overload]
        who = str(maker.actor) if maker and maker.actor else "Fairlead"
        yield State(row["version"], row["valid_from"], who, *said)  # type: ignore[arg-type]


def _within(viewer: Viewer) -> QuerySet[SavedView]:
    me = viewer.person_id or rules.NOBODY
    liked = Favourite.objects.filter(view=OuterRef("pk"), person_id=me)
    lent = ViewShare.objects.filter(rules.lent_to(viewer), view=OuterRef("pk"))
    mine = Q(owner_id=me) | Q(is_published=True) | Exists(lent)
    return (
        SavedView.objects.filter(mine)
        .select_related("owner")
        .annotate(is_favourite=Exists(liked), is_default=Exists(liked.filter(is_default=True)))
    )
