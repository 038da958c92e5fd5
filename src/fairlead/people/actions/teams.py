"""Make, edit, move, retire and restore teams."""

from datetime import datetime
from typing import TypedDict

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.people import events, rules
from fairlead.people.models import Team

from .trees import refuse_circle


class CannotRetire(RuleBroken):
    """Somebody or something active still belongs to it."""


class TeamChanges(TypedDict, total=False):
    """What may be changed about a team; another parent moves it with all below it."""

    name: str
    parent: Team | None


@action("team.added", rule=rules.may_administer)
def add_team(name: str, *, parent: Team | None = None, by: Viewer, at: datetime) -> events.TeamSaved:
    """Add a team, at the top or below another."""
    del by, at
    team = Team(name=name.strip(), parent=parent)
    validation.check(team)
    team.save()
    return events.TeamSaved(team.pk)


@action("team.edited", rule=rules.may_administer)
def edit_team(team: Team, *, changes: TeamChanges, by: Viewer, at: datetime) -> events.TeamSaved | None:
    """Rename a team or move it; who supervises a team above sees its members' work from now on.

    :raises WouldCircle: when it would stand below itself.
    """
    del by, at
    changed = journal.merge(team, changes)
    if not changed:
        return None
    if "parent" in changed:
        refuse_circle(team)
    validation.check(team)
    team.save()
    return events.TeamSaved(team.pk)


@action("team.retired", rule=rules.may_administer)
def retire_team(team: Team, *, by: Viewer, at: datetime) -> events.TeamSaved | None:
    """Retire an empty team; what it did stays.

    :raises CannotRetire: while it has active members or active teams below it.
    """
    del by, at
    if not team.is_active:
        return None
    if count := team.members.filter(is_active=True).count():
        noun = "member" if count == 1 else "members"
        raise CannotRetire(f"{team} still has {count} active {noun}. Move them to another team first.")
    if below := list(team.children.filter(is_active=True).values_list("name", flat=True)):
        raise CannotRetire(f"{team} still has teams below it: {', '.join(below)}. Move or retire them first.")
    team.is_active = False
    team.save()
    return events.TeamSaved(team.pk)


@action("team.restored", rule=rules.may_administer)
def restore_team(team: Team, *, by: Viewer, at: datetime) -> events.TeamSaved | None:
    """Put a retired team back into use."""
    del by, at
    if team.is_active:
        return None
    team.is_active = True
    team.save()
    return events.TeamSaved(team.pk)
