"""Campaigns: what leads and opportunities came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse

from fairlead.access import OutOfReach
from fairlead.pipeline import actions, queries
from fairlead.web.setup import forming
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.pipeline.models import Campaign


class CampaignForm(forms.Form):
    """One campaign."""

    name = django_forms.CharField(max_length=160)
    kind = django_forms.CharField(
        max_length=60, required=False, help_text="Such as e-mail, fair or telephone."
    )
    starts_on = forms.Day(label="Starts on", required=False)
    ends_on = forms.Day(label="Ends on", required=False)
    external_id = django_forms.CharField(label="External id", max_length=100, required=False)


def campaigns(request: Request) -> HttpResponse:
    """Show every campaign, those in use first."""
    rows = queries.campaigns(request.viewer, include_retired=True).order_by("-is_active", "name", "pk")
    return pages.render(request, "setup/campaigns.html", {"campaigns": rows, "place": "setup"})


def add(request: Request) -> HttpResponse:
    """Add a campaign."""
    form = CampaignForm(request.POST or None)

    def save() -> HttpResponse:
        actions.add_campaign(form.cleaned_data, by=request.viewer, at=request.now)
        return forming.done(request, "The campaign was added.", "setup_campaigns")

    return forming.form_page(
        request, form, save, title="New campaign", back=reverse("setup_campaigns"), button="Add"
    )


def edit(request: Request, pk: int) -> HttpResponse:
    """Change a campaign."""
    one = _campaign(request, pk)
    form = CampaignForm(
        request.POST or None, initial={name: getattr(one, name) for name in CampaignForm.base_fields}
    )

    def save() -> HttpResponse:
        seen = forming.as_seen(one, request)
        actions.edit_campaign(seen, changes=form.cleaned_data, by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "setup_campaigns")

    back = reverse("setup_campaigns")
    return forming.form_page(request, form, save, title=one.name, back=back, version=one.version)


def toggle(request: Request, pk: int) -> HttpResponse:
    """Retire a campaign, or take it into use again; records keep it."""
    one = _campaign(request, pk)
    actions.edit_campaign(one, changes={"is_active": not one.is_active}, by=request.viewer, at=request.now)
    return forming.done(
        request, f"“{one}” is {'retired' if one.is_active else 'in use again'}.", "setup_campaigns"
    )


def _campaign(request: Request, pk: int) -> Campaign:
    found = queries.campaigns(request.viewer, include_retired=True).filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such campaign.")
    return found
