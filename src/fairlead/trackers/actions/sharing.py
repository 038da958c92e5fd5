"""Lend a view to people and teams, publish it for everybody, and end that."""

from datetime import datetime

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit.errors import RuleBroken
from fairlead.people.models import Person, Team
from fairlead.trackers import events, rules
from fairlead.trackers.models import SavedView, ViewShare


class CannotLend(RuleBroken):
    """A view is shared with one person or one team at a time, and not with its owner."""


@action("view.shared", rule=rules.may_share)
def lend(
    view: SavedView,
    *,
    person: Person | None = None,
    team: Team | None = None,
    may_edit: bool = False,
    by: Viewer,
    at: datetime,
) -> events.ViewShared | None:
    """Let a person, or a team's members, find a view among theirs; said again, it changes what they may.

    :raises CannotLend: when neither or both are given, or the person owns it or has left.
    """
    if (person is None) == (team is None):
        raise CannotLend("Choose a person or a team.", fields={"person": "Choose a person or a team."})
    if person is not None and (person.pk == view.owner_id or not person.is_active):
        why = "This person owns it." if person.pk == view.owner_id else f"{person} is deactivated."
        raise CannotLend(why, fields={"person": why})
    share = ViewShare.objects.filter(view=view, person=person, team=team).first()
    if share is not None and share.may_edit == may_edit:
        return None
    share = share or ViewShare(view=view, person=person, team=team)
    share.may_edit = may_edit
    share.save()
    return events.ViewShared(view.pk, share.person_id, share.team_id, is_lent=True)


@action("view.unshared", rule=rules.may_share)
def take_back(view: SavedView, *, share: ViewShare, by: Viewer, at: datetime) -> events.ViewShared:
    """End a view's being shared with a person or a team."""
    told = events.ViewShared(view.pk, share.person_id, share.team_id, is_lent=False)
    share.delete()
    return told


@action("view.published", rule=rules.may_publish)
def publish(view: SavedView, *, by: Viewer, at: datetime) -> events.ViewSaved | None:
    """Let everybody find a view."""
    return _publish(view, True)


@action("view.unpublished", rule=rules.may_publish, verb="ended the publishing of")
def unpublish(view: SavedView, *, by: Viewer, at: datetime) -> events.ViewSaved | None:
    """Let only its owner, and whom it is shared with, find a view."""
    return _publish(view, False)


def _publish(view: SavedView, published: bool) -> events.ViewSaved | None:
    if view.is_published == published:
        return None
    view.is_published = published
    view.save()
    return events.ViewSaved(view.pk)
