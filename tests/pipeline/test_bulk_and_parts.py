"""Many at once, and what belongs to one."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from fairlead import journal
from fairlead.access import Refused
from fairlead.kit.money import Money
from fairlead.pipeline import actions, queries, rates
from fairlead.pipeline.models import Opportunity, OpportunityLine
from fairlead.products.models import Product
from tests.cast import NOON, Cast, building

from .conftest import LATER, Sales

Deal = Callable[..., Opportunity]


def test_a_bulk_change_is_looked_at_done_and_taken_back(cast: Cast, sales: Sales, deal: Deal) -> None:
    deals = [deal(title=name) for name in "ABC"]
    change = actions.BulkChange(owner=cast.sue)
    preview = actions.preview_bulk_change(cast.viewer("ada"), deals, change)
    assert [(step.before, step.after, step.changes) for step in preview] == [("Rob", "Sue", True)] * 3
    batch = actions.bulk_change(deals, change=change, by=cast.viewer("ada"), at=LATER)
    assert set(Opportunity.objects.values_list("owner__name", "team__name")) == {("Sue", "South")}
    done = journal.undo_batch(batch, by=cast.viewer("ada"), at=LATER)
    assert done.restored == {"opportunity": 3}
    assert set(Opportunity.objects.values_list("owner__name", "team__name")) == {("Rob", "North")}


def test_a_bulk_change_is_whole_or_nothing(cast: Cast, sales: Sales, deal: Deal) -> None:
    deals = [deal(title="Has amount"), deal(title="Has none", amount=None)]
    change = actions.BulkChange(stage=sales.propose)
    preview = actions.preview_bulk_change(cast.viewer("ada"), deals, change)
    assert [step.refused for step in preview] == ["", "Propose needs: amount."]
    with pytest.raises(actions.CannotMove, match="Has none: Propose needs: amount"):
        actions.bulk_change(deals, change=change, by=cast.viewer("ada"), at=LATER)
    assert set(Opportunity.objects.values_list("stage__name", flat=True)) == {"Qualify"}


def test_bulk_changes_need_the_permission(cast: Cast, deal: Deal) -> None:
    with pytest.raises(Refused, match="edit many records at once"):
        actions.bulk_change(
            [deal()], change=actions.BulkChange(owner=cast.sue), by=cast.viewer("rob"), at=LATER
        )


def test_the_amount_is_the_sum_of_the_lines(cast: Cast, deal: Deal) -> None:
    opportunity = deal()
    with building():
        bike = Product.objects.create(code="B1", name="City bike", created_at=NOON)
    lines = [
        actions.Line(bike, Decimal(3), Decimal("333.33"), Decimal(10)),
        actions.Line(bike, Decimal(1), Decimal(5)),
    ]
    actions.set_lines(opportunity, lines=lines, by=cast.viewer("rob"), at=LATER)
    opportunity.refresh_from_db()
    assert opportunity.amount == Decimal("904.991")
    kept = OpportunityLine.objects.order_by("position").last()
    opportunity.refresh_from_db()
    actions.set_lines(
        opportunity,
        lines=[actions.Line(bike, Decimal(2), Decimal(5), id=kept.pk)],
        by=cast.viewer("rob"),
        at=LATER,
    )
    assert [(line.pk, line.total) for line in OpportunityLine.objects.all()] == [(kept.pk, 10)]


def test_the_board_tells_the_truth_about_whole_columns(cast: Cast, sales: Sales, deal: Deal) -> None:
    for amount in (100, 200, 300):
        deal(amount=Decimal(amount))
    deal(amount=Decimal(50), currency="USD")
    deal("sue", amount=Decimal(9999))
    rows = queries.opportunities(cast.viewer("rob"))
    board = queries.board(rows, sales.qualify.pipeline, cards=2)
    head = board.columns[0]
    assert (head.count, len(head.cards), head.has_more) == (4, 2, True)
    assert head.amounts == (Money(Decimal(600), "EUR"), Money(Decimal(50), "USD"))
    assert head.weighted == (Money(Decimal(60), "EUR"), Money(Decimal(5), "USD"))
    assert [column.count for column in board.columns] == [4, 0, 0]


def test_win_rates_are_learned_from_what_closed(cast: Cast, sales: Sales, deal: Deal, monkeypatch) -> None:
    monkeypatch.setattr(rates, "ENOUGH", 4)
    rob = cast.viewer("rob")
    for number in range(4):
        opportunity = deal(title=f"Deal {number}")
        if number < 2:
            actions.move_opportunity(opportunity, to=sales.propose, by=rob, at=LATER)
            opportunity.refresh_from_db()
        if number == 0:
            actions.win_opportunity(opportunity, by=rob, at=LATER, closed_on=LATER.date())
        else:
            actions.lose_opportunity(
                opportunity, by=rob, at=LATER, closed_on=LATER.date(), lost_reason=sales.price
            )
    actions.learn_rates([sales.qualify.pipeline], by=cast.viewer("ada"), at=LATER)
    sales.qualify.refresh_from_db()
    sales.propose.refresh_from_db()
    assert (sales.qualify.learned_probability, sales.propose.learned_probability) == (Decimal(25), None)
