"""What every part of the demo company knows: the seed, the calendar, the ledger, who works here."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from .ledger import Ledger, Row
from .words import City

YEARS = 3


@dataclass(slots=True, eq=False)
class Colleague:
    """Somebody who works at Ridgeline Cycles."""

    row: Row | int
    name: str
    city: City
    team: Row | int
    location: Row | int
    supervisor: Row | int
    since: datetime


@dataclass(slots=True)
class World:
    """The company while its past is being told."""

    seed: int
    at: datetime
    ledger: Ledger
    random: Random = field(init=False)
    administrator: Row = field(init=False)
    sellers: list[Colleague] = field(default_factory=list)
    lists: dict[str, dict[str, Row | int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 -- a plausible company, not a secret

    @property
    def today(self) -> date:
        """Return the day on which the story is told."""
        return self.at.date()

    @property
    def begins(self) -> datetime:
        """Return the moment of the first entry: a Monday about three years and two months ago."""
        day = self.today - timedelta(days=365 * YEARS + 60)
        return datetime.combine(day - timedelta(days=day.weekday()), time(7), UTC)

    def morning(self, day: date) -> datetime:
        """Return the early morning of a day, not before the company began and not after today."""
        return min(max(datetime.combine(day, time(6), UTC), self.begins), self.at)

    def working(self, moment: datetime, city: City) -> datetime:
        """Return a moment near this one at which people in a city are at work; it may lie ahead."""
        local = moment + timedelta(hours=city.hours)
        day = local.date() + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[local.weekday()])
        minutes = int(min(max(self.random.gauss(420, 120), 95), 640))
        seconds = self.random.randrange(60)
        at_work = datetime.combine(day, time(5, tzinfo=UTC)) + timedelta(minutes=minutes, seconds=seconds)
        return at_work - timedelta(hours=city.hours)

    def pick(self, kind: str) -> Row | int:
        """Return a value of a reference list, the first ones more often than the last."""
        values = list(self.lists[kind].values())
        return values[min(int(self.random.expovariate(1) * len(values) / 2.5), len(values) - 1)]
