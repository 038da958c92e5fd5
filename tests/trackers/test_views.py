"""Saved views: whose they are, who finds them, what they were."""

from datetime import timedelta

import pytest

from fairlead.access import OutOfReach, Refused
from fairlead.kit import tables
from fairlead.kit.tables import Condition
from fairlead.kit.validation import Invalid
from fairlead.pipeline.columns import OPPORTUNITIES
from fairlead.trackers import actions, queries
from fairlead.trackers.models import Favourite, SavedView, ViewShare
from tests.cast import NOON, Cast

LARGE = tables.parse("where=amount.gte:50000&sort=-amount&columns=title,amount", OPPORTUNITIES)
WON = tables.parse("where=outcome.is:won", OPPORTUNITIES)


@pytest.fixture
def large(cast: Cast) -> SavedView:
    return keep(cast, "rob", "Large")


def keep(cast: Cast, who: str, name: str, query=LARGE) -> SavedView:
    by = cast.viewer(who)
    saved = actions.save_view(actions.NewView("opportunities", name, query), by=by, at=NOON)
    return SavedView.objects.get(pk=saved.view_id)


def names(cast: Cast, who: str) -> list[str]:
    return [view.name for view in queries.views(cast.viewer(who))]


def test_a_view_gives_back_the_query_that_was_kept(large):
    assert tables.parse_kept(large.query, OPPORTUNITIES) == (LARGE, [])


def test_what_a_table_cannot_answer_any_more_is_left_out_and_told():
    kept = "columns=title,gone&where=gone.is:1&where=amount.gte:5&sort=-gone,amount"
    query, lost = tables.parse_kept(kept, OPPORTUNITIES)
    assert query == tables.parse("columns=title&where=amount.gte:5&sort=amount", OPPORTUNITIES)
    assert len(lost) == 3
    assert all("gone" in one for one in lost)


def test_a_view_is_its_owners_alone_until_it_is_shared(cast, large):
    assert names(cast, "rob") == ["Large"]
    for who in ("sue", "mona", "ada"):
        assert names(cast, who) == []
        with pytest.raises(OutOfReach):
            queries.view(cast.viewer(who), large.pk)


def test_a_name_is_given_once_at_a_place_by_one_person(cast, large):
    keep(cast, "sue", "Large")
    with pytest.raises(Invalid, match="of this name"):
        keep(cast, "rob", "Large ")


def test_whom_a_view_is_lent_to_finds_it_and_changes_it_if_they_may(cast, large):
    rob, sue = cast.viewer("rob"), cast.viewer("sue")
    actions.lend(large, person=cast.sue, by=rob, at=NOON)
    assert names(cast, "sue") == ["Large"]
    with pytest.raises(Refused, match="Rob’s"):
        actions.edit_view(large, changes={"query": WON}, by=sue, at=NOON)
    actions.lend(large, person=cast.sue, may_edit=True, by=rob, at=NOON)
    assert ViewShare.objects.count() == 1
    actions.edit_view(large, changes={"query": WON}, by=sue, at=NOON)
    assert queries.view(rob, large.pk).query == tables.encode(WON)
    actions.take_back(large, share=queries.share(rob, large, ViewShare.objects.get().pk), by=rob, at=NOON)
    assert names(cast, "sue") == []


def test_a_view_lent_to_a_team_is_found_by_its_members(cast, large):
    actions.lend(large, team=cast.south, by=cast.viewer("rob"), at=NOON)
    assert names(cast, "sue") == ["Large"]
    assert names(cast, "nora") == []


def test_a_view_is_not_lent_to_its_owner_or_to_nobody(cast, large):
    rob = cast.viewer("rob")
    with pytest.raises(actions.CannotLend, match="owns it"):
        actions.lend(large, person=cast.rob, by=rob, at=NOON)
    with pytest.raises(actions.CannotLend, match="person or a team"):
        actions.lend(large, by=rob, at=NOON)
    with pytest.raises(Refused):
        actions.lend(large, person=cast.nora, by=cast.viewer("sue"), at=NOON)


def test_administrators_publish_what_they_see_and_then_everybody_finds_it(cast, large):
    with pytest.raises(Refused, match="not shared"):
        actions.publish(large, by=cast.viewer("ada"), at=NOON)
    actions.lend(large, person=cast.ada, by=cast.viewer("rob"), at=NOON)
    with pytest.raises(Refused, match="Only administrators"):
        actions.publish(large, by=cast.viewer("rob"), at=NOON)
    actions.publish(large, by=cast.viewer("ada"), at=NOON)
    assert names(cast, "nora") == ["Large"]
    actions.unpublish(large, by=cast.viewer("ada"), at=NOON)
    assert names(cast, "nora") == []


def test_a_place_begins_with_one_view_for_each_person(cast, large):
    won, rob = keep(cast, "rob", "Won", WON), cast.viewer("rob")
    actions.begin_with(large, by=rob, at=NOON)
    actions.begin_with(won, by=rob, at=NOON)
    assert [(one.name, one.is_favourite, one.is_default) for one in queries.views(rob)] == [
        ("Large", True, False),
        ("Won", True, True),
    ]
    actions.begin_with(won, begins=False, by=rob, at=NOON)
    actions.unfavour(large, by=rob, at=NOON)
    assert [(one.name, one.is_favourite, one.is_default) for one in queries.views(rob)] == [
        ("Large", False, False),
        ("Won", True, False),
    ]


def test_an_earlier_state_is_told_with_its_maker_and_put_back(cast, large):
    rob = cast.viewer("rob")
    changed = LARGE.with_condition(Condition("outcome", "is", ("open",)))
    actions.edit_view(large, changes={"query": changed}, by=rob, at=NOON + timedelta(hours=1))
    actions.edit_view(
        queries.view(rob, large.pk), changes={"name": "Big"}, by=rob, at=NOON + timedelta(hours=2)
    )
    big = queries.view(rob, large.pk)
    states = queries.states(rob, big)
    assert [(one.name, one.who, one.query == tables.encode(LARGE)) for one in states] == [
        ("Large", "Rob", False),
        ("Large", "Rob", True),
    ]
    actions.restore_view(big, version=states[-1].version, by=rob, at=NOON + timedelta(hours=3))
    back = queries.view(rob, large.pk)
    assert (back.name, back.query) == ("Large", tables.encode(LARGE))
    with pytest.raises(OutOfReach):
        actions.restore_view(back, version=99, by=rob, at=NOON)


def test_a_deleted_view_leaves_no_favourite_and_no_share(cast, large):
    rob = cast.viewer("rob")
    actions.lend(large, person=cast.sue, may_edit=True, by=rob, at=NOON)
    actions.favour(large, by=cast.viewer("sue"), at=NOON)
    with pytest.raises(Refused):
        actions.delete_view(large, by=cast.viewer("sue"), at=NOON)
    actions.delete_view(large, by=rob, at=NOON)
    assert (SavedView.objects.count(), ViewShare.objects.count(), Favourite.objects.count()) == (0, 0, 0)
