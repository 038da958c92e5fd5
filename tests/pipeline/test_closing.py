"""Winning, losing, voiding, reopening."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from fairlead.access import Refused
from fairlead.pipeline import actions
from fairlead.pipeline.actions.fields import CannotEdit
from fairlead.pipeline.models import Opportunity
from fairlead.vocabulary.belonging import WrongList
from tests.cast import Cast

from .conftest import LATER, Sales

Deal = Callable[..., Opportunity]
TODAY = LATER.date()


def test_a_won_opportunity_counts_whole(cast: Cast, deal: Deal) -> None:
    opportunity = deal()
    actions.win_opportunity(
        opportunity, by=cast.viewer("rob"), at=LATER, closed_on=TODAY, amount=Decimal("950.25")
    )
    opportunity.refresh_from_db()
    assert (opportunity.outcome, opportunity.closed_on, opportunity.forecast_category) == (
        "won",
        TODAY,
        "closed",
    )
    assert (opportunity.amount, opportunity.weighted) == (Decimal("950.25"), Decimal("950.25"))


def test_nothing_is_won_without_an_amount(cast: Cast, deal: Deal) -> None:
    with pytest.raises(actions.CannotClose, match="Enter the amount that was won"):
        actions.win_opportunity(deal(amount=None), by=cast.viewer("rob"), at=LATER, closed_on=TODAY)


def test_a_lost_opportunity_says_why_and_to_whom(cast: Cast, sales: Sales, deal: Deal) -> None:
    opportunity = deal()
    with pytest.raises(actions.CannotClose, match="Choose why it was lost"):
        actions.lose_opportunity(
            opportunity, by=cast.viewer("rob"), at=LATER, closed_on=TODAY, lost_reason=None
        )
    with pytest.raises(WrongList, match="“Rival” is none of the lost reasons"):
        actions.lose_opportunity(
            opportunity, by=cast.viewer("rob"), at=LATER, closed_on=TODAY, lost_reason=sales.rival
        )
    actions.lose_opportunity(
        opportunity,
        by=cast.viewer("rob"),
        at=LATER,
        closed_on=TODAY,
        lost_reason=sales.price,
        competitor=sales.rival,
        reason="Ten percent dearer.",
    )
    opportunity.refresh_from_db()
    assert (opportunity.outcome, str(opportunity.lost_reason), str(opportunity.competitor)) == (
        "lost",
        "Price",
        "Rival",
    )
    assert (opportunity.weighted, opportunity.outcome_note) == (0, "Ten percent dearer.")


def test_nothing_closes_in_the_future(cast: Cast, deal: Deal) -> None:
    with pytest.raises(actions.CannotClose, match="lies ahead"):
        actions.win_opportunity(deal(), by=cast.viewer("rob"), at=LATER, closed_on=TODAY + timedelta(days=7))


def test_a_closed_opportunity_rests_until_it_is_reopened_with_a_reason(
    cast: Cast, sales: Sales, deal: Deal
) -> None:
    opportunity, rob = deal(), cast.viewer("rob")
    actions.void_opportunity(opportunity, by=rob, at=LATER, closed_on=TODAY, reason="A duplicate.")
    opportunity.refresh_from_db()
    with pytest.raises(Refused, match="Reopen it first"):
        actions.move_opportunity(opportunity, to=sales.propose, by=rob, at=LATER)
    with pytest.raises(actions.CannotClose, match="Say why"):
        actions.reopen_opportunity(opportunity, by=rob, at=LATER, reason=" ")
    actions.reopen_opportunity(opportunity, by=rob, at=LATER, reason="It was none.")
    opportunity.refresh_from_db()
    assert (opportunity.outcome, opportunity.closed_on, opportunity.outcome_note) == ("open", None, "")


def test_a_draft_is_published_before_it_is_won(cast: Cast, deal: Deal) -> None:
    draft = deal(is_draft=True)
    with pytest.raises(Refused, match="Publish it first"):
        actions.win_opportunity(draft, by=cast.viewer("rob"), at=LATER, closed_on=TODAY)
    actions.publish_opportunity(draft, by=cast.viewer("rob"), at=LATER)
    draft.refresh_from_db()
    actions.win_opportunity(draft, by=cast.viewer("rob"), at=LATER, closed_on=date(2026, 3, 1))
    assert Opportunity.objects.get().outcome == "won"


def test_a_new_opportunity_takes_its_source_from_the_list_of_sources(sales: Sales, deal: Deal) -> None:
    with pytest.raises(WrongList, match="“Price” is none of the sources"):
        deal(details={"source": sales.price})
    with pytest.raises(CannotEdit, match="outcome cannot be edited this way"):
        deal(details={"outcome": "won"})
