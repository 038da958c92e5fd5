"""Reads of companies and contacts; every function takes the viewer first and returns what is in their reach."""

from datetime import datetime

from django.db.models import Q, QuerySet

from fairlead import journal
from fairlead.access import OutOfReach, Viewer
from fairlead.customers.models import Company, Contact


def companies(viewer: Viewer, *, as_of: datetime | None = None, deleted: bool = False) -> QuerySet[Company]:
    """Return the companies that a viewer sees, or saw at a moment; the base of every list."""
    found = Company.objects.filter(viewer.reach.q("company"), deleted_at__isnull=not deleted)
    return journal.as_of(found, as_of) if as_of else found


def company(viewer: Viewer, pk: int, *, seen: int | None = None, as_of: datetime | None = None) -> Company:
    """Return one company, deleted or not.

    :param seen: the version that the caller last saw, for an action to compare.
    :raises OutOfReach: when there is none with this id for this viewer.
    """
    found = Company.objects.filter(viewer.reach.q("company"), pk=pk)
    found = found.select_related("industry", "company_type", "owner", "location", "parent")
    row = (journal.as_of(found, as_of) if as_of else found).first()
    if row is None:
        raise OutOfReach("There is no such company.")
    if seen is not None:
        row.version = seen
    return row


def contacts(viewer: Viewer, *, as_of: datetime | None = None, deleted: bool = False) -> QuerySet[Contact]:
    """Return the contacts that a viewer sees: their own, shared ones, and those of companies they see."""
    found = Contact.objects.filter(_contacts_within(viewer), deleted_at__isnull=not deleted)
    return journal.as_of(found, as_of) if as_of else found


def contact(viewer: Viewer, pk: int, *, seen: int | None = None, as_of: datetime | None = None) -> Contact:
    """Return one contact, deleted or not.

    :raises OutOfReach: when there is none with this id for this viewer.
    """
    found = Contact.objects.filter(_contacts_within(viewer), pk=pk).select_related("company", "owner")
    row = (journal.as_of(found, as_of) if as_of else found).first()
    if row is None:
        raise OutOfReach("There is no such contact.")
    if seen is not None:
        row.version = seen
    return row


def _contacts_within(viewer: Viewer) -> Q:
    reach = viewer.reach
    if reach.everyone:
        return Q()
    own = reach.q("contact", location=None)
    return own | reach.q(
        "company", owner="company__owner_id", location="company__location_id", pk="company_id"
    )
