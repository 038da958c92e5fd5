"""One person: what is kept about them, whom they supervise, their devices, tokens and history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse

from fairlead.people import actions, queries, rules, signed_in
from fairlead.web.setup import choices, forming
from fairlead.web.setup.devices import described
from fairlead.web.setup.people import PersonForm
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.people.models import Person


class SuperviseForm(forms.Form):
    """A team or a location that a supervisor looks after."""

    team = choices.TreeField()
    location = choices.TreeField()

    def __init__(self, request: Request) -> None:
        super().__init__(request.POST or None)
        choices.plant(self.fields["team"], queries.teams(request.viewer))
        choices.plant(self.fields["location"], queries.locations(request.viewer))

    def chosen(self, request: Request) -> dict[str, Any]:
        """Return the team and the location that were chosen."""
        team, location = self.cleaned_data["team"], self.cleaned_data["location"]
        return {
            "team": queries.team(request.viewer, team) if team else None,
            "location": queries.location(request.viewer, location) if location else None,
        }


class PasswordForm(forms.Form):
    """A new password for somebody who cannot set one themselves."""

    password = django_forms.CharField(
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least ten characters. They are signed out everywhere.",
    )


def person(request: Request, pk: int) -> HttpResponse:
    """Show a person, or save the form about them."""
    somebody = queries.person(request.viewer, pk)
    form = PersonForm(request, somebody)

    def save() -> HttpResponse:
        seen = forming.as_seen(somebody, request)
        actions.edit_person(seen, changes=form.changes(request), by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "setup_person", pk)

    answer = forming.saved(form, save) if request.method == "POST" else None
    return answer or _page(request, queries.person(request.viewer, pk), form)


def supervise(request: Request, pk: int) -> HttpResponse:
    """Put a supervisor in charge of a team or a location."""
    somebody = queries.person(request.viewer, pk)
    form = SuperviseForm(request)

    def save() -> HttpResponse:
        actions.supervise(somebody, **form.chosen(request), by=request.viewer, at=request.now)
        return forming.done(request, f"{somebody} supervises it now.", "setup_person", pk)

    back = reverse("setup_person", args=[pk])
    title = f"{somebody} supervises"
    return forming.form_page(request, form, save, title=title, back=back, note="Choose a team or a location.")


def unsupervise(request: Request, pk: int) -> HttpResponse:
    """Relieve a person of a team or a location."""
    somebody = queries.person(request.viewer, pk)
    form = SuperviseForm(request)
    if form.is_valid():
        actions.unsupervise(somebody, **form.chosen(request), by=request.viewer, at=request.now)
    return forming.done(request, f"{somebody} no longer supervises it.", "setup_person", pk)


def password(request: Request, pk: int) -> HttpResponse:
    """Set somebody's password."""
    somebody = queries.person(request.viewer, pk)
    form = PasswordForm(request.POST or None)

    def save() -> HttpResponse:
        sent = form.cleaned_data["password"]
        actions.set_password(somebody, password=sent, by=request.viewer, at=request.now)
        return forming.done(request, f"{somebody} has a new password.", "setup_person", pk)

    back = reverse("setup_person", args=[pk])
    return forming.form_page(request, form, save, title=f"New password for {somebody}", back=back)


def _page(request: Request, somebody: Person, form: PersonForm) -> HttpResponse:
    viewer = request.viewer
    context = {
        "person": somebody,
        "form": form,
        "supervisions": queries.supervisions(viewer, somebody),
        "open_work": queries.open_work(viewer, somebody),
        "tokens": queries.tokens(viewer, somebody),
        "devices": described(signed_in.devices(somebody, this_session=request.session.session_key)),
        "changes": queries.person_history(viewer, somebody),
        "may_leave": rules.may_deactivate(viewer, somebody),
        "place": "setup",
    }
    return pages.render(request, "setup/person.html", context, status=422 if form.errors else 200)
