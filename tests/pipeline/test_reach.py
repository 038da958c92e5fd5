"""Who sees which opportunity."""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

import pytest

from fairlead.access import OutOfReach, Refused
from fairlead.people.models import Share
from fairlead.pipeline import actions, queries
from fairlead.pipeline.models import Opportunity
from tests.cast import NOON, Cast, building

from .conftest import LATER

Deal = Callable[..., Opportunity]


def seen(cast: Cast, name: str) -> list[str]:
    return sorted(queries.opportunities(cast.viewer(name)).values_list("title", flat=True))


@pytest.fixture
def work(deal: Deal) -> dict[str, Opportunity]:
    return {
        "rob": deal(title="Rob's"),
        "sue": deal("sue", title="Sue's"),
        "draft": deal(title="Rob's draft", is_draft=True),
    }


def test_each_sees_their_own_and_supervisors_their_teams_and_nobody_a_draft(cast: Cast, work) -> None:
    assert seen(cast, "rob") == ["Rob's", "Rob's draft"]
    assert seen(cast, "mona") == ["Rob's"]
    assert seen(cast, "sue") == ["Sue's"]
    assert seen(cast, "nora") == []
    assert seen(cast, "ada") == ["Rob's", "Sue's"]


def test_out_of_reach_is_as_if_it_did_not_exist(cast: Cast, work) -> None:
    with pytest.raises(OutOfReach, match=r"^There is no such opportunity\.$"):
        queries.opportunity(cast.viewer("sue"), work["rob"].pk)
    with pytest.raises(OutOfReach):
        queries.opportunity(cast.viewer("ada"), work["draft"].pk)


def test_a_shared_opportunity_is_read_and_not_changed(cast: Cast, work) -> None:
    with building():
        Share.objects.create(kind="opportunity", record_id=work["rob"].pk, person=cast.nora)
    assert seen(cast, "nora") == ["Rob's"]
    with pytest.raises(Refused, match="you may read it"):
        actions.edit_opportunity(work["rob"], changes={"title": "Nora's"}, by=cast.viewer("nora"), at=LATER)


def test_whoever_has_a_share_of_it_sees_it(cast: Cast, work) -> None:
    shares = {cast.rob: Decimal(60), cast.sue: Decimal(40)}
    actions.split_opportunity(work["rob"], shares=shares, by=cast.viewer("rob"), at=LATER)
    assert seen(cast, "sue") == ["Rob's", "Sue's"]


def reached(cast: Cast, name: str, work: dict[str, Opportunity], *, bare: bool) -> list[str]:
    """Return the titles of those that somebody may open one by one."""
    found = []
    for opportunity in work.values():
        with suppress(OutOfReach):
            found.append(queries.opportunity(cast.viewer(name), opportunity.pk, bare=bare).title)
    return sorted(found)


@pytest.mark.parametrize("bare", [False, True])
def test_people_open_just_what_they_see_in_the_list(cast: Cast, work, bare: bool) -> None:
    shares = {cast.rob: Decimal(60), cast.sue: Decimal(40)}
    for name in ("rob", "draft"):
        actions.split_opportunity(work[name], shares=shares, by=cast.viewer("rob"), at=LATER)
    with building():
        for name in ("sue", "draft"):
            Share.objects.create(kind="opportunity", record_id=work[name].pk, person=cast.nora)
    for name in ("rob", "sue", "nora", "mona", "ada"):
        assert reached(cast, name, work, bare=bare) == seen(cast, name), name
    assert seen(cast, "nora") == ["Sue's"]


def test_shares_sum_to_a_hundred(cast: Cast, work) -> None:
    with pytest.raises(actions.CannotSplit, match=r"sum to 99\.99 %"):
        actions.split_opportunity(
            work["rob"], shares={cast.rob: Decimal("99.99")}, by=cast.viewer("rob"), at=LATER
        )


def test_reassigning_takes_it_to_the_new_owners_team(cast: Cast, work) -> None:
    actions.reassign_opportunity(
        work["rob"], to=cast.sue, by=cast.viewer("mona"), at=LATER, reason="Rob is away."
    )
    work["rob"].refresh_from_db()
    assert (work["rob"].owner, work["rob"].team, work["rob"].location) == (cast.sue, cast.south, cast.asia)
    assert (seen(cast, "rob"), seen(cast, "sue")) == (["Rob's draft"], ["Rob's", "Sue's"])
    assert sorted(queries.opportunities(cast.viewer("rob"), as_of=NOON).values_list("title", flat=True)) == [
        "Rob's",
        "Rob's draft",
    ]


def test_people_create_work_for_themselves_and_for_those_they_supervise(cast: Cast, work) -> None:
    new = actions.NewOpportunity("For Rob", cast.rob, work["rob"].stage, "EUR")
    actions.create_opportunity(new, by=cast.viewer("mona"), at=LATER)
    with pytest.raises(Refused, match="for yourself and for people you supervise"):
        actions.create_opportunity(new, by=cast.viewer("sue"), at=LATER)


def test_deleting_needs_the_permission_and_is_taken_back(cast: Cast, work) -> None:
    with pytest.raises(Refused, match="permission to delete"):
        actions.delete_opportunity(work["rob"], by=cast.viewer("rob"), at=LATER)
    actions.delete_opportunity(work["rob"], by=cast.viewer("ada"), at=LATER)
    assert seen(cast, "rob") == ["Rob's draft"]
    work["rob"].refresh_from_db()
    actions.restore_opportunity(work["rob"], by=cast.viewer("ada"), at=LATER)
    assert seen(cast, "rob") == ["Rob's", "Rob's draft"]
