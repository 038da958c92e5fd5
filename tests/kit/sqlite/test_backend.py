"""The SQLite backend keeps what it acknowledges and lets many write at once."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from fairlead.kit.queue.models import Job
from fairlead.kit.sqlite import library

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'")


def _pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def test_library_is_one_that_processes_may_share() -> None:
    assert library.is_safe()
    assert connection.Database.sqlite_version_info >= library.OLDEST_SAFE


@pytest.mark.django_db
def test_connection_keeps_what_it_acknowledges() -> None:
    assert (_pragma("journal_mode"), _pragma("synchronous"), _pragma("foreign_keys")) == ("wal", 2, 1)
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.django_db(transaction=True)
def test_eight_writers_lose_nothing_and_none_is_turned_away() -> None:
    problems: list[Exception] = []

    def write(number: int) -> None:
        try:
            for _ in range(25):
                with transaction.atomic():
                    seen = Job.objects.count()
                    Job.objects.create(name=f"writer {number}", payload={"seen": seen})
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert problems == []
    assert sorted(Job.objects.values_list("payload__seen", flat=True)) == list(range(200))


@pytest.mark.django_db(transaction=True)
def test_turn_is_given_back_after_commit_rollback_and_failure() -> None:
    with transaction.atomic(), transaction.atomic():
        Job.objects.create(name="nested")
    with pytest.raises(ZeroDivisionError), transaction.atomic(durable=True):
        1 / 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(name="a", unique_key="one")
        Job.objects.create(name="b", unique_key="one")
    other = connection.copy()
    assert other._turn is None
    with connection.cursor():
        pass
    other.ensure_connection()
    assert other._turn.take(0.05)
    other.close()
