"""Many at once: one effect a key, one undo a batch, one order of versions a row."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from fairlead import access, journal
from fairlead.journal.idempotency import KeyReused
from fairlead.journal.models import Batch, Entry
from fairlead.journal.undo import CannotUndo
from fairlead.kit import lookup
from fairlead.people.models import Person, Team

from .test_actions import edit

pytestmark = pytest.mark.django_db(transaction=True)

BY = access.installation()
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
MANY = 8


@pytest.fixture
def team() -> Team:
    with transaction.atomic(), journal.recording("test", by=BY, at=NINE):
        return Team.objects.create(name="North")


def at_once(run: Callable[[int], Any]) -> list[Any]:
    """Run in as many threads, each with a connection of its own; return results and exceptions."""
    ready = Barrier(MANY)

    def one(number: int) -> Any:
        try:
            ready.wait()
            return run(number)
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


@pytest.fixture
def viewers() -> list[access.Viewer]:
    with transaction.atomic(), journal.recording("test", by=BY, at=NINE):
        persons = [Person.objects.create_user(f"{name}@example.com", name) for name in ("rob", "sue")]
    return [access.Viewer(person.pk, person.name, access.Role.SALES_EXECUTIVE) for person in persons]


def adding(viewer: access.Viewer) -> Callable[[], journal.Answer]:
    def run() -> journal.Answer:
        with journal.recording("test", by=viewer, at=TEN):
            return journal.Answer(201, {"id": Team.objects.create(name=f"{viewer.name}'s").pk})

    return run


def test_the_same_key_at_once_has_one_effect_and_one_answer(viewers: list[access.Viewer]) -> None:
    rob, sue = viewers
    answers = at_once(lambda _: journal.once(rob, "k", {"a": 1}, adding(rob), at=TEN))
    assert {answer.body["id"] for answer in answers} == {Team.objects.get().pk}
    assert sorted(answer.repeated for answer in answers) == [False] + [True] * (MANY - 1)
    assert not journal.once(sue, "k", {"a": 2}, adding(sue), at=TEN).repeated
    with pytest.raises(KeyReused):
        journal.once(rob, "k", {"a": 2}, adding(rob), at=TEN)
    assert Team.objects.count() == 2


def test_a_batch_is_undone_by_one_of_many() -> None:
    batch = journal.start_batch("import", "teams.csv", by=BY, at=TEN)
    with journal.in_batch(batch), transaction.atomic(), journal.recording("test", by=BY, at=TEN):
        Team.objects.create(name="North")
    results = at_once(lambda _: journal.undo_batch(Batch.objects.get(pk=batch.pk), by=BY, at=TEN))
    refused = [result for result in results if isinstance(result, CannotUndo)]
    assert (len(refused), Team.objects.count()) == (MANY - 1, 0)
    assert [result.removed for result in results if result not in refused] == [{"team": 1}]


def test_edits_at_once_make_one_line_of_versions(team: Team) -> None:
    """Each comes with a clock of its own, some hours apart; the versions follow the commits."""
    results = at_once(
        lambda n: edit(Team.objects.get(), changes={"name": f"Name {n}"}, by=BY, at=TEN - timedelta(hours=n))
    )
    done = [result for result in results if not isinstance(result, Exception)]
    assert all(isinstance(result, journal.Stale) for result in results if result not in done)
    now = Team.objects.get()
    rows = [*Team.history_model.objects.order_by("version").values(), vars(now) | {"valid_to": None}]
    assert [row["version"] for row in rows] == list(range(1, len(done) + 2))
    for before, after in pairwise(rows):
        assert before["valid_from"] < before["valid_to"] == after["valid_from"]
    assert Entry.objects.count() == len(done) + 1


def test_a_record_that_is_locked_to_be_changed_may_be_referred_to_meanwhile(team: Team) -> None:
    """An import holds its rows for long; whoever adds to one of them must not wait until it ends."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite locks no rows: whoever writes is alone.")

    def refer(number: int) -> int:
        with transaction.atomic(), journal.recording("test", by=BY, at=TEN):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
            return Team.objects.create(name=f"Below {number}", parent=team).pk

    with transaction.atomic():
        lookup.find(Team, team.pk, lock=True)
        results = at_once(refer)
    assert [result for result in results if isinstance(result, Exception)] == []


def test_nothing_stays_open_on_a_connection_that_failed(team: Team) -> None:
    def fail(_number: int) -> Any:
        with pytest.raises(ZeroDivisionError), transaction.atomic(), journal.recording("test", by=BY, at=TEN):
            Team.objects.update(name="Half")
            _ = 1 / 0
        Team.objects.update(name="Outside")

    results = at_once(fail)
    assert all("by an action only" in str(result) for result in results)
    assert Team.objects.get().name == "North"
