"""Everybody who works here: the list, and the form for somebody new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse

from fairlead.access import Role
from fairlead.people import actions, queries
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.setup import choices, forming
from fairlead.web.setup.heads import heads
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.people.models import Person

PERMISSIONS = ("can_export", "can_import", "can_bulk_edit", "can_delete")
LIMIT = 200


class PersonForm(forms.Form):
    """What administrators keep about a person."""

    name = django_forms.CharField(max_length=120)
    email = django_forms.EmailField(label="E-mail", help_text="They sign in with it.")
    role = django_forms.ChoiceField(choices=choices.roles)
    team = choices.TreeField()
    location = choices.TreeField()
    time_zone = django_forms.ChoiceField(label="Time zone")
    locale = django_forms.ChoiceField(label="Formats", help_text="How dates, numbers and sums are written.")
    external_id = django_forms.CharField(
        label="External id", max_length=100, required=False, help_text="As another system knows them."
    )
    can_export = django_forms.BooleanField(label="May export", required=False)
    can_import = django_forms.BooleanField(label="May import", required=False)
    can_bulk_edit = django_forms.BooleanField(label="May edit many records at once", required=False)
    can_delete = django_forms.BooleanField(label="May delete", required=False)

    def __init__(self, request: Request, person: Person | None = None) -> None:
        super().__init__(request.POST or None, initial=_initial(person))
        choices.plant(self.fields["team"], queries.teams(request.viewer), own=person and person.team)
        places = queries.locations(request.viewer)
        choices.plant(self.fields["location"], places, own=person and person.location)
        choices.offer_zone_and_locale(self)

    def changes(self, request: Request) -> actions.PersonChanges:
        """Return what was sent, with the team and the location themselves."""
        sent = dict(self.cleaned_data)
        sent.pop("password", None)
        team, location = sent["team"], sent["location"]
        sent["team"] = queries.team(request.viewer, team) if team else None
        sent["location"] = queries.location(request.viewer, location) if location else None
        return sent  # type: ignore[return-value]


class NewPersonForm(PersonForm):
    """The same, with a first password."""

    password = django_forms.CharField(
        label="Password",
        required=False,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Left empty, they set one themselves through “Forgot your password?”.",
    )


def people(request: Request) -> HttpResponse:
    """Show everybody, those who left last."""
    search = request.GET.get("q", "")
    found = list(queries.people(request.viewer, search=search)[: LIMIT + 1])
    columns = heads("Name", "Role", "Team", "Location", "May", "Last sign-in")
    context = {
        "heads": columns,
        "people": found[:LIMIT],
        "more": len(found) > LIMIT,
        "search": search,
        "place": "setup",
    }
    return pages.render(request, "setup/people.html", context)


def add(request: Request) -> HttpResponse:
    """Add somebody."""
    form = NewPersonForm(request)

    def save() -> HttpResponse:
        sent: dict[str, Any] = {**form.changes(request), "password": form.cleaned_data["password"] or None}
        new = actions.NewPerson(**sent | {"role": Role(sent["role"])})
        event = actions.add_person(new, by=request.viewer, at=request.now)
        return forming.done(request, f"{new.name} was added.", "setup_person", event.person_id)

    return forming.form_page(
        request, form, save, title="New person", back=reverse("setup_people"), button="Add"
    )


def _initial(person: Person | None) -> dict[str, object]:
    if person is None:
        organisation = vocabulary.organisation()
        return {"time_zone": organisation.time_zone, "locale": organisation.locale, "can_export": True}
    names = ("name", "email", "role", "time_zone", "locale", "external_id", *PERMISSIONS)
    return {name: getattr(person, name) for name in names} | {
        "team": person.team_id,
        "location": person.location_id,
    }
