"""Any queryset, over the rows as they were then."""

from datetime import UTC, datetime, timedelta

import pytest

from fairlead import access, journal
from fairlead.people.models import Location, Team

pytestmark = pytest.mark.django_db

BY = access.installation()
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN, ELEVEN, NOON = (NINE + timedelta(hours=hours) for hours in (1, 2, 3))


@pytest.fixture
def north() -> Team:
    with journal.recording("test", by=BY, at=NINE):
        north = Team.objects.create(name="North")
    with journal.recording("test", by=BY, at=TEN):
        Team.objects.filter(pk=north.pk).update(name="Northwest")
    with journal.recording("test", by=BY, at=ELEVEN):
        Team.objects.filter(pk=north.pk).delete()
    return north


@pytest.mark.parametrize(
    ("moment", "names"),
    [
        (NINE - timedelta(seconds=1), []),
        (NINE, ["North"]),
        (TEN - timedelta(microseconds=1), ["North"]),
        (TEN, ["Northwest"]),
        (ELEVEN, []),
    ],
)
def test_rows_are_those_of_the_moment(north: Team, moment: datetime, names: list[str]) -> None:
    assert [team.name for team in journal.as_of(Team.objects.all(), moment)] == names
    assert journal.as_of(Team.objects.filter(name__startswith="North"), moment).count() == len(names)


def test_joined_rows_are_those_of_the_moment_too() -> None:
    with journal.recording("test", by=BY, at=NINE):
        europe = Location.objects.create(name="Europe")
        Location.objects.create(name="Bern", parent=europe)
    with journal.recording("test", by=BY, at=TEN):
        Location.objects.filter(pk=europe.pk).update(name="EMEA")
    below = Location.objects.filter(parent__name="Europe").select_related("parent")
    assert [str(place.parent) for place in journal.as_of(below, NINE)] == ["Europe"]
    assert list(journal.as_of(below, TEN)) == []


def test_ordering_and_slices_work_on_the_past() -> None:
    with journal.recording("test", by=BY, at=NINE):
        Team.objects.bulk_create(Team(name=name) for name in "BCA")
    with journal.recording("test", by=BY, at=TEN):
        Team.objects.filter(name="A").update(name="Z")
    then = journal.as_of(Team.objects.order_by("name"), NINE)
    assert [team.name for team in then[:2]] == ["A", "B"]
    assert then.exists()
    assert set(then.values_list("name", flat=True)) == {"A", "B", "C"}
