"""An undo among records that refer to each other, share unique values, and go on being used."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from fairlead import access, journal
from fairlead.journal.models import Batch
from fairlead.journal.undo import CannotUndo
from fairlead.people.models import Location, Person

from .test_undo import write

pytestmark = pytest.mark.django_db

BY = access.installation()
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN, ELEVEN, NOON = (NINE + timedelta(hours=hours) for hours in (1, 2, 3))


def names() -> list[str]:
    connection.check_constraints()
    return sorted(Location.objects.values_list("name", flat=True))


def remove(*places: Location) -> None:
    for place in places:
        Location.objects.filter(pk=place.pk).delete()


def start() -> Batch:
    return journal.start_batch("import", "places.csv", by=BY, at=TEN)


def test_what_the_batch_created_for_a_row_that_it_changed_goes() -> None:
    with write(at=NINE):
        europe = Location.objects.create(name="Europe")
        bern = Location.objects.create(name="Bern", parent=europe)
    batch = start()
    with write(at=TEN, batch=batch):
        Location.objects.filter(pk=bern.pk).update(parent=Location.objects.create(name="Alps"))
    done = journal.undo_batch(batch, by=BY, at=ELEVEN)
    bern.refresh_from_db()
    assert (names(), bern.parent, done.left) == (["Bern", "Europe"], europe, [])


def test_what_the_batch_created_stays_for_a_row_that_somebody_changed_since() -> None:
    with write(at=NINE):
        bern = Location.objects.create(name="Bern")
    batch = start()
    with write(at=TEN, batch=batch):
        Location.objects.filter(pk=bern.pk).update(parent=Location.objects.create(name="Alps"))
    with write(at=ELEVEN):
        Location.objects.filter(pk=bern.pk).update(name="Berne")
    done = journal.undo_batch(batch, by=BY, at=NOON)
    assert names() == ["Alps", "Berne"]
    assert {left.reason for left in done.left} == {"It was changed since.", "A location depends on it."}


@pytest.mark.parametrize("how", ["deleted", "changed"])
def test_what_would_refer_to_something_gone_is_left_and_named(how: str) -> None:
    with write(at=NINE):
        europe = Location.objects.create(name="Europe")
        alps = Location.objects.create(name="Alps", parent=europe)
        bern = Location.objects.create(name="Bern", parent=alps)
    batch = start()
    with write(at=TEN, batch=batch):
        if how == "deleted":
            remove(bern, alps)
        else:
            Location.objects.filter(pk=alps.pk).update(parent=None)
    with write(at=ELEVEN):
        europe.delete()
    done = journal.undo_batch(batch, by=BY, at=NOON)
    assert names() == ([] if how == "deleted" else ["Alps", "Bern"])
    expected = {alps.pk, bern.pk} if how == "deleted" else {alps.pk}
    assert {left.record_id for left in done.left} == expected
    assert {left.reason for left in done.left} == {"The location that it referred to is gone."}


def test_a_tree_that_was_deleted_comes_back_whole() -> None:
    with write(at=NINE):
        europe = Location.objects.create(name="Europe")
        bern = Location.objects.create(name="Bern", parent=europe)
    batch = start()
    with write(at=TEN, batch=batch):
        remove(bern, europe)
    assert journal.undo_batch(batch, by=BY, at=ELEVEN).brought_back == {"location": 2}
    assert names() == ["Bern", "Europe"]


def test_a_unique_value_that_was_passed_on_returns_to_its_first_holder() -> None:
    with write(at=NINE):
        old = Location.objects.create(name="Old", external_id="1")
        moved = Location.objects.create(name="Moved", external_id="2")
    batch = start()
    with write(at=TEN, batch=batch):
        old.delete()
        Location.objects.filter(pk=moved.pk).update(external_id="1")
        Location.objects.create(name="New", external_id="2")
    journal.undo_batch(batch, by=BY, at=ELEVEN)
    assert dict(Location.objects.values_list("name", "external_id")) == {"Old": "1", "Moved": "2"}


def test_a_unique_value_that_somebody_uses_by_now_is_said_in_words() -> None:
    with write(at=NINE):
        place = Location.objects.create(name="Old", external_id="1")
    batch = start()
    with write(at=TEN, batch=batch):
        Location.objects.filter(pk=place.pk).update(external_id="2")
    with write(at=ELEVEN):
        Location.objects.create(name="New", external_id="1")
    with pytest.raises(CannotUndo, match="a location would get back a value that another one uses"):
        journal.undo_batch(batch, by=BY, at=NOON)
    assert not Batch.objects.filter(undo_of=batch).exists()


def test_a_clock_that_runs_behind_brings_nothing_back_before_it_went() -> None:
    with write(at=NINE):
        bern = Location.objects.create(name="Bern")
    batch = start()
    with write(at=TEN, batch=batch):
        remove(bern)
    journal.undo_batch(batch, by=BY, at=NINE)
    for moment in (NINE, TEN - timedelta(microseconds=1), TEN, TEN + timedelta(microseconds=1), NOON):
        assert journal.as_of(Location.objects.all(), moment).count() == (moment != TEN), moment
    assert [(c.created, c.deleted) for c in journal.history(bern)] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_a_person_comes_back_without_the_password_and_cannot_sign_in_by_it() -> None:
    with write(at=NINE):
        rob = Person.objects.create_user("rob@example.com", "Rob", "correct horse battery")
    batch = start()
    with write(at=TEN, batch=batch):
        Person.objects.filter(pk=rob.pk).delete()
    journal.undo_batch(batch, by=BY, at=ELEVEN)
    again = Person.objects.get()
    assert (again.pk, again.version, again.password, again.last_login) == (rob.pk, 2, "", None)
    assert not again.check_password("correct horse battery")
    assert not again.check_password("")


def test_an_undo_of_an_undo_of_an_undo_keeps_the_versions_in_order() -> None:
    with write(at=NINE):
        bern = Location.objects.create(name="Bern")
    batch = start()
    with write(at=TEN, batch=batch):
        Location.objects.filter(pk=bern.pk).delete()
        Location.objects.create(name="Rome")
    for hour in range(1, 6):
        done = journal.undo_batch(batch, by=BY, at=TEN + timedelta(hours=hour))
        assert names() == (["Bern"] if hour % 2 else ["Rome"])
        batch = Batch.objects.get(pk=done.batch_id)
    past = Location.history_model.objects.order_by("id", "version")
    assert list(past.values_list("name", "version")) == [
        ("Bern", 1),
        ("Bern", 2),
        ("Bern", 3),
        ("Rome", 1),
        ("Rome", 2),
        ("Rome", 3),
    ]
