"""The sales process of tests that go through a door: three stages, two customers, lists, currencies."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fairlead.customers import actions as customers
from fairlead.customers.models import Company
from fairlead.pipeline import actions
from fairlead.pipeline.models import Campaign, Opportunity, Phase, Pipeline, Stage
from fairlead.vocabulary.models import Currency, Organisation, ReferenceList, ReferenceValue
from tests.cast import NOON, Cast, building


@dataclass(slots=True)
class Process:
    """Qualify 10 %, Propose 50 % (asks for an amount), Close 90 % (asks for amount and date)."""

    cast: Cast
    qualify: Stage
    propose: Stage
    close: Stage
    price: ReferenceValue
    rival: ReferenceValue
    fair: Campaign

    def company(self, owner: str = "rob", *, name: str = "Acme", **fields: Any) -> Company:
        """Return a new company."""
        new = customers.NewCompany(name=name, owner=self.cast.person(owner), **fields)
        event = customers.create_company(new, by=self.cast.viewer(owner), at=NOON)
        return Company.objects.get(pk=event.company_id)

    def deal(self, owner: str = "rob", *, at: datetime = NOON, **fields: Any) -> Opportunity:
        """Return a new opportunity: “Fleet of 40” over 1,000 EUR in Qualify, unless told otherwise."""
        given = {
            "title": "Fleet of 40",
            "stage": self.qualify,
            "currency": "EUR",
            "amount": Decimal(1000),
            "expected_close_on": date(2026, 6, 30),
        } | fields
        new = actions.NewOpportunity(owner=self.cast.person(owner), **given)
        event = actions.create_opportunity(new, by=self.cast.viewer(owner), at=at)
        return Opportunity.objects.get(pk=event.opportunity_id)


def set_up(cast: Cast) -> Process:
    """Give the cast a sales process to work with."""
    with building():
        Organisation.objects.create(pk=1, name="Bikes", base_currency="EUR")
        for code in ("EUR", "USD"):
            Currency.objects.create(code=code, name=code)
        pipeline = Pipeline.objects.create(name="Sales")
        steps = [
            ("Qualify", Phase.ENQUIRY, 10, []),
            ("Propose", Phase.PROPOSAL, 50, ["amount"]),
            ("Close", Phase.PROPOSAL, 90, ["amount", "expected_close_on"]),
        ]
        stages = [
            Stage.objects.create(
                pipeline=pipeline,
                name=name,
                order=order,
                phase=phase,
                probability=Decimal(p),
                required_fields=needs,
            )
            for order, (name, phase, p, needs) in enumerate(steps)
        ]
        return Process(
            cast,
            *stages,
            price=ReferenceValue.objects.create(list=ReferenceList.LOST_REASON, label="Price"),
            rival=ReferenceValue.objects.create(list=ReferenceList.COMPETITOR, label="Rival"),
            fair=Campaign.objects.create(name="Spring fair"),
        )
