"""Leads: list, read, create, change, qualify, and what else can be done with one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from fairlead.access import OutOfReach, Viewer
from fairlead.api import lists
from fairlead.api.answers import answer, documented, given_in, related, resolved, viewer_of, write
from fairlead.api.changes import HistoryTold, history_of
from fairlead.api.opportunities import campaign_of
from fairlead.api.shapes import Named, Shape, named
from fairlead.api.values import (
    LEFT_OUT,
    Amount,
    Body,
    CountryCode,
    Currency,
    Day,
    Filled500,
    Id,
    MomentTold,
    Note,
    Reason,
    Text40,
    Text100,
    Text120,
    Text200,
    Text254,
    Version,
    text,
)
from fairlead.customers import queries as customers
from fairlead.people import queries as people
from fairlead.pipeline import actions, columns, queries
from fairlead.vocabulary import queries as vocabulary

router = Router(tags=["Leads"])
SHAPE = Shape(
    "Lead",
    columns.LEADS,
    {
        "description": (str, lambda lead: lead.description),
        "made_company": (Named | None, lambda lead: named(lead.company)),
        "made_contact": (Named | None, lambda lead: named(lead.contact)),
        "deleted_at": (MomentTold | None, lambda lead: lead.deleted_at),
    },
)
DESCRIBED: Any = SHAPE.described
DESCRIBED_PAGE: Any = SHAPE.described_page


class _Details(Body):
    """What may be set when a lead is created, and changed later."""

    name: text(160) = LEFT_OUT  # type: ignore[valid-type]
    company_name: Text200 = LEFT_OUT
    job_title: Text120 = LEFT_OUT
    email: Text254 = LEFT_OUT
    phone: Text40 = LEFT_OUT
    city: Text120 = LEFT_OUT
    country: CountryCode = LEFT_OUT
    location: Id | None = None
    source: Id | None = None
    campaign: Id | None = None
    status: Id | None = None
    rating: Id | None = None
    description: Note = LEFT_OUT
    external_id: Text100 = LEFT_OUT


class NewLead(_Details):
    """A new lead names a person or a company. Its owner is you, unless you say otherwise."""

    owner: Id | None = None


class LeadChanges(_Details):
    """What to change; what is left out stays. Others' edits of other fields since `version` are kept."""

    version: Version
    reason: Reason = ""


class Verb(Body):
    """What every verb takes: why, and perhaps the version that you last saw."""

    version: Version | None = None
    reason: Reason = ""


class Qualify(Body):
    """What to make of it; what is not named is made from the lead."""

    version: Version | None = None
    company: Id | None = Field(None, description="An existing company to link.")
    contact: Id | None = Field(None, description="An existing contact to link.")
    stage: Id | None = Field(None, description="Where the opportunity starts; without a stage none is made.")
    title: Text200 = ""
    currency: Currency | None = None
    amount: Amount | None = None
    expected_close_on: Day | None = None


class Disqualify(Verb):
    """Why it is no lead."""

    reason: Filled500


class Reassign(Verb):
    """To whom; its location follows the new owner."""

    owner: Id


class QualifiedTold(DESCRIBED):  # type: ignore[misc]
    """The lead as it is now, and the opportunity that was made of it."""

    opportunity: int | None


@router.get("", response=documented(DESCRIBED_PAGE), openapi_extra=lists.parameters())
def list_leads(request: HttpRequest) -> HttpResponse:
    """List the leads within your reach, by the same query that the screens use."""
    viewer = viewer_of(request)
    return lists.listed(request, SHAPE, lambda as_of: queries.leads(viewer, as_of=as_of))


@router.post("", response=documented(DESCRIBED, status=201))
def create_lead(request: HttpRequest, body: NewLead) -> HttpResponse:
    """Create a lead."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        values = _values(viewer, given_in(body))
        owner_id = values.pop("owner", None) or viewer.person_id or 0
        new = actions.NewLead(
            owner=related("owner", lambda: people.colleague(viewer, owner_id)),
            name=values.pop("name", ""),
            company_name=values.pop("company_name", ""),
            location=values.pop("location", None),
            details=values,
        )
        return _shown(viewer, actions.create_lead(new, by=viewer, at=at).lead_id)

    return write(request, body, run, status=201)


@router.get("/{int:pk}", response=documented(DESCRIBED), openapi_extra=lists.parameters("as_of"))
def read_lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a lead, now or as of a moment; a deleted one has `deleted_at`."""
    record = queries.lead(viewer_of(request), pk, as_of=lists.moment(request, SHAPE))
    return answer(SHAPE.record(record))


