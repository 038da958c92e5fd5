"""Teams and locations are trees that nobody can tie into a knot."""

import pytest

from fairlead.access import Refused
from fairlead.kit.errors import RuleBroken
from fairlead.kit.validation import Invalid
from fairlead.people import actions, queries
from fairlead.people.models import Location, Team
from tests.cast import NOON


@pytest.fixture
def ada(cast):
    return cast.viewer("ada")


def team(name, parent, ada):
    return Team.objects.get(pk=actions.add_team(name, parent=parent, by=ada, at=NOON).team_id)


def test_teams_are_shown_as_a_tree_with_their_members_counted(cast, ada):
    coast = team("Coast", cast.north, ada)
    team("Harbour", coast, ada)
    shown = [(branch.path, branch.depth, branch.node.member_count) for branch in queries.teams(ada)]
    assert shown == [
        ("North", 0, 1),
        ("North / Coast", 1, 0),
        ("North / Coast / Harbour", 2, 0),
        ("South", 0, 1),
        ("West", 0, 1),
    ]


def test_a_team_cannot_stand_below_itself_nor_below_one_that_stands_below_it(cast, ada):
    coast = team("Coast", cast.north, ada)
    for parent in (cast.north, coast):
        with pytest.raises(actions.WouldCircle):
            actions.edit_team(cast.north, changes={"parent": parent}, by=ada, at=NOON)
    assert Team.objects.get(pk=cast.north.pk).parent_id is None


def test_moving_a_team_moves_what_its_new_supervisors_see(cast, ada):
    assert cast.sue.pk not in cast.viewer("mona").reach.owners
    actions.edit_team(cast.south, changes={"parent": cast.north}, by=ada, at=NOON)
    assert cast.sue.pk in cast.viewer("mona").reach.owners


def test_two_teams_cannot_share_a_name(cast, ada):
    with pytest.raises(Invalid) as problem:
        actions.add_team("north", by=ada, at=NOON)
    assert problem.value.fields == {"name": "Another team has this name."}


def test_a_team_with_members_or_teams_below_cannot_be_retired(cast, ada):
    with pytest.raises(actions.CannotRetire) as problem:
        actions.retire_team(cast.north, by=ada, at=NOON)
    assert str(problem.value) == "North still has 1 active member. Move them to another team first."
    empty = team("East", None, ada)
    team("Far east", empty, ada)
    with pytest.raises(actions.CannotRetire) as problem:
        actions.retire_team(empty, by=ada, at=NOON)
    assert str(problem.value) == "East still has teams below it: Far east. Move or retire them first."


def test_an_empty_team_is_retired_and_restored(cast, ada):
    east = team("East", None, ada)
    actions.retire_team(east, by=ada, at=NOON)
    assert [branch.node.name for branch in queries.teams(ada)] == ["North", "South", "West"]
    assert actions.retire_team(east, by=ada, at=NOON) is None
    actions.restore_team(east, by=ada, at=NOON)
    assert [branch.node.name for branch in queries.teams(ada)] == ["East", "North", "South", "West"]


def test_locations_with_the_same_name_may_stand_in_different_places(cast, ada):
    for parent in (cast.europe, cast.asia):
        actions.add_location("Springfield", parent=parent, country="us", by=ada, at=NOON)
    with pytest.raises(Invalid) as problem:
        actions.add_location("springfield", parent=cast.asia, by=ada, at=NOON)
    assert problem.value.fields == {"name": "Another location below the same one has this name."}
    assert [branch.path for branch in queries.locations(ada)] == [
        "Asia",
        "Asia / Springfield",
        "Europe",
        "Europe / Springfield",
    ]
    assert set(Location.objects.filter(name="Springfield").values_list("country", flat=True)) == {"US"}


def test_a_country_is_two_letters(cast, ada):
    with pytest.raises(RuleBroken) as problem:
        actions.edit_location(cast.asia, changes={"country": "1X"}, by=ada, at=NOON)
    assert list(problem.value.fields) == ["country"]


def test_a_location_cannot_be_moved_below_itself(cast, ada):
    actions.edit_location(cast.asia, changes={"parent": cast.europe}, by=ada, at=NOON)
    with pytest.raises(actions.WouldCircle):
        actions.edit_location(cast.europe, changes={"parent": cast.asia}, by=ada, at=NOON)


def test_only_supervisors_supervise_and_only_administrators_decide(cast, ada):
    with pytest.raises(actions.CannotSupervise):
        actions.supervise(cast.rob, team=cast.south, by=ada, at=NOON)
    with pytest.raises(Refused):
        actions.supervise(cast.mona, team=cast.south, by=cast.viewer("mona"), at=NOON)
    actions.supervise(cast.mona, team=cast.south, by=ada, at=NOON)
    assert actions.supervise(cast.mona, team=cast.south, by=ada, at=NOON) is None
    assert cast.sue.pk in cast.viewer("mona").reach.owners
    actions.unsupervise(cast.mona, team=cast.south, by=ada, at=NOON)
    assert cast.sue.pk not in cast.viewer("mona").reach.owners
