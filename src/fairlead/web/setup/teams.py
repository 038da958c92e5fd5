"""Teams as a tree: add, rename, move, retire, restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse

from fairlead.people import actions, queries
from fairlead.web.setup import choices, forming
from fairlead.web.setup.heads import heads
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.people.models import Team


class TeamForm(forms.Form):
    """A team's name and the team above it."""

    name = django_forms.CharField(max_length=120)
    parent = choices.TreeField(label="Belongs to", help_text="Who supervises a team sees the teams below it.")

    def __init__(self, request: Request, team: Team | None = None) -> None:
        initial = {"name": team.name, "parent": team.parent_id} if team else None
        super().__init__(request.POST or None, initial=initial)
        choices.plant(self.fields["parent"], queries.teams(request.viewer), own=team and team.parent)

    def changes(self, request: Request) -> actions.TeamChanges:
        """Return what was sent."""
        parent = self.cleaned_data["parent"]
        above = queries.team(request.viewer, parent) if parent else None
        return {"name": self.cleaned_data["name"], "parent": above}


def teams(request: Request) -> HttpResponse:
    """Show the tree with its members and supervisors."""
    tree = queries.teams(request.viewer, include_retired=True)
    context = {
        "tree": tree,
        "supervisors": queries.supervisors(request.viewer),
        "heads": heads("Team", "Active members#", "Supervised by", "#"),
        "place": "setup",
    }
    return pages.render(request, "setup/teams.html", context)


def add(request: Request) -> HttpResponse:
    """Add a team."""
    form = TeamForm(request)

    def save() -> HttpResponse:
        sent = form.changes(request)
        actions.add_team(sent["name"], parent=sent["parent"], by=request.viewer, at=request.now)
        return forming.done(request, f"The team {sent['name']} was added.", "setup_teams")

    return forming.form_page(request, form, save, title="New team", back=_back(), button="Add")


def edit(request: Request, pk: int) -> HttpResponse:
    """Rename or move a team."""
    team = queries.team(request.viewer, pk)
    form = TeamForm(request, team)

    def save() -> HttpResponse:
        seen = forming.as_seen(team, request)
        actions.edit_team(seen, changes=form.changes(request), by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "setup_teams")

    return forming.form_page(request, form, save, title=team.name, back=_back(), version=team.version)


def retire(request: Request, pk: int) -> HttpResponse:
    """Retire an empty team."""
    team = queries.team(request.viewer, pk)
    actions.retire_team(team, by=request.viewer, at=request.now)
    return forming.done(request, f"The team {team} is retired.", "setup_teams")


def restore(request: Request, pk: int) -> HttpResponse:
    """Put a retired team back into use."""
    team = queries.team(request.viewer, pk)
    actions.restore_team(team, by=request.viewer, at=request.now)
    return forming.done(request, f"The team {team} is back in use.", "setup_teams")


def _back() -> str:
    return reverse("setup_teams")
