"""The lists of leads: those there are, and those that were deleted."""

from fairlead.pipeline import columns, queries
from fairlead.web.shared.listing import Listing, Preset

LEADS = Listing(
    name="leads",
    table=columns.LEADS,
    rows=lambda viewer, as_of: queries.leads(viewer, as_of=as_of),
    nouns=("lead", "leads"),
    keeps_views=True,
    record="lead",
    create="lead_new",
    create_label="New lead",
    presets=(
        Preset("All"),
        Preset("Open", "where=state.is:open"),
        Preset("Mine", "where=state.is:open&where=owner.is:@me"),
        Preset("New this week", "where=created_at.period:this%20week"),
        Preset("Qualified this quarter", "where=state.is:qualified&where=closed_at.period:this%20quarter"),
    ),
    empty=("No leads yet", "Somebody who may become a customer, before you know more."),
    links=(("Deleted leads", "leads_deleted", "trash"),),
)

DELETED = Listing(
    name="leads_deleted",
    table=columns.LEADS,
    rows=lambda viewer, as_of: queries.leads(viewer, as_of=as_of, deleted=True),
    nouns=("deleted lead", "deleted leads"),
    record="lead",
    title="Deleted leads",
    place="leads",
    empty=("Nothing is deleted", "What somebody deletes waits here and can be restored."),
)
