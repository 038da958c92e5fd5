"""Locations and territories as a tree: add, change, move, retire, restore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse

from fairlead.people import actions, queries
from fairlead.people.choices import LocationKind
from fairlead.web.setup import choices, forming
from fairlead.web.setup.heads import heads
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.people.models import Location


class LocationForm(forms.Form):
    """What is kept about a place."""

    name = django_forms.CharField(max_length=120)
    parent = choices.TreeField(
        label="Belongs to", help_text="Who supervises a location sees what is below it."
    )
    kind = django_forms.ChoiceField(choices=LocationKind.choices, initial=LocationKind.TERRITORY)
    country = django_forms.CharField(
        label="Country code", max_length=2, required=False, help_text="Two letters, such as DE."
    )
    external_id = django_forms.CharField(
        label="External id", max_length=100, required=False, help_text="As another system knows it."
    )

    def __init__(self, request: Request, location: Location | None = None) -> None:
        super().__init__(request.POST or None, initial=_initial(location))
        own = location and location.parent
        choices.plant(self.fields["parent"], queries.locations(request.viewer), own=own)

    def changes(self, request: Request) -> actions.LocationChanges:
        """Return what was sent."""
        sent: dict[str, Any] = dict(self.cleaned_data)
        parent = sent["parent"]
        sent["parent"] = queries.location(request.viewer, parent) if parent else None
        sent["country"] = sent["country"].upper()
        return sent  # type: ignore[return-value]


def locations(request: Request) -> HttpResponse:
    """Show the tree with its supervisors."""
    tree = queries.locations(request.viewer, include_retired=True)
    context = {
        "tree": tree,
        "supervisors": queries.supervisors(request.viewer),
        "heads": heads("Location", "Kind", "Country", "Supervised by", "#"),
        "place": "setup",
    }
    return pages.render(request, "setup/locations.html", context)


def add(request: Request) -> HttpResponse:
    """Add a location."""
    form = LocationForm(request)

    def save() -> HttpResponse:
        sent: dict[str, Any] = {**form.changes(request)}
        name = sent.pop("name")
        actions.add_location(name, **sent, by=request.viewer, at=request.now)
        return forming.done(request, f"The location {name} was added.", "setup_locations")

    return forming.form_page(request, form, save, title="New location", back=_back(), button="Add")


def edit(request: Request, pk: int) -> HttpResponse:
    """Change or move a location."""
    location = queries.location(request.viewer, pk)
    form = LocationForm(request, location)

    def save() -> HttpResponse:
        seen = forming.as_seen(location, request)
        actions.edit_location(seen, changes=form.changes(request), by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "setup_locations")

    return forming.form_page(request, form, save, title=location.name, back=_back(), version=location.version)


def retire(request: Request, pk: int) -> HttpResponse:
    """Take a location out of the choices."""
    location = queries.location(request.viewer, pk)
    actions.retire_location(location, by=request.viewer, at=request.now)
    return forming.done(request, f"The location {location} is retired.", "setup_locations")


def restore(request: Request, pk: int) -> HttpResponse:
    """Put a retired location back among the choices."""
    location = queries.location(request.viewer, pk)
    actions.restore_location(location, by=request.viewer, at=request.now)
    return forming.done(request, f"The location {location} is back in use.", "setup_locations")


def _initial(location: Location | None) -> dict[str, Any] | None:
    if location is None:
        return None
    kept = {name: getattr(location, name) for name in ("name", "kind", "country", "external_id")}
    return kept | {"parent": location.parent_id}


def _back() -> str:
    return reverse("setup_locations")
