"""Companies within the viewer's reach."""

from datetime import datetime

from django.db.models import QuerySet

from fairlead import journal
from fairlead.access import OutOfReach, Viewer
from fairlead.customers.models import Company
from fairlead.kit import lookup

_SHOWN = ("industry", "company_type", "owner", "location", "parent", "merged_into")


def companies(viewer: Viewer, *, as_of: datetime | None = None, deleted: bool = False) -> QuerySet[Company]:
    """Return the companies that a viewer sees, or saw at a moment; those that were deleted, if asked for."""
    rows = Company.objects.within(viewer)
    rows = rows.exclude(deleted_at=None) if deleted else rows.existing()
    return journal.as_of(rows, as_of) if as_of else rows


def company(viewer: Viewer, pk: int, *, seen: int | None = None, as_of: datetime | None = None) -> Company:
    """Return one company with what its page shows; a deleted one too, so that it can be restored.

    :param seen: the version that the caller last saw, for an action to compare.
    :raises OutOfReach: when there is none with this id that the viewer sees.
    """
    if as_of:
        rows = journal.as_of(Company.objects.within(viewer), as_of)
        found = rows.select_related(*_SHOWN).filter(pk=pk).first()
    else:
        found = lookup.find(Company, pk, beside=_SHOWN)
        found = found if found is not None and _is_within(viewer, found) else None
    if found is None:
        raise OutOfReach("There is no such company.")
    if seen is not None:
        found.version = seen
    return found


def _is_within(viewer: Viewer, row: Company) -> bool:
    """Tell whether a viewer may see a company: the same answer as ``within``, for a row at hand."""
    return viewer.reach.holds("company", pk=row.pk, owner_id=row.owner_id, location_id=row.location_id)


def subsidiaries(viewer: Viewer, company: Company, *, as_of: datetime | None = None) -> QuerySet[Company]:
    """Return the companies right below one, by name."""
    return companies(viewer, as_of=as_of).filter(parent=company.pk).order_by("name", "pk")


def company_history(viewer: Viewer, company: Company) -> list[journal.Change]:
    """Return what happened to a company that the viewer has reached, newest first."""
    del viewer
    return journal.history(company)
