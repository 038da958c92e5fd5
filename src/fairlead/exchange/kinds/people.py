"""Teams, locations and people, as files bring them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models

from fairlead.access import Role, Viewer
from fairlead.exchange.reading import Kind as CellKind
from fairlead.people import rules
from fairlead.people.models import Location, LocationKind, Person, Supervision, Team
from fairlead.people.models.person import ROLES
from fairlead.vocabulary import queries as vocabulary

from .countries import country_code
from .kind import EXTERNAL_ID, EXTERNAL_SYSTEM, Context, Field, Kind, reference, text

TEAMS = Kind(
    "teams",
    "Teams",
    "team",
    Team,
    (
        text("name", "Name", "team", "team name", "group", required=True),
        reference("parent", "Team above", "team", "parent", "parent team", "belongs to"),
    ),
    keys=(("name",),),
    lookups=("team",),
    existing=lambda _viewer: Team.objects.all(),
    may_create=rules.may_administer,
    may_change=rules.may_administer,
)

LOCATIONS = Kind(
    "locations",
    "Locations",
    "location",
    Location,
    (
        text("name", "Name", "location", "territory", "region", "place", "area", required=True),
        reference("parent", "Location above", "location", "parent", "parent location", "part of"),
        Field("kind", "Kind", synonyms=("type",), column="kind", choices=tuple(LocationKind.choices)),
        Field("country", "Country", synonyms=("country code",), column="country", parse=country_code),
        EXTERNAL_ID,
        EXTERNAL_SYSTEM,
    ),
    keys=(("external_id",), ("name", "parent"), ("name",)),
    lookups=("location",),
    called=("territories", "regions"),
    existing=lambda _viewer: Location.objects.all(),
    may_create=rules.may_administer,
    may_change=rules.may_administer,
)


def _complete_person(person: Any, given: frozenset[str], context: Context) -> Mapping[str, str]:
    """Give a new person no password yet, and the organisation's clock and formats."""
    if person.pk is not None:
        return {}
    person.password = person.password or make_password(None)
    organisation = context.known("organisation", vocabulary.organisation)
    person.locale = organisation.locale
    if "time_zone" not in given:
        person.time_zone = organisation.time_zone
    return {}


def _supervision(person: Any, extras: Mapping[str, Any], context: Context) -> Iterable[models.Model]:
    """Put a supervisor in charge of the team that the file names."""
    team_id = extras.get("supervises")
    if team_id is None or person.role != Role.SUPERVISOR:
        return []
    known = context.known(
        "supervisions", lambda: set(Supervision.objects.values_list("person_id", "team_id"))
    )
    return [] if (person.pk, team_id) in known else [Supervision(person_id=person.pk, team_id=team_id)]


def _everybody(_viewer: Viewer) -> Any:
    return Person.objects.all()


PEOPLE = Kind(
    "people",
    "People",
    "person",
    Person,
    (
        text("name", "Name", "person", "full name", "user", "owner", "employee", "sales rep", required=True),
        text("email", "E-mail", "email", "e-mail address", "email address", "login", "mail", required=True),
        Field("role", "Role", synonyms=("user role", "profile"), column="role", choices=tuple(ROLES)),
        reference("team", "Team", "team", "group", "department"),
        reference("location", "Location", "location", "territory", "region", "office"),
        Field(
            "supervises",
            "Supervises the team",
            synonyms=("manages", "leads team"),
            lookup="team",
            help="For the role supervisor: the team whose work they see.",
        ),
        Field("is_active", "Active", CellKind.YES_NO, ("active", "enabled"), "is_active"),
        Field("can_export", "May export", CellKind.YES_NO, (), "can_export"),
        Field("can_import", "May import", CellKind.YES_NO, (), "can_import"),
        text("time_zone", "Time zone", "timezone"),
        EXTERNAL_ID,
        EXTERNAL_SYSTEM,
    ),
    keys=(("external_id",), ("email",)),
    uniques=("email",),
    lookups=("person",),
    goes_by=("email", "name"),
    called=("users", "employees", "owners", "sales team", "reps"),
    existing=_everybody,
    may_create=rules.may_administer,
    may_change=rules.may_administer,
    complete=_complete_person,
    parts=_supervision,
    help="New people set their password by e-mail, or an administrator sets one.",
)
