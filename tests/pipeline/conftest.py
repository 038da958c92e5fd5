"""A pipeline of three stages, and Rob's opportunity in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from fairlead.pipeline import actions
from fairlead.pipeline.models import Opportunity, Phase, Pipeline, Stage
from fairlead.vocabulary.models import ReferenceList, ReferenceValue
from tests.cast import NOON, Cast, building


@dataclass(slots=True)
class Sales:
    """The sales process of these tests."""

    qualify: Stage
    propose: Stage
    close: Stage
    price: ReferenceValue
    rival: ReferenceValue


@pytest.fixture
def sales(cast: Cast) -> Sales:
    """Qualify 10 %, Propose 50 % (asks for an amount), Close 90 % (asks for amount and date)."""
    with building():
        pipeline = Pipeline.objects.create(name="Sales")
        stages = [
            Stage.objects.create(
                pipeline=pipeline,
                name=name,
                order=order,
                phase=phase,
                probability=Decimal(p),
                required_fields=needs,
            )
            for order, (name, phase, p, needs) in enumerate(
                [
                    ("Qualify", Phase.ENQUIRY, 10, []),
                    ("Propose", Phase.PROPOSAL, 50, ["amount"]),
                    ("Close", Phase.PROPOSAL, 90, ["amount", "expected_close_on"]),
                ]
            )
        ]
        price = ReferenceValue.objects.create(list=ReferenceList.LOST_REASON, label="Price")
        rival = ReferenceValue.objects.create(list=ReferenceList.COMPETITOR, label="Rival")
    return Sales(*stages, price=price, rival=rival)


@pytest.fixture
def deal(cast: Cast, sales: Sales) -> Callable[..., Opportunity]:
    """Return a function that creates an opportunity: Rob's “Fleet of 40” over 1,000 EUR by default."""

    def create(owner: str = "rob", **fields: Any) -> Opportunity:
        given = {
            "title": "Fleet of 40",
            "stage": sales.qualify,
            "currency": "EUR",
            "amount": Decimal(1000),
        } | fields
        new = actions.NewOpportunity(owner=cast.person(owner), **given)
        event = actions.create_opportunity(new, by=cast.viewer(owner), at=NOON)
        return Opportunity.objects.get(pk=event.opportunity_id)

    return create


LATER = NOON + timedelta(days=1)
