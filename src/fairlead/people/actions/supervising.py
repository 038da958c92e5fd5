"""Let a person supervise a team or a location, and stop it."""

from datetime import datetime

from fairlead.access import Role, Viewer
from fairlead.journal import action
from fairlead.kit.errors import RuleBroken
from fairlead.people import events, rules
from fairlead.people.models import Location, Person, Supervision, Team


class CannotSupervise(RuleBroken):
    """Only a supervisor supervises, and only one thing at a time."""


@action("person.supervises", rule=rules.may_administer, verb="put in charge")
def supervise(
    person: Person, *, team: Team | None = None, location: Location | None = None, by: Viewer, at: datetime
) -> events.SupervisionChanged | None:
    """Put a supervisor in charge of one team or one location, with everything below it.

    :raises CannotSupervise: when the person's role is another, or neither or both are given.
    """
    del by, at
    if (team is None) == (location is None):
        raise CannotSupervise("Choose a team or a location.")
    if person.role != Role.SUPERVISOR:
        raise CannotSupervise(
            f"{person} is not a supervisor. Change the role first.", fields={"role": "Supervisor"}
        )
    _, is_new = Supervision.objects.get_or_create(person=person, team=team, location=location)
    return _changed(person, team, location, supervises=True) if is_new else None


@action("person.no_longer_supervises", rule=rules.may_administer, verb="relieved")
def unsupervise(
    person: Person, *, team: Team | None = None, location: Location | None = None, by: Viewer, at: datetime
) -> events.SupervisionChanged | None:
    """Relieve a person of one team or one location."""
    del by, at
    count, _ = Supervision.objects.filter(person=person, team=team, location=location).delete()
    return _changed(person, team, location, supervises=False) if count else None


def _changed(
    person: Person, team: Team | None, location: Location | None, *, supervises: bool
) -> events.SupervisionChanged:
    team_id, location_id = team.pk if team else None, location.pk if location else None
    return events.SupervisionChanged(person.pk, team_id, location_id, supervises)
