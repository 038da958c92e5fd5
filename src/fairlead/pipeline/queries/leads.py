"""Leads within the viewer's reach."""

from datetime import datetime

from django.db.models import QuerySet

from fairlead import journal
from fairlead.access import OutOfReach, Viewer
from fairlead.pipeline.models import Lead


def leads(viewer: Viewer, *, as_of: datetime | None = None, deleted: bool = False) -> QuerySet[Lead]:
    """Return the leads that a viewer sees, or saw at a moment; the base of every list."""
    found = Lead.objects.filter(viewer.reach.q("lead"), deleted_at__isnull=not deleted)
    return journal.as_of(found, as_of) if as_of else found


def lead(viewer: Viewer, pk: int, *, seen: int | None = None, as_of: datetime | None = None) -> Lead:
    """Return one lead with what its page shows, deleted or not.

    :param seen: the version that the caller last saw, for an action to compare.
    :raises OutOfReach: when there is none with this id for this viewer.
    """
    shown = ("owner", "location", "source", "campaign", "status", "rating", "company", "contact")
    found = Lead.objects.filter(viewer.reach.q("lead"), pk=pk).select_related(*shown)
    row = (journal.as_of(found, as_of) if as_of else found).first()
    if row is None:
        raise OutOfReach("There is no such lead.")
    if seen is not None:
        row.version = seen
    return row


def lead_history(lead: Lead) -> list[journal.Change]:
    """Return what happened to a lead that was reached already, newest first."""
    return journal.history(lead)
