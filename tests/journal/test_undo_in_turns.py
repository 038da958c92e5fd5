"""A large batch is taken back in turns: others write between them, and it may be broken off and resumed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from fairlead import access, journal
from fairlead.journal.models import Batch
from fairlead.journal.undo import Undone, begin_undo
from fairlead.journal.undo_turns import undo_in_turns
from fairlead.kit.pacing import Pace
from fairlead.people.models import Location, Team

from . import test_undo

pytestmark = pytest.mark.django_db

BY = access.installation()
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN, ELEVEN, NOON = (NINE + timedelta(hours=hours) for hours in (1, 2, 3))
MANY = 12


@contextmanager
def write(**said: Any) -> Iterator[None]:
    with transaction.atomic(), test_undo.write(**said):
        yield


class BrokenOff(Exception):
    """Somebody pulled the plug."""


def brought() -> Batch:
    """Return a batch that made a tree of places and renamed the teams."""
    with write(at=NINE):
        for number in range(MANY):
            Team.objects.create(name=f"Team {number}")
    batch = journal.start_batch("import", "places.csv", by=BY, at=TEN)
    with write(at=TEN, batch=batch):
        above = None
        for number in range(MANY):
            above = Location.objects.create(name=f"Place {number}", parent=above if number % 3 else None)
        for team in Team.objects.all():
            Team.objects.filter(pk=team.pk).update(name=f"New {team.name}")
    return batch


def in_turns(
    batch: Batch, told: Callable[[int, int], None] = lambda *_: None, *, force: bool = False
) -> Undone:
    undo = Batch.objects.filter(undo_of=batch).first()
    if undo is None:
        with journal.durable_transaction():
            undo = begin_undo(batch, by=BY, at=ELEVEN)
    pace = Pace(aim=0.0, first=2, sleep=lambda _: None)
    return undo_in_turns(batch, undo, by=BY, at=ELEVEN, force=force, pace=pace, told=told)


def state() -> tuple[list[tuple[str, str | None]], list[str]]:
    places = Location.objects.order_by("pk").values_list("name", "parent__name")
    return list(places), list(Team.objects.order_by("pk").values_list("name", flat=True))


OLD_TEAMS = [f"Team {number}" for number in range(MANY)]


def test_turns_do_what_one_transaction_does_and_can_be_undone() -> None:
    batch = brought()
    loaded = state()
    progress: list[tuple[int, int]] = []
    done = in_turns(batch, lambda *told: progress.append(told))
    assert state() == ([], OLD_TEAMS)
    assert (done.removed, done.restored, done.left) == ({"location": MANY}, {"team": MANY}, [])
    assert len(progress) > MANY
    assert progress[-1] == (2 * MANY, 2 * MANY)
    again = in_turns(Batch.objects.get(pk=done.batch_id))
    assert state() == loaded
    assert (again.brought_back, again.restored) == ({"location": MANY}, {"team": MANY})


@pytest.mark.parametrize("turns", [1, 5, 15, 2 * MANY])
def test_what_was_broken_off_is_gone_on_with(turns: int) -> None:
    batch = brought()
    loaded = state()

    def break_off(done: int, _total: int) -> None:
        if done >= turns:
            raise BrokenOff

    with pytest.raises(BrokenOff):
        in_turns(batch, break_off)
    done = in_turns(batch)
    assert (state(), done.left) == (([], OLD_TEAMS), [])
    in_turns(Batch.objects.get(pk=done.batch_id))
    assert state() == loaded


@pytest.mark.django_db(transaction=True)
def test_what_others_do_between_two_turns_stays_and_is_named() -> None:
    batch = brought()
    seen: list[int] = []

    def meddle(done: int, _total: int) -> None:
        if seen or done < 2:
            return
        seen.append(done)
        with write(at=NOON):
            Team.objects.filter(name="New Team 11").update(name="Mine")
            Location.objects.create(name="Below", parent=Location.objects.earliest("pk"))

    done = in_turns(batch, meddle)
    places, teams = state()
    assert places == [("Place 0", None), ("Below", "Place 0")]
    assert teams == [*OLD_TEAMS[:-1], "Mine"]
    assert {(left.label, left.reason) for left in done.left} == {
        ("Place 0", "A location depends on it."),
        ("Mine", "It was changed since."),
    }


@pytest.mark.parametrize("as_one", [True, False])
def test_by_force_what_others_changed_goes_back_as_well(as_one: bool) -> None:
    batch = brought()
    with write(at=TEN + timedelta(minutes=1)):
        Team.objects.filter(name="New Team 3").update(name="Mine")
        Location.objects.filter(name="Place 5").update(name="Elsewhere")
    changed = state()
    done = journal.undo_batch(batch, by=BY, at=ELEVEN, force=True) if as_one else in_turns(batch, force=True)
    assert (state(), done.left) == (([], OLD_TEAMS), [])
    journal.undo_batch(Batch.objects.get(pk=done.batch_id), by=BY, at=NOON)
    assert state() == changed
