"""How far people see, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairlead.access import Permission, Reach
from fairlead.people import queries
from fairlead.people.models import Location, Person, Share, Supervision, Team
from tests.cast import building


def test_a_sales_executive_reaches_their_own_work_only(cast):
    assert cast.viewer("rob").reach == Reach(
        everyone=False, owners=frozenset({cast.rob.pk}), locations=frozenset(), shared={}, self_id=cast.rob.pk
    )


def test_a_supervisor_reaches_the_members_of_their_team_and_nobody_of_another(cast):
    assert cast.viewer("mona").reach.owners == {cast.mona.pk, cast.rob.pk}


def test_a_supervisor_reaches_the_members_of_teams_below_theirs(cast):
    with building():
        harbour = Team.objects.create(
            name="Harbour", parent=Team.objects.create(name="Coast", parent=cast.north)
        )
        Person.objects.filter(pk=cast.sue.pk).update(team=harbour)
    assert cast.viewer("mona").reach.owners == {cast.mona.pk, cast.rob.pk, cast.sue.pk}


def test_a_supervisor_of_a_location_reaches_it_and_the_locations_below(cast):
    with building():
        hamburg = Location.objects.create(name="Hamburg", parent=cast.europe)
        Supervision.objects.create(person=cast.mona, location=cast.europe)
    assert cast.viewer("mona").reach.locations == {cast.europe.pk, hamburg.pk}


def test_supervision_counts_only_while_the_role_is_supervisor(cast):
    with building():
        Supervision.objects.create(person=cast.sue, team=cast.north)
    assert cast.viewer("sue").reach.owners == {cast.sue.pk}


def test_an_administrator_reaches_everything(cast):
    assert cast.viewer("ada").reach == Reach(everyone=True, self_id=cast.ada.pk)


def test_a_share_with_a_person_or_their_team_or_one_above_is_within_reach_and_no_other(cast):
    with building():
        coast = Team.objects.create(name="Coast", parent=cast.north)
        Person.objects.filter(pk=cast.rob.pk).update(team=coast)
        Share.objects.create(kind="company", record_id=7, person=cast.rob)
        Share.objects.create(kind="company", record_id=8, team=coast)
        Share.objects.create(kind="opportunity", record_id=9, team=cast.north)
        Share.objects.create(kind="company", record_id=10, team=cast.south)
        Share.objects.create(kind="company", record_id=11, person=cast.sue)
    assert cast.viewer("rob").reach.shared == {"company": {7, 8}, "opportunity": {9}}


def test_a_supervisor_reaches_what_is_shared_with_the_team_they_supervise(cast):
    with building():
        Share.objects.create(kind="company", record_id=7, team=cast.north)
        Share.objects.create(kind="company", record_id=8, team=cast.south)
    assert cast.viewer("mona").reach.shared == {"company": {7}}


def test_permissions_are_the_persons_own_and_an_administrator_holds_all(cast):
    assert cast.viewer("rob").permissions == {Permission.EXPORT}
    assert cast.viewer("ada").permissions == set(Permission)


@pytest.mark.parametrize(("name", "expected"), [("rob", 2), ("mona", 5), ("ada", 0)])
def test_a_viewer_costs_the_same_few_queries_in_a_large_organisation(cast, name, expected):
    with building():
        Supervision.objects.create(person=cast.mona, location=cast.europe)
        for number in range(20):
            team = Team.objects.create(name=f"North {number}", parent=cast.north)
            Location.objects.create(name=f"Place {number}", parent=cast.europe)
            Person.objects.create_user(f"p{number}@example.com", f"P{number}", team=team)
    person = cast.person(name)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        queries.viewer_of(person)
    assert len(seen) == expected
