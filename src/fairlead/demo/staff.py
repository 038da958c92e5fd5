"""Who works at Ridgeline Cycles: places, teams, about forty people, and the sign-ins that visitors use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from fairlead.access import Role
from fairlead.people.models import Location, LocationKind, Person, Supervision, Team

from .ledger import Happening, Row
from .words import CITIES, FIRST, LAST, City
from .world import Colleague, World

PASSWORD = "fairlead-demo"  # noqa: S105 -- printed at every start, for a company that is not real
DOMAIN = "ridgeline.example"
_NAMED = {"Leeds": "Rob Ellis", "Hamburg": "Sue Brandt", "Portland": "Nora Quist"}
_HEADS = {
    "Europe": ("Mona Keller", 0),
    "North America": ("Carlos Medina", 8),
    "Asia Pacific": ("Aiko Mori", 10),
    "Western Europe": ("Claire Dumont", 4),
    "Eastern States and Canada": ("Peter Lund", 9),
}


@dataclass(frozen=True, slots=True)
class SignIn:
    """A person that visitors may be."""

    email: str
    password: str
    name: str
    role: str


def sign_ins() -> list[SignIn]:
    """Return the sign-ins that ``./run`` prints, the administrator first."""
    known = (
        ("Ada Winter", "administrator"),
        ("Mona Keller", "supervisor of Europe"),
        ("Rob Ellis", "sales executive"),
    )
    return [SignIn(_email(name), PASSWORD, name, role) for name, role in known]


def hire(world: World, first: datetime) -> None:
    """Put places, teams and persons into the ledger; fills the world's administrator and sellers."""
    made = world.ledger.happening(first, "person.added")
    world.administrator = _person(world, made, "Ada Winter", CITIES[0], Role.ADMINISTRATOR)
    places, teams = _places(world, first), _teams(world, first)
    joined = world.ledger.happening(first, "person.added", world.administrator)
    _person(world, joined, "Viktor Sand", CITIES[6], Role.ADMINISTRATOR)
    heads = {name: _head(world, joined, name, places, teams) for name in _HEADS}
    for city in CITIES:
        head = heads.get(city.team) or heads[city.region]
        for number in range(3 if city.name not in ("Girona", "Osaka", "Melbourne") else 2):
            _seller(world, city, number, places=places, teams=teams, head=head)


def _places(world: World, at: datetime) -> dict[str, Row]:
    """Return the locations: continents, countries, cities."""
    made = world.ledger.happening(at, "location.added", world.administrator)
    found: dict[str, Row] = {}
    for city in CITIES:
        path = ((city.region, LocationKind.REGION, ""), (city.nation, LocationKind.COUNTRY, city.country),
                (city.name, LocationKind.CITY, city.country))  # fmt: skip
        above = None
        for name, kind, country in path:
            if name not in found:
                found[name] = world.ledger.create(
                    Location, made, name=name, parent=above, kind=kind.value, country=country
                )
            above = found[name]
    return found


def _teams(world: World, at: datetime) -> dict[str, Row]:
    """Return the teams: sales, its regions, their teams."""
    made = world.ledger.happening(at, "team.added", world.administrator)
    found = {"Sales": world.ledger.create(Team, made, name="Sales")}
    for city in CITIES:
        for name, above in ((city.region, "Sales"), (city.team, city.region)):
            if name not in found:
                found[name] = world.ledger.create(Team, made, name=name, parent=found[above])
    return found


def _head(world: World, made: Happening, over: str, places: dict[str, Row], teams: dict[str, Row]) -> Row:
    """Return the supervisor of a team; those of a continent look after its location as well."""
    name, city = _HEADS[over]
    row = _person(
        world, made, name, CITIES[city], Role.SUPERVISOR, team=teams[over], place=places[CITIES[city].name]
    )
    charge = world.ledger.happening(made.at + timedelta(minutes=5), "person.supervises", world.administrator)
    world.ledger.create(Supervision, charge, person=row, team=teams[over])
    if over in places:
        world.ledger.create(Supervision, charge, person=row, location=places[over])
    return row


def _seller(
    world: World, city: City, number: int, *, places: dict[str, Row], teams: dict[str, Row], head: Row
) -> None:
    """Hire a sales executive; a third of them joined later than the first day, one in twenty has left."""
    since = world.begins
    if number == 2:
        since += timedelta(days=world.random.randrange(30, 500))
    name = _NAMED.get(city.name, "") if number == 0 else ""
    name = name or f"{world.random.choice(FIRST)} {world.random.choice(LAST)}"
    if any(colleague.name == name for colleague in world.sellers):
        name = f"{name.split()[0]} {LAST[len(world.sellers)]}"
    made = world.ledger.happening(since, "person.added", world.administrator)
    team, place = teams[city.team], places[city.name]
    row = _person(world, made, name, city, Role.SALES_EXECUTIVE, team=team, place=place)
    world.sellers.append(Colleague(row, name, city, team, place, head, since))


def _person(
    world: World,
    made: Happening,
    name: str,
    city: City,
    role: Role,
    *,
    team: Row | None = None,
    place: Row | None = None,
) -> Row:
    trusted = role is not Role.SALES_EXECUTIVE
    return world.ledger.create(
        Person, made, email=_email(name), name=name, role=role.value, team=team, location=place,
        can_import=trusted, can_bulk_edit=trusted, can_delete=trusted, time_zone=city.zone,
        locale="en", password=_hashed(),
    )  # fmt: skip


_hash: list[str] = []


def _hashed() -> str:
    """Return the shared password's hash, worked out once: it is slow on purpose."""
    if not _hash:
        _hash.append(make_password(PASSWORD))
    return _hash[0]


def _email(name: str) -> str:
    first, last = name.lower().split()
    return f"{first}@{DOMAIN}" if f"{first} {last}".title() in _WELL_KNOWN else f"{first}.{last}@{DOMAIN}"


_WELL_KNOWN = {"Ada Winter", "Viktor Sand", *_NAMED.values(), *(name for name, _city in _HEADS.values())}
