"""Who may do what with customers, each with the reason."""

from typing import Any

from fairlead.access import Permission, Verdict, Viewer, no, yes

from .models import Company, Contact

NOT_YOURS = "Only the owner, their supervisors and administrators can change this; you may read it."


def may_create(viewer: Viewer, draft: Any) -> Verdict:
    """Let people create customers for themselves, for those they supervise, and contacts at their companies.

    :param draft: what is to be created, saved or not: has ``owner_id``, and ``location_id`` or ``company``.
    """
    company = getattr(draft, "company", None)
    if company is not None and _reaches(viewer, company.owner_id, company.location_id):
        return yes()
    if _reaches(viewer, draft.owner_id, getattr(draft, "location_id", None)):
        return yes()
    return no("You can create customers for yourself and for people you supervise.")


def may_edit(viewer: Viewer, record: Company | Contact) -> Verdict:
    """Let the owner, their supervisors and administrators change what was not deleted."""
    if record.merged_into_id is not None:
        return no("This was merged into another record. Undo that first.")
    if record.is_deleted:
        return no("This was deleted. Restore it first.")
    return _may_reach(viewer, record)


def may_reassign(viewer: Viewer, record: Company | Contact) -> Verdict:
    """Let the owner hand over their own, and supervisors and administrators everybody's."""
    return may_edit(viewer, record)


def may_merge(viewer: Viewer, record: Company | Contact) -> Verdict:
    """Let those who may change both records make them one."""
    return may_edit(viewer, record)


def may_delete(viewer: Viewer, record: Company | Contact) -> Verdict:
    """Let those with the permission delete what they may change."""
    return may_edit(viewer, record) & viewer.may(Permission.DELETE)


def may_restore(viewer: Viewer, record: Company | Contact) -> Verdict:
    """Let those who may delete bring back what was deleted, but not what was merged."""
    if not record.is_deleted:
        return no("This is not deleted.")
    if record.merged_into_id is not None:
        return no("This was merged into another record. Undo that instead.")
    return _may_reach(viewer, record) & viewer.may(Permission.DELETE)


def may_undo_merge(viewer: Viewer, record: Company | Contact) -> Verdict:
    """Let those who may change the record take its merge back."""
    return _may_reach(viewer, record) if record.merged_into_id else no("This was not merged.")


def _may_reach(viewer: Viewer, record: Company | Contact) -> Verdict:
    if isinstance(record, Company):
        return yes() if _reaches(viewer, record.owner_id, record.location_id) else no(NOT_YOURS)
    company = record.company
    by_company = company is not None and _reaches(viewer, company.owner_id, company.location_id)
    return yes() if by_company or _reaches(viewer, record.owner_id) else no(NOT_YOURS)


def _reaches(viewer: Viewer, owner_id: int | None, location_id: int | None = None) -> bool:
    """Tell whether work of this owner or in this place is the viewer's to do; what is only shared is not."""
    reach = viewer.reach
    return reach.everyone or owner_id in reach.owners or location_id in reach.locations
