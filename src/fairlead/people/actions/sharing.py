"""Lend a record to a person or a team beyond its owner's line, and end that."""

from datetime import datetime

from django.db import models

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit.errors import RuleBroken
from fairlead.people import events, kinds, rules
from fairlead.people.models import Person, Share, Team


class CannotShare(RuleBroken):
    """A record is shared with one person or one team at a time."""


@action("record.shared", rule=rules.may_share)
def share(
    record: models.Model, *, person: Person | None = None, team: Team | None = None, by: Viewer, at: datetime
) -> events.RecordShared | None:
    """Let a person, or the members and supervisors of a team, see and work on a record as well.

    :raises CannotShare: when neither or both are given, or the person owns it or has left.
    """
    del by, at
    if (person is None) == (team is None):
        raise CannotShare("Choose a person or a team.")
    if person is not None and not person.is_active:
        raise CannotShare(f"{person} is deactivated.", fields={"person": "This person is deactivated."})
    if person is not None and person.pk == getattr(record, "owner_id", None):
        raise CannotShare(f"{person} owns it already.", fields={"person": "This person owns it."})
    kind = kinds.of(record).name
    _, is_new = Share.objects.get_or_create(kind=kind, record_id=record.pk, person=person, team=team)
    return events.RecordShared(kind, record.pk, *_ids(person, team)) if is_new else None


@action("record.unshared", rule=rules.may_share)
def unshare(
    record: models.Model, *, person: Person | None = None, team: Team | None = None, by: Viewer, at: datetime
) -> events.RecordUnshared | None:
    """End a record's being shared with a person or a team."""
    del by, at
    kind = kinds.of(record).name
    count, _ = Share.objects.filter(kind=kind, record_id=record.pk, person=person, team=team).delete()
    return events.RecordUnshared(kind, record.pk, *_ids(person, team)) if count else None


def _ids(person: Person | None, team: Team | None) -> tuple[int | None, int | None]:
    return person.pk if person else None, team.pk if team else None
