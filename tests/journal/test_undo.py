"""A batch goes back as a whole; what others built on it stays and is named."""

from datetime import UTC, datetime, timedelta

import pytest

from fairlead import access, journal
from fairlead.journal.models import Batch
from fairlead.journal.undo import CannotUndo
from fairlead.people.models import Location

pytestmark = pytest.mark.django_db

BY = access.installation()
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN, ELEVEN, NOON = (NINE + timedelta(hours=hours) for hours in (1, 2, 3))


def write(*, at: datetime, batch: Batch | None = None):
    class Both:
        def __enter__(self) -> None:
            self.source = journal.source("import", batch=batch)
            self.entry = journal.recording("test", by=BY, at=at)
            self.source.__enter__()
            self.entry.__enter__()

        def __exit__(self, *exc: object) -> None:
            self.entry.__exit__(*exc)
            self.source.__exit__(*exc)

    return Both()


def state() -> list[tuple[int, str, int | None]]:
    return list(Location.objects.order_by("id").values_list("id", "name", "parent_id"))


@pytest.fixture
def before() -> list[tuple[int, str, int | None]]:
    with write(at=NINE):
        europe = Location.objects.create(name="Europe")
        Location.objects.create(name="Bern", parent=europe)
        Location.objects.create(name="Rome", parent=europe)
    return state()


@pytest.fixture
def batch(before) -> Batch:
    """Create Asia with Tokyo below, rename Bern, delete Rome, in two entries."""
    batch = journal.start_batch("import", "places.csv", by=BY, at=TEN)
    with write(at=TEN, batch=batch):
        asia = Location.objects.create(name="Asia")
        Location.objects.create(name="Tokio", parent=asia)
        Location.objects.filter(name="Bern").update(name="Berne")
    with write(at=TEN, batch=batch):
        Location.objects.filter(name="Tokio").update(name="Tokyo")
        Location.objects.filter(name="Rome").delete()
    return batch


def test_undo_restores_everything(before, batch: Batch) -> None:
    done = journal.undo_batch(batch, by=BY, at=ELEVEN)
    assert state() == before
    assert (done.removed, done.restored, done.brought_back) == (
        {"location": 2},
        {"location": 1},
        {"location": 1},
    )
    assert done.left == []


def test_an_undo_can_be_undone_and_redone(before, batch: Batch) -> None:
    imported = state()
    done = journal.undo_batch(batch, by=BY, at=ELEVEN)
    again = journal.undo_batch(Batch.objects.get(pk=done.batch_id), by=BY, at=NOON)
    assert state() == imported
    journal.undo_batch(Batch.objects.get(pk=again.batch_id), by=BY, at=NOON + timedelta(hours=1))
    assert state() == before


def test_a_batch_is_undone_once(batch: Batch) -> None:
    journal.undo_batch(batch, by=BY, at=ELEVEN)
    with pytest.raises(CannotUndo, match="undone already"):
        journal.undo_batch(batch, by=BY, at=NOON)


def test_what_was_changed_since_is_left_and_named(before, batch: Batch) -> None:
    with write(at=ELEVEN):
        Location.objects.filter(name="Berne").update(name="Bärn")
    done = journal.undo_batch(batch, by=BY, at=NOON)
    assert [(left.label, left.reason) for left in done.left] == [("Bärn", "It was changed since.")]
    assert {name for _, name, _ in state()} == {"Europe", "Bärn", "Rome"}


def test_what_others_need_is_left_and_named(before, batch: Batch) -> None:
    with write(at=ELEVEN):
        Location.objects.create(name="Shibuya", parent=Location.objects.get(name="Tokyo"))
    done = journal.undo_batch(batch, by=BY, at=NOON)
    assert {(left.label, left.reason) for left in done.left} == {
        ("Tokyo", "A location depends on it."),
        ("Asia", "A location depends on it."),
    }
    assert {name for _, name, _ in state()} == {"Europe", "Bern", "Rome", "Asia", "Tokyo", "Shibuya"}


def test_history_tells_of_the_undo(batch: Batch) -> None:
    bern = Location.objects.get(name="Berne")
    journal.undo_batch(batch, by=BY, at=ELEVEN)
    told = [
        (c.action, [(f.before, f.after) for f in c.fields if f.name == "name"]) for c in journal.history(bern)
    ]
    assert told == [
        ("batch.undone", [("Berne", "Bern")]),
        ("test", [("Bern", "Berne")]),
        ("test", [(None, "Bern")]),
    ]
    (_, moved, created) = journal.history(bern)
    assert [f.after for f in created.fields if f.name == "parent"] == ["Europe"]
    assert moved.who == "Fairlead"