@router.patch("/{int:pk}", response=documented(DESCRIBED))
def change_lead(request: HttpRequest, pk: int, body: LeadChanges) -> HttpResponse:
    """Change fields; refused with the other's values (409) when somebody changed the same ones meanwhile."""

    def run(lead: Any, **who: Any) -> None:
        changes = _values(who["by"], given_in(body))
        actions.edit_lead(lead, changes=changes, reason=body.reason, **who)

    return _do(request, pk, body, run)


@router.get("/{int:pk}/history", response=documented(HistoryTold))
def read_lead_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Read everything that happened to a lead, newest first."""
    return answer(history_of(queries.lead_history(queries.lead(viewer_of(request), pk))))


@router.post("/{int:pk}/qualify", response=documented(QualifiedTold))
def qualify_lead(request: HttpRequest, pk: int, body: Qualify) -> HttpResponse:
    """Make or link a company, a contact and an opportunity in one step, and close the lead."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        lead = queries.lead(viewer, pk, seen=body.version)
        done = actions.qualify_lead(lead, into=_into(viewer, body), by=viewer, at=at)
        return _shown(viewer, pk) | {"opportunity": done.opportunity_id}

    return write(request, body, run)


@router.post("/{int:pk}/disqualify", response=documented(DESCRIBED))
def disqualify_lead(request: HttpRequest, pk: int, body: Disqualify) -> HttpResponse:
    """Close a lead that will not become a customer."""
    return _do(request, pk, body, lambda lead, **who: actions.disqualify_lead(
        lead, reason=body.reason, **who))  # fmt: skip


@router.post("/{int:pk}/reopen", response=documented(DESCRIBED))
def reopen_lead(request: HttpRequest, pk: int, body: Verb) -> HttpResponse:
    """Look into a disqualified lead again."""
    return _do(request, pk, body, lambda lead, **who: actions.reopen_lead(lead, reason=body.reason, **who))


@router.post("/{int:pk}/reassign", response={204: None, **documented(DESCRIBED)})
def reassign_lead(request: HttpRequest, pk: int, body: Reassign) -> HttpResponse:
    """Give it another owner; answers 204 when it has left your reach with that."""

    def run(lead: Any, **who: Any) -> None:
        owner = related("owner", lambda: people.colleague(who["by"], body.owner))
        actions.reassign_lead(lead, to=owner, reason=body.reason, **who)

    return _do(request, pk, body, run, may_lose_sight=True)


@router.post("/{int:pk}/delete", response=documented(DESCRIBED))
def delete_lead(request: HttpRequest, pk: int, body: Verb) -> HttpResponse:
    """Put it aside; it can be restored, and its history stays."""
    return _do(request, pk, body, lambda lead, **who: actions.delete_lead(lead, reason=body.reason, **who))


@router.post("/{int:pk}/restore", response=documented(DESCRIBED))
def restore_lead(request: HttpRequest, pk: int, body: Verb) -> HttpResponse:
    """Bring a deleted lead back as it was."""
    return _do(request, pk, body, actions.restore_lead)


def _do(
    request: HttpRequest, pk: int, body: Any, verb: Callable[..., Any], *, may_lose_sight: bool = False
) -> HttpResponse:
    """Load with the viewer, call once, answer with the lead as it is now."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any] | None:
        verb(queries.lead(viewer, pk, seen=body.version), by=viewer, at=at)
        try:
            return _shown(viewer, pk)
        except OutOfReach:
            if may_lose_sight:
                return None
            raise

    return write(request, body, run)


def _shown(viewer: Viewer, pk: int) -> dict[str, Any]:
    return SHAPE.record(queries.lead(viewer, pk))


def _values(viewer: Viewer, given: dict[str, Any]) -> dict[str, Any]:
    find: dict[str, Callable[[int], Any]] = {
        "location": lambda pk: people.location(viewer, pk),
        "campaign": lambda pk: campaign_of(viewer, pk),
        **dict.fromkeys(("source", "status", "rating"), vocabulary.value),
    }
    return resolved(given, find)


def _into(viewer: Viewer, body: Qualify) -> actions.NewFromLead:
    find: dict[str, Callable[[int], Any]] = {
        "company": lambda pk: customers.company(viewer, pk),
        "contact": lambda pk: customers.contact(viewer, pk),
        "stage": lambda pk: queries.stage(viewer, pk),
    }
    given = resolved(given_in(body), find)
    if given.get("currency"):
        related("currency", lambda: vocabulary.currency(given["currency"]))
    else:
        given["currency"] = vocabulary.organisation().base_currency
    return actions.NewFromLead(**given)
