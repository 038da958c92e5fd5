"""Contacts within the viewer's reach: those of their companies, and their own."""

from datetime import datetime

from django.db.models import Q, QuerySet

from fairlead import journal
from fairlead.access import OutOfReach, Viewer
from fairlead.customers.models import Company, Contact


def contacts(
    viewer: Viewer, *, as_of: datetime | None = None, include_deleted: bool = False
) -> QuerySet[Contact]:
    """Return the contacts that a viewer sees, without the deleted ones; as they were at a moment, if given."""
    rows = Contact.objects.filter(_within(viewer))
    if not include_deleted:
        rows = rows.filter(deleted_at=None)
    return journal.as_of(rows, as_of) if as_of else rows


def contact(viewer: Viewer, pk: int, *, as_of: datetime | None = None) -> Contact:
    """Return one contact with what its page shows; a deleted one too, so that it can be restored.

    :raises OutOfReach: when there is none with this id that the viewer sees.
    """
    rows = contacts(viewer, as_of=as_of, include_deleted=True)
    found = rows.select_related("company", "owner", "merged_into").filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such contact.")
    return found


def contacts_of(viewer: Viewer, company: Company, *, as_of: datetime | None = None) -> QuerySet[Contact]:
    """Return the contacts at a company, by name."""
    return contacts(viewer, as_of=as_of).filter(company=company.pk).order_by("name", "pk")


def contact_history(viewer: Viewer, contact: Contact) -> list[journal.Change]:
    """Return what happened to a contact that the viewer has reached, newest first."""
    del viewer
    return journal.history(contact)


def _within(viewer: Viewer) -> Q:
    if viewer.reach.everyone:
        return Q()
    by_company = viewer.reach.q(
        "company", owner="company__owner_id", location="company__location_id", pk="company_id"
    )
    return by_company | viewer.reach.q("contact", location=None)
