"""Have views at hand: favourites in the menu, and the one with which a place begins."""

from datetime import datetime

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.trackers import events, rules
from fairlead.trackers.models import Favourite, SavedView


@action("view.favoured", rule=rules.may_like, verb="added to the favourites")
def favour(view: SavedView, *, by: Viewer, at: datetime) -> events.FavouritesChanged | None:
    """Put a view into the menu of the one who asks."""
    if _of(view, by) is not None:
        return None
    Favourite.objects.create(person_id=_me(by), view=view, place=view.place)
    return _changed(view, by)


@action("view.unfavoured", rule=rules.may_like, verb="removed from the favourites")
def unfavour(view: SavedView, *, by: Viewer, at: datetime) -> events.FavouritesChanged | None:
    """Take a view out of the menu of the one who asks; its place begins without it too."""
    favourite = _of(view, by)
    if favourite is None:
        return None
    favourite.delete()
    return _changed(view, by)


@action("view.begun_with", rule=rules.may_like, verb="changed whether a page begins with")
def begin_with(
    view: SavedView, *, begins: bool = True, by: Viewer, at: datetime
) -> events.FavouritesChanged | None:
    """Let a place begin with this view for the one who asks, in the stead of any other; or end that."""
    favourite = _of(view, by) or Favourite(person_id=_me(by), view=view, place=view.place)
    if favourite.is_default == begins:
        return None
    for other in Favourite.objects.filter(person_id=_me(by), place=view.place, is_default=True):
        other.is_default = False
        other.save()
    favourite.is_default = begins
    favourite.save()
    return _changed(view, by)


def _of(view: SavedView, by: Viewer) -> Favourite | None:
    return Favourite.objects.filter(view=view, person_id=_me(by)).first()


def _changed(view: SavedView, by: Viewer) -> events.FavouritesChanged:
    return events.FavouritesChanged(_me(by), view.pk)


def _me(by: Viewer) -> int:
    assert by.person_id is not None  # noqa: S101 -- the rule asked for a person
    return by.person_id
