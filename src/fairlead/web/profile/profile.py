"""My profile: name, time zone, language, devices and tokens."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse

from fairlead.people import actions, queries, signed_in
from fairlead.web.setup import choices, forming
from fairlead.web.setup.devices import described
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.people.models import Person


class ProfileForm(forms.Form):
    """What everybody keeps about themselves."""

    name = django_forms.CharField(max_length=120)
    time_zone = django_forms.ChoiceField(label="Time zone", help_text="Moments are shown in it.")
    locale = django_forms.ChoiceField(label="Formats", help_text="How dates, numbers and sums are written.")

    def __init__(self, request: Request, me: Person) -> None:
        super().__init__(request.POST or None, initial={name: getattr(me, name) for name in self.base_fields})
        choices.offer_zone_and_locale(self)


class TokenForm(forms.Form):
    """A new token for a program."""

    name = django_forms.CharField(max_length=80, help_text="What it is for, such as “Nightly export”.")
    expires_on = forms.Day(label="Good until", required=False, help_text="Left empty, until it is revoked.")


def profile(request: Request) -> HttpResponse:
    """Show my profile, or save the form about me."""
    me = _me(request)
    form = ProfileForm(request, me)

    def save() -> HttpResponse:
        changes: actions.ProfileChanges = form.cleaned_data  # type: ignore[assignment]
        seen = forming.as_seen(me, request)
        actions.edit_profile(seen, changes=changes, by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "profile")

    if request.method == "POST" and (answer := forming.saved(form, save)):
        return answer
    return _page(request, form, status=422 if form.errors else 200)


def sign_out(request: Request) -> HttpResponse:
    """Sign me out of one other device, or of all others."""
    sent = request.POST.get("id", "")
    ids = [int(sent)] if sent.isdecimal() else None
    keep = request.session.session_key
    actions.end_sessions(_me(request), ids=ids, keep=keep, by=request.viewer, at=request.now)
    return forming.done(request, "Signed out there.", "profile")


def new_token(request: Request) -> HttpResponse:
    """Make a token and show its secret, this once."""
    form = TokenForm(request.POST or None)

    def save() -> HttpResponse:
        until = form.cleaned_data["expires_on"]
        expires_at = _end_of(until, request.viewer.time_zone) if until else None
        name = form.cleaned_data["name"]
        secret = actions.create_token(
            _me(request), name=name, expires_at=expires_at, by=request.viewer, at=request.now
        )
        return pages.render(request, "profile/token.html", {"secret": secret, "name": name})

    if request.method == "POST" and (answer := forming.saved(form, save)):
        answer.headers["Cache-Control"] = "no-store"
        return answer
    context = {"form": form, "place": "profile"}
    return pages.render(request, "profile/new_token.html", context, status=422 if form.errors else 200)


def revoke_token(request: Request, pk: int) -> HttpResponse:
    """Revoke one of my tokens."""
    token = queries.token(request.viewer, pk)
    actions.revoke_token(token, by=request.viewer, at=request.now)
    messages.success(request, f"The token “{token.name}” no longer works.")
    return pages.redirect_to(request, "profile")


def _page(request: Request, form: ProfileForm, *, status: int) -> HttpResponse:
    me = _me(request)
    context = {
        "form": form,
        "me_person": me,
        "devices": described(signed_in.devices(me, this_session=request.session.session_key)),
        "tokens": queries.tokens(request.viewer, me),
        "supervisions": queries.supervisions(request.viewer, me),
        "place": "profile",
    }
    return pages.render(request, "profile/profile.html", context, status=status)


def _me(request: Request) -> Person:
    return queries.person(request.viewer, request.viewer.person_id or 0)


def _end_of(day: date, zone: str) -> datetime:
    """Return the moment at which a day is over where the viewer is."""
    midnight = datetime.combine(day, time(), ZoneInfo(zone)) + timedelta(days=1)
    return midnight.astimezone(UTC)
