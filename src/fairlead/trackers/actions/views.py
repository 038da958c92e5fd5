"""Keep a view, change it, put it back to an older state, delete it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from fairlead import journal
from fairlead.access import OutOfReach, Viewer
from fairlead.journal import action
from fairlead.kit import tables, validation
from fairlead.kit.tables import Query
from fairlead.trackers import events, queries, rules
from fairlead.trackers.models import SavedView


@dataclass(frozen=True, slots=True)
class NewView:
    """What a new view starts with."""

    place: str
    name: str
    query: Query
    icon: str = "table"


class ViewChanges(TypedDict, total=False):
    """What can be changed about a view."""

    name: str
    icon: str
    query: Query


@action("view.saved", rule=rules.may_keep)
def save_view(new: NewView, *, by: Viewer, at: datetime) -> events.ViewSaved:
    """Keep a question under a name; it is private until it is shared.

    :raises kit.validation.Invalid: when the person has a view of this name at this place.
    """
    assert by.person_id is not None  # noqa: S101 -- the rule asked for a person
    view = SavedView(place=new.place, name=new.name.strip(), icon=new.icon, owner_id=by.person_id)
    view.query = tables.encode(new.query)
    validation.save(view)
    return events.ViewSaved(view.pk)


@action("view.edited", rule=rules.may_edit)
def edit_view(view: SavedView, *, changes: ViewChanges, by: Viewer, at: datetime) -> events.ViewSaved | None:
    """Change a view's name, its icon or what it asks.

    :raises kit.validation.Invalid: when its owner has another view of this name at this place.
    """
    said = {name: str(value).strip() for name, value in changes.items() if name != "query"}
    if "query" in changes:
        said["query"] = tables.encode(changes["query"])
    if not journal.merge(view, said):
        return None
    validation.save(view)
    return events.ViewSaved(view.pk)


@action("view.restored", rule=rules.may_edit, verb="put back")
def restore_view(view: SavedView, *, version: int, by: Viewer, at: datetime) -> events.ViewSaved | None:
    """Put a view back to what it was in an earlier version; who finds it stays as it is.

    :raises OutOfReach: when it never had such a version.
    """
    before = next((state for state in queries.states(by, view) if state.version == version), None)
    if before is None:
        raise OutOfReach("This view has no such earlier state.")
    if not journal.merge(view, {"name": before.name, "icon": before.icon, "query": before.query}):
        return None
    validation.save(view)
    return events.ViewSaved(view.pk)


@action("view.deleted", rule=rules.may_delete)
def delete_view(view: SavedView, *, by: Viewer, at: datetime) -> events.ViewDeleted:
    """Delete a view; the rows that it asks for stay as they are."""
    pk = view.pk
    view.delete()
    return events.ViewDeleted(pk)
