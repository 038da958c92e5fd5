"""The lists of opportunities: those there are, and those that were deleted."""

from datetime import date
from typing import Any

from django.urls import reverse

from fairlead.access import Permission, Viewer
from fairlead.kit.tables import Column
from fairlead.pipeline import columns, queries
from fairlead.web.shared.listing import Bulk, Listing, Preset

OPEN = "where=outcome.is:open"
_ENDS = {"won": "green", "lost": "red", "void": "gray"}
NOUNS = ("opportunity", "opportunities")


def bulk(viewer: Viewer) -> list[Bulk]:
    """Return what can be done with selected opportunities."""
    may = viewer.may(Permission.BULK_EDIT)
    verbs = (("Move", "arrow-right", "move"), ("Reassign", "users", "reassign"), ("Edit", "pencil", "edit"))
    return [Bulk(label, icon, reverse("opportunities_bulk", args=[verb]), may) for label, icon, verb in verbs]


def tone(row: Any, column: Column, today: date) -> str:
    """Mark what is overdue on an opportunity that is still open."""
    if row.outcome != "open":
        return ""
    due = {"next_step_on": row.next_step_on, "expected_close_on": row.expected_close_on}.get(column.name)
    return "bad" if due is not None and due < today else ""


def mark(row: Any, column: Column) -> tuple[str, str] | tuple[()]:
    """Say behind the stage how an opportunity ended."""
    ended = column.name == "stage" and row.outcome != "open"
    return (row.get_outcome_display(), _ENDS[row.outcome]) if ended else ()


OPPORTUNITIES = Listing(
    name="opportunities",
    table=columns.OPPORTUNITIES,
    rows=lambda viewer, as_of: queries.opportunities(viewer, as_of=as_of),
    nouns=NOUNS,
    keeps_views=True,
    record="opportunity",
    create="opportunity_new",
    create_label="New opportunity",
    presets=(
        Preset("All"),
        Preset("Open", OPEN),
        Preset("Mine", f"{OPEN}&where=owner.is:@me"),
        Preset(
            "Closing this quarter",
            f"{OPEN}&where=expected_close_on.period:this%20quarter&sort=expected_close_on",
        ),
        Preset("Overdue next step", f"{OPEN}&where=next_step_on.before:today&sort=next_step_on"),
        Preset(
            "Won this quarter", "where=outcome.is:won&where=closed_on.period:this%20quarter&sort=-closed_on"
        ),
        Preset("No next step", f"{OPEN}&where=next_step_on.empty&sort=expected_close_on"),
        Preset(
            "Lost last quarter", "where=outcome.is:lost&where=closed_on.period:last%20quarter&sort=-closed_on"
        ),
        Preset("Drafts", "where=is_draft.is:yes"),
    ),
    bulk=bulk,
    tone=tone,
    mark=mark,
    empty=("No opportunities yet", "Bring the spreadsheet you have, or start with one."),
    links=(("Deleted opportunities", "opportunities_deleted", "trash"),),
)

DELETED = Listing(
    name="opportunities_deleted",
    table=columns.OPPORTUNITIES,
    rows=lambda viewer, as_of: queries.opportunities(viewer, as_of=as_of, deleted=True),
    nouns=("deleted opportunity", "deleted opportunities"),
    record="opportunity",
    title="Deleted opportunities",
    place="opportunities",
    empty=("Nothing is deleted", "What somebody deletes waits here and can be restored."),
)
