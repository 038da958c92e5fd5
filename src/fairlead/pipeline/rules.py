"""Who may do what in the pipeline, each with the reason."""

from fairlead.access import Permission, Verdict, Viewer, no, yes

from .models import Lead, Opportunity, Outcome

CLOSED = "This opportunity is closed. Reopen it first."


def may_create(viewer: Viewer, draft: object) -> Verdict:
    """Let people create work for themselves and for those whose work they see."""
    reach, owner_id, location_id = (
        viewer.reach,
        getattr(draft, "owner_id", None),
        getattr(draft, "location_id", None),
    )
    if reach.everyone or owner_id in reach.owners or location_id in reach.locations:
        return yes()
    return no("You can create work for yourself and for people you supervise.")


def may_work_on(viewer: Viewer, record: Opportunity | Lead) -> Verdict:
    """Let the owner, their supervisors and administrators work on a record that was not deleted."""
    if record.deleted_at is not None:
        return no("This was deleted. Restore it first.")
    return _may_reach(viewer, record)


def _may_reach(viewer: Viewer, record: Opportunity | Lead) -> Verdict:
    is_draft = getattr(record, "is_draft", False)
    if is_draft and record.owner_id != viewer.reach.self_id and viewer.person_id is not None:
        return no("A draft is its owner's alone.")
    if (
        viewer.reach.everyone
        or record.owner_id in viewer.reach.owners
        or record.location_id in viewer.reach.locations
    ):
        return yes()
    return no("Only the owner, their supervisors and administrators can change this; you may read it.")


def may_edit(viewer: Viewer, opportunity: Opportunity) -> Verdict:
    """Let those who may work on it change an opportunity that is still open."""
    verdict = may_work_on(viewer, opportunity)
    return verdict & (yes() if opportunity.outcome == Outcome.OPEN else no(CLOSED))


def may_move(viewer: Viewer, opportunity: Opportunity) -> Verdict:
    """Let the owner, their supervisors and administrators move an opportunity that is still open."""
    return may_edit(viewer, opportunity)


def may_close(viewer: Viewer, opportunity: Opportunity) -> Verdict:
    """Let them win, lose or void what is open and published."""
    published = no("This is a draft. Publish it first.") if opportunity.is_draft else yes()
    return may_edit(viewer, opportunity) & published


def may_reopen(viewer: Viewer, opportunity: Opportunity) -> Verdict:
    """Let them reopen what is closed."""
    closed = no("This opportunity is open already.") if opportunity.outcome == Outcome.OPEN else yes()
    return may_work_on(viewer, opportunity) & closed


def may_publish(viewer: Viewer, opportunity: Opportunity) -> Verdict:
    """Let its owner publish a draft."""
    draft = yes() if opportunity.is_draft else no("This opportunity is published already.")
    return may_work_on(viewer, opportunity) & draft


def may_reassign(viewer: Viewer, opportunity: Opportunity) -> Verdict:
    """Let the owner hand over their own, and supervisors and administrators everybody's, open or closed."""
    draft = no("A draft is its owner's alone. Publish it first.") if opportunity.is_draft else yes()
    return may_work_on(viewer, opportunity) & draft


def may_split(viewer: Viewer, opportunity: Opportunity) -> Verdict:
    """Let them share out an opportunity, also after it closed: commissions are settled late."""
    return may_work_on(viewer, opportunity)


def may_delete(viewer: Viewer, record: Opportunity | Lead) -> Verdict:
    """Let those with the permission delete what they may work on; nobody needs one for a draft of theirs."""
    return may_work_on(viewer, record) & _may_put_aside(viewer, record)


def may_restore(viewer: Viewer, record: Opportunity | Lead) -> Verdict:
    """Let those who may delete bring back what was deleted."""
    deleted = yes() if record.deleted_at is not None else no("This is not deleted.")
    return deleted & _may_reach(viewer, record) & _may_put_aside(viewer, record)


def _may_put_aside(viewer: Viewer, record: Opportunity | Lead) -> Verdict:
    own_draft = getattr(record, "is_draft", False) and record.owner_id == viewer.person_id
    return yes() if own_draft else viewer.may(Permission.DELETE)


def may_change_many(viewer: Viewer, _changes: object) -> Verdict:
    """Let those with the permission edit many records at once."""
    return viewer.may(Permission.BULK_EDIT)


def may_edit_lead(viewer: Viewer, lead: Lead) -> Verdict:
    """Let those who may work on it change a lead that is still open."""
    verdict = may_work_on(viewer, lead)
    return verdict & (yes() if lead.is_open else no("This lead was closed. Reopen it first."))


def may_reopen_lead(viewer: Viewer, lead: Lead) -> Verdict:
    """Let them look again into what was disqualified; what was qualified lives on as an opportunity."""
    if lead.state == "qualified":
        return no("This lead was qualified; go on with its opportunity.")
    return may_work_on(viewer, lead) & (no("This lead is open already.") if lead.is_open else yes())


def may_administer(viewer: Viewer, _subject: object = None) -> Verdict:
    """Let administrators shape pipelines, stages and campaigns."""
    return (
        yes()
        if viewer.is_administrator
        else no("Only administrators change pipelines, stages and campaigns.")
    )
