"""Whom Ridgeline Cycles sells to: companies in the towns around its offices, and the people there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fairlead.customers.models import Company, Contact

from .ledger import Row
from .words import FIRST, KINDS, LAST, PLACES, STREETS, TITLES
from .world import Colleague, World

_GROWTH = 0.62  # of the companies were known on the first day


@dataclass(slots=True, eq=False)
class Customer:
    """A company with what the stories need to know of it."""

    row: Row
    name: str
    owner: Colleague
    size: float
    since: datetime
    contacts: list[Row]


def find_customers(world: World, count: int) -> list[Customer]:
    """Put companies and their contacts into the ledger, oldest first."""
    taken: set[str] = set()
    days = sorted(max(0.0, world.random.uniform(-_GROWTH / (1 - _GROWTH), 1)) for _ in range(count))
    span = world.at - world.begins
    return [_company(world, world.begins + span * share, taken, number) for number, share in enumerate(days)]


def invent_name(world: World) -> str:
    """Return a person's name."""
    return f"{world.random.choice(FIRST)} {world.random.choice(LAST)}"


def invent_company(world: World, taken: set[str]) -> tuple[str, str]:
    """Return a company's name that nobody has yet, and its industry."""
    while True:
        kind = world.random.choice(tuple(KINDS))
        place = " ".join(dict.fromkeys(world.random.choices(PLACES, k=1 if len(taken) < 300 else 2)))
        name = f"{place} {world.random.choice(KINDS[kind][0])}"
        if len(taken) > 20_000:
            name = f"{world.random.choice(LAST)} {name}"
        if len(taken) > 200_000:
            name = f"{name} {len(taken):x}"
        if name not in taken:
            taken.add(name)
            return name, kind


def _company(world: World, since: datetime, taken: set[str], number: int) -> Customer:
    r = world.random
    name, kind = invent_company(world, taken)
    hired = [seller for seller in world.sellers if seller.since <= since]
    owner = hired[number] if number < len(hired) else r.choice(hired)  # so that nobody goes without
    city = owner.city
    since = min(max(world.working(since, city), world.begins + timedelta(hours=1)), world.at)
    made = world.ledger.happening(since, "company.created", owner.row)
    domain = name.lower().replace(" ", "-") + ".example"
    row = world.ledger.create(
        Company, made, name=name, industry=world.lists["industry"][kind],
        company_type=world.pick("company_type"),
        owner=owner.row, location=owner.location, street=f"{r.randrange(1, 180)} {r.choice(STREETS)}",
        city=city.name if r.random() < 0.6 else f"{r.choice(PLACES)}ton",
        postal_code=_digits(world, city.postal),
        region=city.nation, country=city.country, website=f"https://www.{domain}",
        phone=_digits(world, f"{city.dial}##"), created_at=since,
    )  # fmt: skip
    contacts = [_contact(world, row, owner, domain, since) for _ in range(r.choice((1, 1, 2, 2, 3)))]
    return Customer(row, name, owner, KINDS[kind][1] * r.lognormvariate(0, 0.5), since, contacts)


def _contact(world: World, company: Row, owner: Colleague, domain: str, since: datetime) -> Row:
    at = min(since + timedelta(minutes=world.random.randrange(2, 40)), world.at)
    added = world.ledger.happening(at, "contact.created", owner.row)
    name = invent_name(world)
    return world.ledger.create(
        Contact, added, company=company, name=name, job_title=world.random.choice(TITLES),
        email=f"{name.lower().replace(' ', '.')}@{domain}", phone=_digits(world, f"{owner.city.dial}##"),
        owner=owner.row, created_at=at,
    )  # fmt: skip


def _digits(world: World, pattern: str) -> str:
    return "".join(str(world.random.randrange(10)) if sign == "#" else sign for sign in pattern)
