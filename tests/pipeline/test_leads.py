"""Leads, from the first call to an opportunity."""

from datetime import date
from decimal import Decimal

import pytest

from fairlead.access import Refused
from fairlead.customers.models import Company, Contact
from fairlead.kit.validation import Invalid
from fairlead.pipeline import actions, queries
from fairlead.pipeline.models import Lead, Opportunity
from tests.cast import NOON, Cast

from .conftest import LATER, Sales


def new_lead(cast: Cast, **given: str) -> Lead:
    names = given or {"name": "Ines Duarte", "company_name": "Velo Lisboa"}
    event = actions.create_lead(actions.NewLead(cast.rob, **names), by=cast.viewer("rob"), at=NOON)
    return Lead.objects.get(pk=event.lead_id)


def test_qualifying_makes_company_contact_and_opportunity_in_one_step(cast: Cast, sales: Sales) -> None:
    lead = new_lead(cast)
    into = actions.NewFromLead(
        stage=sales.qualify, title="Forty city bikes", currency="EUR", amount=Decimal(40_000),
        expected_close_on=date(2026, 6, 30),
    )  # fmt: skip
    actions.qualify_lead(lead, into=into, by=cast.viewer("rob"), at=LATER)
    lead.refresh_from_db()
    opportunity = Opportunity.objects.get()
    assert (lead.state, lead.closed_at) == ("qualified", LATER)
    assert (lead.company, lead.contact) == (Company.objects.get(), Contact.objects.get())
    assert (opportunity.lead, opportunity.company, opportunity.owner) == (lead, lead.company, cast.rob)
    assert [link.contact for link in opportunity.contacts.all()] == [lead.contact]
    assert {change.action for change in queries.opportunity_history(opportunity)} == {"lead.qualified"}


def test_a_lead_names_somebody(cast: Cast) -> None:
    with pytest.raises(Invalid) as problem:
        actions.create_lead(actions.NewLead(cast.rob), by=cast.viewer("rob"), at=NOON)
    assert problem.value.fields == {"name": "Enter the name of a person or of a company."}


def test_a_disqualified_lead_can_be_reopened_and_a_qualified_one_goes_on(cast: Cast, sales: Sales) -> None:
    lead, rob = new_lead(cast), cast.viewer("rob")
    actions.disqualify_lead(lead, by=rob, at=LATER, reason="A student.")
    lead.refresh_from_db()
    actions.reopen_lead(lead, by=rob, at=LATER)
    lead.refresh_from_db()
    actions.qualify_lead(lead, into=actions.NewFromLead(), by=rob, at=LATER)
    lead.refresh_from_db()
    with pytest.raises(Refused, match="go on with its opportunity"):
        actions.reopen_lead(lead, by=rob, at=LATER)


def test_leads_keep_within_reach(cast: Cast) -> None:
    new_lead(cast)
    counts = {name: queries.leads(cast.viewer(name)).count() for name in ("rob", "mona", "sue", "ada")}
    assert counts == {"rob": 1, "mona": 1, "sue": 0, "ada": 1}
