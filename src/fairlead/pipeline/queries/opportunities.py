"""Opportunities within the viewer's reach: one, many, as of a day, with their parts and their history."""

from datetime import datetime

from django.db.models import Q, QuerySet

from fairlead import journal
from fairlead.access import OutOfReach, Viewer
from fairlead.kit import lookup
from fairlead.kit.among import Among
from fairlead.kit.remembering import remembered
from fairlead.pipeline.models import (
    Opportunity,
    OpportunityContact,
    OpportunityLine,
    OpportunitySplit,
    Outcome,
)

FEW = 2_000

_SHOWN = (
    "company",
    "owner",
    "team",
    "location",
    "stage__pipeline",
    "source",
    "campaign",
    "lost_reason",
    "competitor",
)


def within(viewer: Viewer) -> Q:
    """Return the condition for opportunities that a viewer may see: by owner, location, share and split."""
    reach = viewer.reach
    if reach.everyone:
        return reach.q("opportunity", draft="is_draft")
    published = reach.q("opportunity") | _has_share(reach.owners)
    return published & (Q(is_draft=False) | Q(owner_id=reach.self_id))


def _has_share(owners: frozenset[int]) -> Q:
    """Return the condition that one of these people has a share in an opportunity's split.

    A database that knows the keys joins them with what the owners' index says, and looks at no other row.
    """
    parts = OpportunitySplit.objects.filter(person__in=sorted(owners)).values("opportunity_id")
    few = _few_shared(owners)
    return Q(pk__in=parts) if few is None else Q(Among("pk", few))


@remembered
def _few_shared(owners: frozenset[int]) -> list[int] | None:
    """Return the keys of the opportunities in whose split they have a share, unless they are many."""
    parts = OpportunitySplit.objects.filter(person__in=sorted(owners)).order_by()
    keys = list(parts.values_list("opportunity_id", flat=True)[: FEW + 1])
    return keys if len(keys) <= FEW else None


def opportunities(
    viewer: Viewer, *, as_of: datetime | None = None, deleted: bool = False
) -> QuerySet[Opportunity]:
    """Return the opportunities that a viewer sees, or saw at a moment; the base of every list.

    :param deleted: those that were deleted, instead of those that were not.
    """
    found = Opportunity.objects.filter(within(viewer), deleted_at__isnull=not deleted)
    return journal.as_of(found, as_of) if as_of else found


def opportunity(
    viewer: Viewer, pk: int, *, seen: int | None = None, as_of: datetime | None = None, bare: bool = False
) -> Opportunity:
    """Return one opportunity with what its page shows, deleted or not.

    :param seen: the version that the caller last saw, for an action to compare.
    :param bare: without what it refers to, for an action that needs none of it.
    :raises OutOfReach: when there is none with this id for this viewer.
    """
    if bare and as_of is None:
        row = lookup.find(Opportunity, pk)
        row = row if row is not None and _is_within(viewer, row) else None
    else:
        found = Opportunity.objects.filter(within(viewer), pk=pk)
        found = found if bare else found.select_related(*_SHOWN)
        row = (journal.as_of(found, as_of) if as_of else found).first()
    if row is None:
        raise OutOfReach("There is no such opportunity.")
    if seen is not None:
        row.version = seen
    return row


def _is_within(viewer: Viewer, row: Opportunity) -> bool:
    """Tell whether a viewer may see an opportunity: the same answer as :func:`within`, for a row at hand."""
    reach = viewer.reach
    if row.is_draft and row.owner_id != reach.self_id:
        return False
    if reach.holds("opportunity", pk=row.pk, owner_id=row.owner_id, location_id=row.location_id):
        return True
    return OpportunitySplit.objects.filter(opportunity_id=row.pk, person__in=sorted(reach.owners)).exists()


def with_parts(
    opportunity: Opportunity, *, as_of: datetime | None = None
) -> tuple[list[OpportunityLine], list[OpportunitySplit], list[OpportunityContact]]:
    """Return the lines, the split and the contacts of an opportunity that was reached already."""
    pk = opportunity.pk
    lines = OpportunityLine.objects.filter(opportunity_id=pk).select_related("product")
    splits = OpportunitySplit.objects.filter(opportunity_id=pk).select_related("person")
    contacts = OpportunityContact.objects.filter(opportunity_id=pk).select_related("contact")
    if as_of is None:
        return list(lines), list(splits), list(contacts)
    return (
        list(journal.as_of(lines, as_of)),
        list(journal.as_of(splits, as_of)),
        list(journal.as_of(contacts, as_of)),
    )


def opportunity_history(opportunity: Opportunity) -> list[journal.Change]:
    """Return what happened to an opportunity that was reached already, and to its parts, newest first."""
    return journal.history(
        opportunity,
        (OpportunityLine, "opportunity"),
        (OpportunitySplit, "opportunity"),
        (OpportunityContact, "opportunity"),
    )


def open_beside(viewer: Viewer, opportunity: Opportunity, *, limit: int = 5) -> list[Opportunity]:
    """Return other open opportunities of the same company."""
    if opportunity.company_id is None:
        return []
    found = opportunities(viewer).filter(company_id=opportunity.company_id, outcome=Outcome.OPEN)
    return list(
        found.exclude(pk=opportunity.pk).select_related("stage", "owner").order_by("-amount", "id")[:limit]
    )
