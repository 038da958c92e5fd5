"""Contacts within the viewer's reach: those of their companies, and their own."""

from datetime import datetime

from django.db.models import QuerySet

from fairlead import journal
from fairlead.access import OutOfReach, Viewer
from fairlead.customers.models import Company, Contact


def contacts(viewer: Viewer, *, as_of: datetime | None = None, deleted: bool = False) -> QuerySet[Contact]:
    """Return the contacts that a viewer sees, or saw at a moment; those that were deleted, if asked for."""
    rows = Contact.objects.within(viewer)
    rows = rows.exclude(deleted_at=None) if deleted else rows.existing()
    return journal.as_of(rows, as_of) if as_of else rows


def contact(viewer: Viewer, pk: int, *, seen: int | None = None, as_of: datetime | None = None) -> Contact:
    """Return one contact with what its page shows; a deleted one too, so that it can be restored.

    :param seen: the version that the caller last saw, for an action to compare.
    :raises OutOfReach: when there is none with this id that the viewer sees.
    """
    rows: QuerySet[Contact] = Contact.objects.within(viewer)
    if as_of:
        rows = journal.as_of(rows, as_of)
    found = rows.select_related("company", "owner", "merged_into").filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such contact.")
    if seen is not None:
        found.version = seen
    return found


def contacts_of(viewer: Viewer, company: Company, *, as_of: datetime | None = None) -> QuerySet[Contact]:
    """Return the contacts at a company, by name."""
    return contacts(viewer, as_of=as_of).filter(company=company.pk).order_by("name", "pk")


def contact_history(viewer: Viewer, contact: Contact) -> list[journal.Change]:
    """Return what happened to a contact that the viewer has reached, newest first."""
    del viewer
    return journal.history(contact)
