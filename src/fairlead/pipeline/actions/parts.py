"""Set the lines and the contacts of an opportunity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from fairlead.access import Viewer
from fairlead.customers.models import Contact
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.pipeline import rules
from fairlead.pipeline.events import OpportunityPartsChanged
from fairlead.pipeline.models import Opportunity, OpportunityContact, OpportunityLine
from fairlead.products.models import Product


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it should be; an id keeps the line that it names."""

    product: Product
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal = Decimal(0)
    id: int | None = None


@action("opportunity.lines_set", rule=rules.may_edit, verb="changed the lines of", touches=("amount",))
def set_lines(
    opportunity: Opportunity, *, lines: Sequence[Line], by: Viewer, at: datetime, sets_amount: bool = True
) -> OpportunityPartsChanged | None:
    """Replace the lines; the amount becomes their sum, unless told otherwise.

    :raises kit.validation.Invalid: when a line or the sum holds what it cannot hold.
    """
    before = {line.pk: line for line in opportunity.lines.all()}
    was = opportunity.amount, {pk: _facts(line) for pk, line in before.items()}
    kept = []
    for position, wanted in enumerate(lines):
        line = before.get(wanted.id or 0) or OpportunityLine(opportunity=opportunity)
        line.product, line.position, line.quantity = wanted.product, position, wanted.quantity
        line.unit_price, line.discount = wanted.unit_price, wanted.discount
        validation.save(line)
        kept.append(line)
    for pk in before.keys() - {line.pk for line in kept}:
        before[pk].delete()
    if sets_amount and kept:
        opportunity.amount = sum((line.total for line in kept), Decimal(0))
        validation.save(opportunity)
    now = opportunity.amount, {line.pk: _facts(line) for line in kept}
    return OpportunityPartsChanged(opportunity.pk, "lines") if now != was else None


def _facts(line: OpportunityLine) -> tuple[object, ...]:
    return line.product_id, line.position, line.quantity, line.unit_price, line.discount


@action("opportunity.contacts_set", rule=rules.may_work_on, verb="changed the contacts of")
def set_contacts(
    opportunity: Opportunity, *, parts: Mapping[Contact, str], by: Viewer, at: datetime
) -> OpportunityPartsChanged | None:
    """Replace the contacts, each with the part that they have in the decision."""
    before = {link.contact_id: link for link in opportunity.contacts.all()}
    wanted = {contact.pk: part for contact, part in parts.items()}
    if {pk: link.part for pk, link in before.items()} == wanted:
        return None
    for pk in before.keys() - wanted.keys():
        before[pk].delete()
    for pk, part in wanted.items():
        link = before.get(pk) or OpportunityContact(opportunity=opportunity, contact_id=pk)
        link.part = part
        link.save()
    return OpportunityPartsChanged(opportunity.pk, "contacts")
