"""Every kind of query looks at the past in the same way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, Exists, F, OuterRef, Q

from fairlead import access, journal
from fairlead.people.models import Location, Person, Team

pytestmark = pytest.mark.django_db

BY = access.installation()
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


@pytest.fixture(autouse=True)
def places() -> None:
    """At nine: Bern and Rome in Europe, Tokyo in Asia. At ten: Bern is in Asia, Rome is gone, Oslo comes."""
    with journal.recording("test", by=BY, at=NINE):
        europe, asia = (Location.objects.create(name=name) for name in ("Europe", "Asia"))
        for name, parent in (("Bern", europe), ("Rome", europe), ("Tokyo", asia)):
            Location.objects.create(name=name, parent=parent, country="XX")
        team = Team.objects.create(name="North")
        Person.objects.create_user("rob@example.com", "Rob", "secret words", team=team)
    with journal.recording("test", by=BY, at=TEN):
        Location.objects.filter(name="Bern").update(parent=asia, country="CH")
        Location.objects.filter(name="Rome").delete()
        Location.objects.create(name="Oslo", parent=europe)
        Location.objects.filter(name="Europe").update(name="EMEA")
        Person.objects.all().delete()


def then(rows=None):
    return journal.as_of(Location.objects.all() if rows is None else rows, NINE)


def names(rows) -> list[str]:
    return sorted(row.name for row in rows)


def test_or_across_a_join() -> None:
    found = Location.objects.filter(Q(parent__name="Europe") | Q(parent__name=None, name="Asia"))
    assert names(then(found)) == ["Asia", "Bern", "Rome"]
    assert names(found) == ["Asia"]


def test_conditions_added_afterwards() -> None:
    assert names(then().filter(parent__name="Europe")) == ["Bern", "Rome"]
    assert names(then().exclude(parent__name="Europe")) == ["Asia", "Europe", "Tokyo"]


def test_an_exclusion_over_many_rows_looks_at_the_past_too() -> None:
    assert names(then().exclude(children__name="Rome")) == ["Asia", "Bern", "Rome", "Tokyo"]
    assert names(then().exclude(children__country="CH")) == names(then())


def test_counts_and_groups() -> None:
    grouped = Location.objects.order_by("parent__name").values("parent__name").annotate(n=Count("pk"))
    assert [(row["parent__name"], row["n"]) for row in then(grouped.exclude(parent=None))] == [
        ("Asia", 1),
        ("Europe", 2),
    ]
    assert then().aggregate(n=Count("pk"), parents=Count("parent", distinct=True)) == {"n": 5, "parents": 2}
    assert then(Location.objects.order_by("name")[1:3]).aggregate(n=Count("pk")) == {"n": 2}
    assert then(Location.objects.distinct()).count() == then().count() == 5
    counted = then(Location.objects.annotate(n=Count("children")).filter(n__gt=1))
    assert [(row.name, row.n) for row in counted] == [("Europe", 2)]


def test_order_by_a_joined_column_with_slices() -> None:
    ordered = then(Location.objects.order_by(F("parent__name").desc(nulls_last=True), "name"))
    assert [row.name for row in ordered] == ["Bern", "Rome", "Tokyo", "Asia", "Europe"]
    assert [row.name for row in ordered[1:3]] == ["Rome", "Tokyo"]
    assert ordered.last().name == "Europe"


def test_values_and_existence() -> None:
    assert then(Location.objects.filter(name="Rome")).exists()
    assert not then(Location.objects.filter(name="Oslo")).exists()
    assert set(then().values_list("name", "parent__name")) >= {("Bern", "Europe"), ("Rome", "Europe")}
    assert then().get(name="Bern").country == "XX"
    assert set(then().in_bulk([then().get(name="Rome").pk])) != set()


def test_a_union_of_two_pasts() -> None:
    asia = journal.as_of(Location.objects.filter(parent__name="Asia").order_by(), TEN)
    europe = then(Location.objects.filter(parent__name="Europe").order_by())
    assert names(asia.union(europe, all=True)) == ["Bern", "Bern", "Rome", "Tokyo"]


def test_sub_selects_look_at_the_present() -> None:
    """As documented: what a viewer may see is asked today, over the rows of then."""
    below = Location.objects.filter(parent=OuterRef("pk"), name="Oslo")
    assert [row.name for row in then(Location.objects.filter(Exists(below)))] == ["Europe"]


def test_what_no_version_keeps_is_empty() -> None:
    rob = journal.as_of(Person.objects.select_related("team"), NINE).get()
    assert (rob.name, rob.password, rob.last_login, rob.team.name) == ("Rob", None, None, "North")


def test_two_moments_do_not_mix() -> None:
    now = journal.as_of(Location.objects.all(), TEN)
    before = then()
    assert (names(now), names(before)) == (
        ["Asia", "Bern", "EMEA", "Oslo", "Tokyo"],
        ["Asia", "Bern", "Europe", "Rome", "Tokyo"],
    )
