"""The people of every test.

Mona supervises Rob, who sells in the team North. Sue sells in the team South. Nora, in the team West, shares
a customer with Rob where a test says so. Ada administers. Nobody else works here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import transaction

from fairlead import journal
from fairlead.access import Role, Viewer, installation
from fairlead.people import queries
from fairlead.people.models import Location, Person, Supervision, Team

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""Monday noon: the moment at which tests begin."""


@contextmanager
def building(action: str = "test", *, by: Viewer | None = None, at: datetime = NOON) -> Iterator[None]:
    """Let a test write tracked rows directly."""
    with transaction.atomic(), journal.recording(action, by=by or installation(), at=at):
        yield


@dataclass(slots=True)
class Cast:
    """The persons, their teams and places; ``viewer("rob")`` is Rob as the one who asks."""

    mona: Person
    rob: Person
    sue: Person
    nora: Person
    ada: Person
    north: Team
    south: Team
    west: Team
    europe: Location
    asia: Location
    at: datetime = field(default=NOON)
    extra: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Return a person as the database has them now."""
        return Person.objects.get(pk=getattr(self, name).pk)

    def viewer(self, name: str) -> Viewer:
        """Return a person as a viewer, with the reach they have now."""
        return queries.viewer_of(self.person(name))


def gather() -> Cast:
    """Let everybody come to work."""
    with building():
        north, south, west = (Team.objects.create(name=name) for name in ("North", "South", "West"))
        europe, asia = (Location.objects.create(name=name, kind="region") for name in ("Europe", "Asia"))
        mona = _hire("Mona", Role.SUPERVISOR, location=europe)
        Supervision.objects.create(person=mona, team=north)
        return Cast(
            mona=mona,
            rob=_hire("Rob", team=north, location=europe),
            sue=_hire("Sue", team=south, location=asia),
            nora=_hire("Nora", team=west, location=asia),
            ada=_hire("Ada", Role.ADMINISTRATOR),
            north=north,
            south=south,
            west=west,
            europe=europe,
            asia=asia,
        )


def _hire(
    name: str,
    role: Role = Role.SALES_EXECUTIVE,
    *,
    team: Team | None = None,
    location: Location | None = None,
) -> Person:
    """Add a person without the cost of hashing a password; tests sign in by ``client.force_login``."""
    person = Person(email=f"{name.lower()}@example.com", name=name, role=role, team=team, location=location)
    person.set_unusable_password()
    person.save()
    return person
