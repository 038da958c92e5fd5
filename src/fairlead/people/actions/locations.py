"""Make, edit, move, retire and restore locations."""

from datetime import datetime
from typing import TypedDict

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.people import events, rules
from fairlead.people.models import Location, LocationKind

from .teams import CannotRetire
from .trees import refuse_circle

COUNTRY_CODE_LENGTH = 2


class LocationChanges(TypedDict, total=False):
    """What may be changed about a location; another parent moves it with all below it."""

    name: str
    parent: Location | None
    kind: str
    country: str
    external_id: str


@action("location.added", rule=rules.may_administer)
def add_location(
    name: str,
    *,
    parent: Location | None = None,
    kind: str = LocationKind.TERRITORY,
    country: str = "",
    external_id: str = "",
    by: Viewer,
    at: datetime,
) -> events.LocationSaved:
    """Add a location, at the top or below another."""
    del by, at
    location = Location(
        name=name.strip(),
        parent=parent,
        kind=kind,
        country=country.strip().upper(),
        external_id=external_id.strip(),
    )
    _check(location)
    location.save()
    return events.LocationSaved(location.pk)


@action("location.edited", rule=rules.may_administer)
def edit_location(
    location: Location, *, changes: LocationChanges, by: Viewer, at: datetime
) -> events.LocationSaved | None:
    """Change a location or move it; who supervises a location above sees what is in it from now on.

    :raises WouldCircle: when it would stand below itself.
    """
    del by, at
    changed = journal.merge(location, changes)
    if not changed:
        return None
    if "parent" in changed:
        refuse_circle(location)
    location.country = location.country.strip().upper()
    _check(location)
    location.save()
    return events.LocationSaved(location.pk)


@action("location.retired", rule=rules.may_administer)
def retire_location(location: Location, *, by: Viewer, at: datetime) -> events.LocationSaved | None:
    """Take a location out of the choices; records that are in it stay there.

    :raises CannotRetire: while it has active locations below it.
    """
    del by, at
    if not location.is_active:
        return None
    if below := list(location.children.filter(is_active=True).values_list("name", flat=True)):
        names = ", ".join(below)
        raise CannotRetire(f"{location} still has locations below it: {names}. Move or retire them first.")
    location.is_active = False
    location.save()
    return events.LocationSaved(location.pk)


@action("location.restored", rule=rules.may_administer)
def restore_location(location: Location, *, by: Viewer, at: datetime) -> events.LocationSaved | None:
    """Put a retired location back among the choices."""
    del by, at
    if location.is_active:
        return None
    location.is_active = True
    location.save()
    return events.LocationSaved(location.pk)


def _check(location: Location) -> None:
    validation.check(location)
    if location.country and not (location.country.isalpha() and len(location.country) == COUNTRY_CODE_LENGTH):
        sentence = "A country is written as its two letters (ISO 3166), such as DE."
        raise RuleBroken(sentence, fields={"country": sentence})
