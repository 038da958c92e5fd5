"""Corners of the pipeline's actions that two people, odd figures or late hours lead into."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from fairlead import journal
from fairlead.access import Refused
from fairlead.journal.models import Entry
from fairlead.kit.validation import Invalid
from fairlead.people.models import Person, Supervision
from fairlead.pipeline import actions, queries
from fairlead.pipeline.actions.reassign import CannotReassign
from fairlead.pipeline.models import Opportunity, OpportunityLine, OpportunitySplit, Stage
from fairlead.products.models import Product
from tests.cast import NOON, Cast, building

from .conftest import LATER, Sales

Deal = Callable[..., Opportunity]


def fresh(opportunity: Opportunity) -> Opportunity:
    return Opportunity.objects.get(pk=opportunity.pk)


def test_a_probability_that_the_caller_left_alone_is_not_set_by_hand(
    cast: Cast, sales: Sales, deal: Deal
) -> None:
    seen, by = deal(), cast.viewer("rob")
    actions.move_opportunity(seen, to=sales.propose, by=by, at=LATER)
    changes = {"probability": Decimal(10), "title": "Fleet of 50"}
    actions.edit_opportunity(seen, changes=changes, by=by, at=LATER)
    now = fresh(seen)
    assert (now.title, now.probability, now.probability_source) == ("Fleet of 50", 50, "stage")


def test_a_probability_that_both_changed_is_refused_with_the_others_value(
    cast: Cast, sales: Sales, deal: Deal
) -> None:
    seen, by = deal(), cast.viewer("rob")
    actions.move_opportunity(seen, to=sales.propose, by=by, at=LATER)
    with pytest.raises(journal.Stale) as stale:
        actions.edit_opportunity(seen, changes={"probability": Decimal(33)}, by=by, at=LATER)
    assert stale.value.others == {"probability": Decimal(50)}


def test_reopened_it_weighs_what_its_stage_weighs_by_now(cast: Cast, sales: Sales, deal: Deal) -> None:
    lost, rob = deal(), cast.viewer("rob")
    given = {"closed_on": NOON.date(), "lost_reason": sales.price}
    actions.lose_opportunity(lost, by=rob, at=NOON, **given)
    changes = {"probability": Decimal(20)}
    actions.edit_stage(sales.qualify, changes=changes, by=cast.viewer("ada"), at=LATER)
    actions.reopen_opportunity(fresh(lost), by=rob, at=LATER, reason="They called.")
    assert (fresh(lost).probability, fresh(lost).weighted) == (20, 200)


def test_shares_are_rounded_before_they_are_added_up(cast: Cast, deal: Deal) -> None:
    thirds = dict.fromkeys((cast.rob, cast.sue, cast.nora), Decimal("33.334"))
    thirds[cast.nora] = Decimal("33.332")
    with pytest.raises(actions.CannotSplit, match=r"sum to 99\.99 %"):
        actions.split_opportunity(deal(), shares=thirds, by=cast.viewer("rob"), at=LATER)
    tiny = {cast.rob: Decimal("99.999"), cast.sue: Decimal("0.001")}
    with pytest.raises(actions.CannotSplit, match=r"^Sue's share must be more than nothing\.$"):
        actions.split_opportunity(deal(), shares=tiny, by=cast.viewer("rob"), at=LATER)
    assert not OpportunitySplit.objects.exists()


def test_a_draft_that_its_owner_deleted_is_restored_by_its_owner(cast: Cast, deal: Deal) -> None:
    draft = deal(is_draft=True)
    actions.delete_opportunity(draft, by=cast.viewer("rob"), at=LATER)
    with pytest.raises(Refused, match="A draft is its owner's alone"):
        actions.restore_opportunity(fresh(draft), by=cast.viewer("ada"), at=LATER)
    actions.restore_opportunity(fresh(draft), by=cast.viewer("rob"), at=LATER + timedelta(hours=1))
    assert fresh(draft).deleted_at is None


def test_lines_too_large_to_add_up_are_refused_in_words(cast: Cast, deal: Deal) -> None:
    with building():
        bike = Product.objects.create(code="B1", name="City bike", created_at=NOON)
    most = Decimal("99999999999999")
    with pytest.raises(Invalid) as invalid:
        lines = [actions.Line(bike, most, most)]
        actions.set_lines(deal(), lines=lines, by=cast.viewer("rob"), at=LATER)
    assert list(invalid.value.fields) == ["amount"]


def test_the_same_lines_again_leave_no_entry(cast: Cast, deal: Deal) -> None:
    with building():
        bike = Product.objects.create(code="B1", name="City bike", created_at=NOON)
    opportunity, rob = deal(), cast.viewer("rob")
    lines = [actions.Line(bike, Decimal(2), Decimal("9.5"))]
    actions.set_lines(opportunity, lines=lines, by=rob, at=LATER)
    entries = Entry.objects.count()
    same = [actions.Line(bike, Decimal("2.00"), Decimal("9.50"), id=OpportunityLine.objects.get().pk)]
    assert actions.set_lines(fresh(opportunity), lines=same, by=rob, at=LATER) is None
    assert Entry.objects.count() == entries


def test_a_bulk_move_previews_a_draft_as_the_move_takes_it(cast: Cast, sales: Sales, deal: Deal) -> None:
    draft = deal("ada", is_draft=True, amount=None)
    change = actions.BulkChange(stage=sales.propose)
    (step,) = actions.preview_bulk_change(cast.viewer("ada"), [draft], change)
    assert (step.refused, step.changes) == ("", True)
    actions.bulk_change([draft], change=change, by=cast.viewer("ada"), at=LATER)
    assert fresh(draft).stage == sales.propose


def test_an_amount_that_becomes_nothing_or_zero_is_told(cast: Cast, deal: Deal) -> None:
    opportunity, rob = deal(amount=None), cast.viewer("rob")
    for hour, amount in enumerate((Decimal(0), None), start=1):
        at = NOON + timedelta(hours=hour)
        actions.edit_opportunity(fresh(opportunity), changes={"amount": amount}, by=rob, at=at)
    told = [
        (field.before, field.after)
        for change in queries.opportunity_history(opportunity)
        for field in change.fields
        if field.name == "amount"
    ]
    assert told == [(0, None), (None, 0)]


def test_nothing_new_is_given_to_somebody_who_left_or_put_into_a_retired_stage(cast, sales, deal) -> None:
    with building():
        Person.objects.filter(pk=cast.sue.pk).update(is_active=False)
        Stage.objects.filter(pk=sales.propose.pk).update(is_active=False)
    with pytest.raises(CannotReassign, match="Sue is deactivated"):
        deal("sue")
    with pytest.raises(actions.CannotMove, match="Propose is not in use any more"):
        deal(stage=Stage.objects.get(pk=sales.propose.pk))


def test_who_supervises_a_place_creates_work_there(cast, sales) -> None:
    with building():
        Supervision.objects.create(person=cast.mona, location=cast.asia)
    new = actions.NewOpportunity("In Asia", cast.nora, sales.qualify, "EUR")
    actions.create_opportunity(new, by=cast.viewer("mona"), at=NOON)
    assert Opportunity.objects.get().location == cast.asia


def test_an_amount_and_its_currency_are_one_thing_to_two_editors(cast: Cast, deal: Deal) -> None:
    mine = deal()
    yours = fresh(mine)
    actions.edit_opportunity(yours, changes={"currency": "USD"}, by=cast.viewer("mona"), at=LATER)
    with pytest.raises(journal.Stale) as stale:
        actions.edit_opportunity(mine, changes={"amount": Decimal(2000)}, by=cast.viewer("rob"), at=LATER)
    assert stale.value.others == {"currency": "USD"}
    agreed = {"amount": Decimal(2000), "currency": "USD"}
    actions.edit_opportunity(mine, changes=agreed, by=cast.viewer("rob"), at=LATER)
    assert (fresh(mine).amount, fresh(mine).currency) == (Decimal(2000), "USD")


def test_taking_a_bulk_change_back_takes_the_permission_that_it_took(cast: Cast, deal: Deal) -> None:
    with building():
        cast.rob.can_bulk_edit = True
        cast.rob.save()
    batch = actions.bulk_change(
        [deal()], change=actions.BulkChange(changes={"next_step": "Call"}), by=cast.viewer("rob"), at=LATER
    )
    with building():
        cast.rob.can_bulk_edit = False
        cast.rob.save()
    with pytest.raises(Refused, match="edit many records at once"):
        journal.undo_batch(batch, by=cast.viewer("rob"), at=LATER)
