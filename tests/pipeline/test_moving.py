"""Moving through the stages."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from fairlead import journal
from fairlead.access import Refused
from fairlead.pipeline import actions, queries
from fairlead.pipeline.models import Opportunity
from tests.cast import NOON, Cast

from .conftest import LATER, Sales

Deal = Callable[..., Opportunity]


def test_the_owner_and_their_supervisor_may_move_it_and_a_stranger_does_not_see_it(
    cast: Cast, sales: Sales, deal: Deal
) -> None:
    opportunity = deal()
    actions.move_opportunity(opportunity, to=sales.propose, by=cast.viewer("rob"), at=LATER)
    opportunity.refresh_from_db()
    with pytest.raises(Refused, match="Only the owner, their supervisors and administrators"):
        actions.move_opportunity(opportunity, to=sales.qualify, by=cast.viewer("sue"), at=LATER)
    assert Opportunity.objects.get().stage == sales.propose


def test_a_stage_names_what_it_still_needs(cast: Cast, sales: Sales, deal: Deal) -> None:
    opportunity = deal()
    with pytest.raises(actions.CannotMove, match=r"^Close needs: expected close\.$") as refused:
        actions.move_opportunity(opportunity, to=sales.close, by=cast.viewer("rob"), at=LATER)
    assert refused.value.fields == {"expected_close_on": "Close needs this."}


def test_moving_takes_the_stages_probability_and_weighs_anew(cast: Cast, sales: Sales, deal: Deal) -> None:
    opportunity = deal()
    assert (opportunity.probability, opportunity.weighted) == (Decimal(10), Decimal(100))
    actions.move_opportunity(opportunity, to=sales.propose, by=cast.viewer("rob"), at=LATER)
    opportunity.refresh_from_db()
    assert (opportunity.probability, opportunity.weighted, opportunity.stage_since) == (50, 500, LATER)


def test_a_probability_set_by_hand_stays(cast: Cast, sales: Sales, deal: Deal) -> None:
    opportunity = deal()
    actions.edit_opportunity(
        opportunity, changes={"probability": Decimal(33)}, by=cast.viewer("rob"), at=LATER
    )
    opportunity.refresh_from_db()
    actions.move_opportunity(opportunity, to=sales.propose, by=cast.viewer("rob"), at=LATER)
    opportunity.refresh_from_db()
    assert (opportunity.probability, opportunity.probability_source) == (33, "manual")
    actions.edit_opportunity(opportunity, changes={"probability": None}, by=cast.viewer("rob"), at=LATER)
    opportunity.refresh_from_db()
    assert (opportunity.probability, opportunity.probability_source) == (50, "stage")


def test_two_people_cannot_move_it_to_different_stages_at_once(cast: Cast, sales: Sales, deal: Deal) -> None:
    mine, yours = deal(), Opportunity.objects.get()
    actions.move_opportunity(yours, to=sales.propose, by=cast.viewer("mona"), at=LATER)
    with pytest.raises(journal.Stale) as stale:
        actions.move_opportunity(mine, to=sales.close, by=cast.viewer("rob"), at=LATER)
    assert stale.value.others == {"stage": sales.propose.pk}


def test_a_retired_stage_takes_no_more(cast: Cast, sales: Sales, deal: Deal) -> None:
    opportunity = deal()
    actions.edit_stage(sales.propose, changes={"is_active": False}, by=cast.viewer("ada"), at=NOON)
    sales.propose.refresh_from_db()
    with pytest.raises(actions.CannotMove, match="Propose is not in use any more"):
        actions.move_opportunity(opportunity, to=sales.propose, by=cast.viewer("rob"), at=LATER)


def test_history_tells_the_move_in_words(cast: Cast, sales: Sales, deal: Deal) -> None:
    opportunity = deal()
    actions.move_opportunity(
        opportunity, to=sales.propose, by=cast.viewer("rob"), at=LATER, reason="Asked for a quote."
    )
    moved, created = queries.opportunity_history(opportunity)
    assert (moved.who, moved.verb, moved.reason, moved.at) == ("Rob", "moved", "Asked for a quote.", LATER)
    assert [(f.title, f.before, f.after) for f in moved.fields if f.name == "stage"] == [
        ("stage", "Qualify", "Propose")
    ]
    assert created.created


def test_a_new_stage_probability_reaches_open_opportunities_and_not_those_weighed_by_hand(
    cast: Cast, sales: Sales, deal: Deal
) -> None:
    by_stage, by_hand = deal(), deal(title="By hand", details={"probability": Decimal(75)})
    actions.edit_stage(sales.qualify, changes={"probability": Decimal(20)}, by=cast.viewer("ada"), at=LATER)
    by_stage.refresh_from_db()
    by_hand.refresh_from_db()
    assert (by_stage.weighted, by_hand.weighted) == (Decimal(200), Decimal(750))
    assert queries.opportunity_history(by_stage)[0].who == "Ada"


def test_the_pipeline_as_of_yesterday_is_yesterdays(cast: Cast, sales: Sales, deal: Deal) -> None:
    opportunity = deal()
    actions.move_opportunity(opportunity, to=sales.propose, by=cast.viewer("rob"), at=LATER)
    then = queries.opportunities(cast.viewer("rob"), as_of=NOON).select_related("stage").get()
    assert (then.stage.name, then.weighted) == ("Qualify", Decimal(100))
