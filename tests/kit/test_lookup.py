"""Rows by one column: the same as the ORM finds, whoever asks and however often."""

from decimal import Decimal

import pytest
from django.db import connection, transaction

from fairlead.kit import lookup
from fairlead.people.models import Person
from fairlead.pipeline.models import Pipeline, Stage
from tests.cast import Cast, building

OFTEN = 12  # more often than it takes PostgreSQL to keep a plan


@pytest.fixture
def stage(cast: Cast) -> Stage:
    with building():
        pipeline = Pipeline.objects.create(name="Sales")
        return Stage.objects.create(
            pipeline=pipeline, name="Qualify", probability=Decimal("12.50"), required_fields=["company"]
        )


def values(record: object) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if not name.startswith("_")}


def test_a_row_is_found_as_the_orm_finds_it(cast: Cast, stage: Stage) -> None:
    by_orm = Stage.objects.get(pk=stage.pk)
    for _ in range(OFTEN):
        assert values(lookup.find(Stage, stage.pk)) == values(by_orm)


def test_what_was_asked_beside_it_needs_no_further_question(
    cast: Cast, stage: Stage, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        found = lookup.find(Stage, stage.pk, beside=("pipeline",))
        assert found is not None
        assert found.pipeline.name == "Sales"


def test_a_reference_that_is_empty_stays_empty(cast: Cast) -> None:
    found = lookup.find(Person, cast.ada.pk, beside=("team", "location"))
    assert found is not None
    assert found.team is None
    assert found.location is None


def test_many_rows_are_found_in_one_question_and_those_that_are_not_there_are_left_out(
    cast: Cast, stage: Stage, django_assert_num_queries
) -> None:
    by_orm = Person.objects.select_related("team").in_bulk()
    for _ in range(OFTEN):
        with django_assert_num_queries(1):
            found = lookup.find_all(Person, [*by_orm, 2**40], beside=("team",))
            assert {one.pk: values(one) for one in found} == {pk: values(one) for pk, one in by_orm.items()}
            assert {one.team and one.team.name for one in found} == {
                one.team and one.team.name for one in by_orm.values()
            }


def test_no_keys_are_no_question(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert lookup.find_all(Person, []) == []


def test_each_finder_gets_an_instance_of_their_own_and_what_stands_there_now(
    cast: Cast, stage: Stage
) -> None:
    before = lookup.find(Stage, stage.pk)
    with building():
        Stage.objects.filter(pk=stage.pk).update(name="Understand")
    after = lookup.find(Stage, stage.pk)
    assert (before and before.name, after and after.name) == ("Qualify", "Understand")


@pytest.mark.parametrize("key", [0, -1, 2**31, 2**63 - 1, 2**63, 10**30])
def test_a_key_that_nobody_has_finds_nothing(cast: Cast, key: int) -> None:
    assert lookup.find(Person, key) is None


def test_text_is_looked_up_as_its_field_writes_it(cast: Cast) -> None:
    found = lookup.find(Person, cast.rob.email.upper(), by="email")
    assert found == cast.rob


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database")
def test_a_row_found_to_be_changed_is_locked(cast: Cast) -> None:
    with transaction.atomic():
        lookup.find(Person, cast.rob.pk, lock=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT xmax::text <> '0' FROM people_person WHERE id = %s", [cast.rob.pk])
            assert cursor.fetchone() == (True,)
