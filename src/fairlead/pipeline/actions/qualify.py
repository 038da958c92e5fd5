"""Qualify a lead: company, contact and opportunity in one step, with the link kept."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from fairlead.access import Viewer
from fairlead.customers import actions as customers
from fairlead.customers.models import Company, Contact
from fairlead.journal import action
from fairlead.kit.errors import RuleBroken
from fairlead.pipeline import rules
from fairlead.pipeline.events import LeadQualified
from fairlead.pipeline.models import Lead, LeadState, Opportunity, Stage

from .create import NewOpportunity, create_opportunity


class CannotQualify(RuleBroken):
    """There is nothing that could be made of the lead."""


@dataclass(frozen=True, slots=True)
class NewFromLead:
    """What to make of a lead.

    :param company: an existing company to link; by default one is made from the lead's company name.
    :param contact: an existing contact to link; by default one is made from the lead's person.
    :param stage: where the new opportunity starts; without a stage none is made.
    """

    company: Company | None = None
    contact: Contact | None = None
    stage: Stage | None = None
    title: str = ""
    currency: str = ""
    amount: Decimal | None = None
    expected_close_on: date | None = None


@action("lead.qualified", rule=rules.may_edit_lead, touches=("state",))
def qualify_lead(lead: Lead, *, into: NewFromLead, by: Viewer, at: datetime) -> LeadQualified:
    """Make or link company, contact and opportunity, and close the lead as qualified.

    :raises CannotQualify: when there is neither a company nor a name to make one of.
    """
    company = into.company or _new_company(lead, by, at)
    contact = into.contact or _new_contact(lead, company, by, at)
    lead.state, lead.closed_at, lead.company, lead.contact = LeadState.QUALIFIED, at, company, contact
    lead.save()
    opportunity_id = _new_opportunity(lead, company, into, by, at) if into.stage else None
    if opportunity_id and contact:
        Opportunity.objects.get(pk=opportunity_id).contacts.create(contact=contact)
    return LeadQualified(lead.pk, company.pk, contact.pk if contact else None, opportunity_id)


def _new_company(lead: Lead, by: Viewer, at: datetime) -> Company:
    if not lead.company_name and not lead.name:
        raise CannotQualify(
            "Choose a company, or name one in the lead.", fields={"company": "Choose a company."}
        )
    new = customers.NewCompany(
        lead.company_name or lead.name,
        owner=lead.owner,
        location=lead.location,
        details={"city": lead.city, "country": lead.country, "phone": "" if lead.name else lead.phone},
    )
    return Company.objects.get(pk=customers.create_company(new, by=by, at=at).company_id)


def _new_contact(lead: Lead, company: Company, by: Viewer, at: datetime) -> Contact | None:
    if not lead.name:
        return None
    details = {"job_title": lead.job_title, "email": lead.email, "phone": lead.phone}
    new = customers.NewContact(lead.name, company=company, owner=lead.owner, details=details)
    return Contact.objects.get(pk=customers.create_contact(new, by=by, at=at).contact_id)


def _new_opportunity(lead: Lead, company: Company, into: NewFromLead, by: Viewer, at: datetime) -> int:
    assert into.stage is not None  # noqa: S101 -- the caller looked
    new = NewOpportunity(
        title=into.title or f"{company.name}",
        owner=lead.owner,
        stage=into.stage,
        currency=into.currency,
        amount=into.amount,
        company=company,
        expected_close_on=into.expected_close_on,
        location=lead.location,
        lead=lead,
        details={"source": lead.source, "campaign": lead.campaign},
    )
    return create_opportunity(new, by=by, at=at).opportunity_id
