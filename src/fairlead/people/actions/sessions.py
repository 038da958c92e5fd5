"""Sign a person out of their devices."""

from collections.abc import Sequence
from datetime import datetime

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.people import events, rules, signed_in
from fairlead.people.models import Person


@action("person.signed_out", rule=rules.may_edit_profile, verb="signed out devices of")
def end_sessions(
    person: Person, *, ids: Sequence[int] | None = None, keep: str | None = None, by: Viewer, at: datetime
) -> events.SessionsEnded | None:
    """End a person's sessions: all, or those with these ids, but the session key to keep."""
    del by, at
    count = signed_in.end(person, ids=ids, keep=keep)
    return events.SessionsEnded(person.pk, count) if count else None
