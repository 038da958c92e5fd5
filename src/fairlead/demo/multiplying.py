"""Many opportunities for a benchmark: the demo's own, told again and again inside the database.

Each of the demo's opportunities is copied with its versions and their entries, for another company and
another amount, until there are as many as asked for. Nothing but the journal's door for histories is used:
the triggers are on all the while.
"""

# ruff: noqa: S608 -- names of tables and columns come from our models, numbers from the database
from datetime import datetime

from django.db import connection, transaction

from fairlead import journal
from fairlead.access import installation
from fairlead.journal.models import Batch, Entry
from fairlead.people.models import Location, Person
from fairlead.pipeline.models import Opportunity
from fairlead.vocabulary.models import ReferenceValue

from . import customers, writing
from .ledger import Ledger, Sheet
from .loading import KIND, LABEL
from .tuning import tuned
from .words import CITIES
from .world import Colleague, World

_OPPORTUNITIES_PER_COMPANY = 20
_ROUNDS_AT_A_TIME = 40


def multiply(wanted: int, *, seed: int, at: datetime) -> int:
    """Copy opportunities until there are so many; return how many were made."""
    now = Opportunity.objects.count()
    if wanted <= now:
        return 0
    with transaction.atomic(durable=True), tuned((Opportunity, Opportunity.history_model, Entry)):
        batch = journal.start_batch(KIND, f"{wanted:,} opportunities", by=installation(), at=at)
        first = _more_companies(wanted // _OPPORTUNITIES_PER_COMPANY, seed=seed, batch=batch, at=at)
        with (
            journal.source(KIND, batch=batch),
            journal.recording("demo.multiplied", by=installation(), at=at),
            journal.writing_history(),
        ):
            return _Copies(batch, first).make(wanted - now)


def _more_companies(count: int, *, seed: int, batch: Batch, at: datetime) -> tuple[int, int]:
    """Write companies with contacts; return the first id and how many."""
    world = World(seed + 1, at, Ledger(writing.first_ids()))
    for kind, label, pk in ReferenceValue.objects.values_list("list", "label", "pk"):
        world.lists.setdefault(kind, {})[label] = pk
    places = dict(Location.objects.values_list("name", "pk"))
    for person in Person.objects.filter(role="sales_executive", is_active=True).select_related("location"):
        city = next(
            (city for city in CITIES if person.location and city.name == person.location.name), CITIES[0]
        )
        seller = Colleague(
            person.pk, person.name, city, person.team_id or 0, places[city.name], person.pk, world.begins
        )
        world.sellers.append(seller)
    found = customers.find_customers(world, max(count, 1))
    writing.write(world.ledger, batch=batch, at=at)
    return min(customer.row.id for customer in found), len(found)


class _Copies:
    """Copies of the opportunities that the demo company was loaded with."""

    def __init__(self, batch: Batch, companies: tuple[int, int]) -> None:
        self.batch, self.companies = batch, companies
        self.sheet = Sheet(Opportunity)
        free = writing.first_ids()
        self.first = free[Opportunity._meta.db_table]
        original = Batch.objects.filter(kind=KIND, label=LABEL).latest("id")
        own = f"SELECT id FROM journal_entry WHERE batch_id = {original.pk}"
        self.rows = self._number(
            "fairlead_rows", f"SELECT id FROM pipeline_opportunity WHERE entry_id IN ({own})"
        )
        versions = "SELECT {} FROM {} WHERE id IN (SELECT id FROM fairlead_rows)"
        self.entries = self._number(
            "fairlead_entries",
            f"{versions.format('entry_id AS id', 'pipeline_opportunity')}"
            f" UNION {versions.format('entry_id', 'pipeline_opportunity_history')}",
        )
        self.first_entry = self._one("SELECT max(id) + 1 FROM journal_entry")

    def make(self, wanted: int) -> int:
        """Copy so many opportunities, a few rounds of the whole company at a time."""
        left, start = wanted, 0
        while left > 0:
            rounds = min(_ROUNDS_AT_A_TIME, -(-left // self.rows))
            self._copy(start, rounds, limit=wanted)
            start += rounds
            left -= rounds * self.rows
        for name in ("fairlead_rows", "fairlead_entries"):
            self._do(f"DROP TABLE {name}")
        writing.catch_up((Opportunity, Entry))
        return wanted

    def _copy(self, start: int, rounds: int, *, limit: int) -> None:
        numbers = f"SELECT {start} UNION ALL SELECT k + 1 FROM round WHERE k < {start + rounds - 1}"
        series = f"WITH RECURSIVE round(k) AS ({numbers}) "
        wanted = f"round.k * {self.rows} + r.n < {limit}"
        self._copy_entries(series)
        columns = [*self.sheet.columns, "version", "valid_from", "entry_id"]
        self._do(
            f"INSERT INTO pipeline_opportunity ({', '.join(columns)}) {series}"
            f"SELECT {', '.join(self._value(name) for name in columns)} FROM round CROSS JOIN fairlead_rows r"
            f" JOIN pipeline_opportunity o ON o.id = r.id"
            f" JOIN fairlead_entries e ON e.id = o.entry_id WHERE {wanted}"
        )
        columns = [*self.sheet.kept, "version", "valid_from", "entry_id", "valid_to", "closed_entry_id"]
        self._do(
            f"INSERT INTO pipeline_opportunity_history ({', '.join(columns)}) {series}"
            f"SELECT {', '.join(self._value(name) for name in columns)} FROM round CROSS JOIN fairlead_rows r"
            f" JOIN pipeline_opportunity_history o ON o.id = r.id"
            f" JOIN fairlead_entries e ON e.id = o.entry_id"
            f" JOIN fairlead_entries c ON c.id = o.closed_entry_id WHERE {wanted}"
        )

    def _copy_entries(self, series: str) -> None:
        columns = ("at", "action", "actor_id", "door", "reason")
        self._do(
            f"INSERT INTO journal_entry (id, batch_id, {', '.join(columns)}) {series}"
            f"SELECT {self._entry('n')}, {self.batch.pk}, {', '.join(f'j.{name}' for name in columns)}"
            f" FROM round CROSS JOIN fairlead_entries n JOIN journal_entry j ON j.id = n.id"
        )

    def _entry(self, alias: str) -> str:
        return f"{self.first_entry} + round.k * {self.entries} + {alias}.n"

    def _value(self, column: str) -> str:
        """Return what a copy has in a column."""
        first, companies = self.companies
        is_sqlite = connection.vendor == "sqlite"
        title, later = "o.title || ' · ' || (round.k + 2)", "(round.k * 13 + r.n) % 28"
        return {
            "id": f"{self.first} + round.k * {self.rows} + r.n",
            "title": title,
            "company_id": f"{first} + (r.n * 7919 + round.k * 104729) % {companies}",
            "lead_id": "NULL",
            "amount": "o.amount * (6000 + (round.k * 7919 + r.n * 271) % 8009) / 10000 / 100 * 100",
            "expected_close_on": f"date(o.expected_close_on, {later} || ' days')"
            if is_sqlite
            else f"o.expected_close_on + ({later})::int",
            "search": f"fairlead_compose({title}, o.external_id)" if is_sqlite else "''",
            "entry_id": self._entry("e"),
            "closed_entry_id": self._entry("c"),
        }.get(column, f"o.{column}")

    def _number(self, name: str, ids: str) -> int:
        """Number ids from nought in a temporary table; return how many there are."""
        numbered = f"SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM ({ids}) x"
        self._do(f"CREATE TEMPORARY TABLE {name} AS {numbered}")
        self._do(f"CREATE UNIQUE INDEX {name}_id ON {name} (id)")
        if connection.vendor == "postgresql":
            self._do(f"ANALYZE {name}")
        return self._one(f"SELECT count(*) FROM {name}")

    @staticmethod
    def _do(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    @staticmethod
    def _one(sql: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])
