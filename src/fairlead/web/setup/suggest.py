"""Choices for pickers: colleagues, teams and places, by what was typed."""

from django.http import HttpResponse

from fairlead.people import queries
from fairlead.web.shared import forms
from fairlead.web.shared.pages import Request

LIMIT = 20


def people(request: Request) -> HttpResponse:
    """Offer active colleagues whose name holds what was typed."""
    typed = request.GET.get("q", "").strip()
    found = queries.assignable(request.viewer).filter(name__icontains=typed).select_related("team")[:LIMIT]
    return forms.choices((one.pk, one.name, one.team.name if one.team else "") for one in found)


def locations(request: Request) -> HttpResponse:
    """Offer active locations whose name, or that of one above them, holds what was typed."""
    typed = request.GET.get("q", "").strip().lower()
    found = [branch for branch in queries.locations(request.viewer) if typed in branch.path.lower()]
    return forms.choices((one.node.pk, one.node.name, one.path) for one in found[:LIMIT])
