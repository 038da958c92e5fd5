"""The database weighs as a careful clerk with decimals does, on either database, for every amount."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fairlead.kit.money import AmountField
from fairlead.pipeline.models import Opportunity
from tests.cast import NOON, Cast, building

from .conftest import Sales

pytestmark = pytest.mark.django_db

MOST = AmountField.limit
amounts = st.none() | st.decimals(-MOST, MOST, places=4)
percents = st.decimals(0, 100, places=2)
outcomes = st.sampled_from(["open", "won", "lost", "void"])
rows_ = st.lists(st.tuples(amounts, percents, outcomes), min_size=1, max_size=8)


def by_hand(amount: Decimal | None, probability: Decimal, outcome: str) -> Decimal | None:
    if amount is None:
        return None
    share = {"open": probability, "won": Decimal(100)}.get(outcome, Decimal(0))
    return (amount * share / 100).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)  # away from zero


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows_)
@example(rows=[(MOST, Decimal("99.99"), "open"), (-MOST, Decimal("0.01"), "open")])
@example(rows=[(Decimal("0.0001"), Decimal(50), "open"), (Decimal("-0.0001"), Decimal(50), "open")])
def test_weighted_amounts_and_their_sum(cast: Cast, sales: Sales, rows: list) -> None:
    rows = [row for row in rows if not (row[0] is None and row[2] == "won")]
    with building():
        Opportunity.objects.all().delete()
        made = Opportunity.objects.bulk_create(
            Opportunity(
                title="x",
                owner=cast.rob,
                stage=sales.qualify,
                stage_since=NOON,
                created_at=NOON,
                currency="EUR",
                amount=amount,
                probability=probability,
                outcome=outcome,
                closed_on=None if outcome == "open" else NOON.date(),
            )
            for amount, probability, outcome in rows
        )
    expected = [by_hand(*row) for row in rows]
    stored = Opportunity.objects.in_bulk([each.pk for each in made])
    assert [stored[each.pk].weighted for each in made] == expected
    assert [stored[each.pk].amount for each in made] == [row[0] for row in rows]
    known = [value for value in expected if value is not None]
    found = Opportunity.objects.aggregate(n=Sum("weighted"))["n"]
    assert found == (sum(known, Decimal(0)) if known else None)
