"""Opportunities: list, read, create, change."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fairlead.access import OutOfReach, Viewer
from fairlead.api import lists
from fairlead.api.answers import answer, documented, given_in, related, resolved, viewer_of, write
from fairlead.api.changes import HistoryTold, history_of
from fairlead.api.opportunity_bodies import NewOpportunity, OpportunityChanges
from fairlead.api.opportunity_shape import DESCRIBED, DESCRIBED_PAGE, SHAPE
from fairlead.api.summaries import SummaryTold, summary_of
from fairlead.customers import queries as customers
from fairlead.people import queries as people
from fairlead.pipeline import actions, queries
from fairlead.vocabulary import queries as vocabulary

_NAMED = ("company", "team", "location", "amount", "expected_close_on")

router = Router(tags=["Opportunities"])


@router.get("", response=documented(DESCRIBED_PAGE), openapi_extra=lists.parameters())
def list_opportunities(request: HttpRequest) -> HttpResponse:
    """List the opportunities within your reach, by the same query that the screens use."""
    viewer = viewer_of(request)
    return lists.listed(request, SHAPE, lambda as_of: queries.opportunities(viewer, as_of=as_of))


@router.post("", response=documented(DESCRIBED, status=201))
def create_opportunity(request: HttpRequest, body: NewOpportunity) -> HttpResponse:
    """Create an opportunity; a published one has what its stage asks for."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        new = _new(viewer, body)
        event = actions.create_opportunity(new, by=viewer, at=at)
        return shown(viewer, event.opportunity_id, beside=_known(new))

    return write(request, body, run, status=201)


@router.get(
    "/summary",
    response=documented(SummaryTold),
    openapi_extra=lists.parameters("where", "q", "as_of", "group"),
)
def summarise_opportunities(request: HttpRequest) -> HttpResponse:
    """Count and add up the opportunities of a query, by stage or by another column; amounts by currency."""
    viewer = viewer_of(request)
    return summary_of(request, SHAPE, lambda as_of: queries.opportunities(viewer, as_of=as_of))


@router.get("/{int:pk}", response=documented(DESCRIBED), openapi_extra=lists.parameters("as_of"))
def read_opportunity(request: HttpRequest, pk: int) -> HttpResponse:
    """Read an opportunity, now or as of a moment; a deleted one has `deleted_at`."""
    return answer(shown(viewer_of(request), pk, as_of=lists.moment(request, SHAPE)))


@router.patch("/{int:pk}", response=documented(DESCRIBED))
def change_opportunity(request: HttpRequest, pk: int, body: OpportunityChanges) -> HttpResponse:
    """Change fields; refused with the other's values (409) when somebody changed the same ones meanwhile."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        opportunity = queries.opportunity(viewer, pk, seen=body.version, bare=True)
        changes = values_of(viewer, given_in(body))
        actions.edit_opportunity(opportunity, changes=changes, by=viewer, at=at, reason=body.reason)
        return shown(viewer, pk)

    return write(request, body, run)


@router.get("/{int:pk}/history", response=documented(HistoryTold))
def read_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Read everything that happened to an opportunity and its parts, newest first."""
    return answer(
        history_of(queries.opportunity_history(queries.opportunity(viewer_of(request), pk, bare=True)))
    )


def shown(
    viewer: Viewer,
    pk: int,
    *,
    as_of: datetime | None = None,
    beside: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return an opportunity as the API tells it.

    :param beside: records that this request has loaded already, by the field that may refer to them.
    """
    opportunity = queries.opportunity(viewer, pk, as_of=as_of, bare=as_of is None)
    for name, record in beside.items():
        if record is not None and getattr(opportunity, f"{name}_id") == record.pk:
            setattr(opportunity, name, record)
    return SHAPE.record(opportunity)


def values_of(viewer: Viewer, given: dict[str, Any]) -> dict[str, Any]:
    """Return what a request gave, with records in place of their ids.

    :raises RuleBroken: at the field that names nothing within reach.
    """
    find: dict[str, Callable[[int], Any]] = {
        "company": lambda pk: customers.company(viewer, pk),
        "team": lambda pk: people.team(viewer, pk),
        "location": lambda pk: people.location(viewer, pk),
        "campaign": lambda pk: campaign_of(viewer, pk),
        **dict.fromkeys(("source", "competitor", "lost_reason"), vocabulary.value),
    }
    values = resolved(given, find)
    if "currency" in given:
        related("currency", lambda: vocabulary.currency(given["currency"]))
    return values


def campaign_of(viewer: Viewer, pk: int) -> Any:
    """Return a campaign, retired ones included.

    :raises OutOfReach: when there is none with this id.
    """
    found = queries.campaigns(viewer, include_retired=True).filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such campaign.")
    return found


def _new(viewer: Viewer, body: NewOpportunity) -> actions.NewOpportunity:
    given = given_in(body)
    owner, stage, is_draft = given.pop("owner", None), given.pop("stage"), given.pop("is_draft", False)
    owner_id = owner or viewer.person_id or 0
    if not given.get("currency"):
        given.pop("currency", None)
    values = values_of(viewer, given)
    named = {name: values.pop(name, None) for name in _NAMED}
    return actions.NewOpportunity(
        title=values.pop("title"),
        owner=related("owner", lambda: people.colleague(viewer, owner_id)),
        stage=related("stage", lambda: queries.stage(viewer, stage)),
        currency=values.pop("currency", None) or vocabulary.organisation().base_currency,
        is_draft=is_draft,
        details={name: value for name, value in values.items() if value is not None},
        **named,
    )


def _known(new: actions.NewOpportunity) -> dict[str, Any]:
    """Return what a new opportunity refers to, so that the answer need not load it once more."""
    return {
        "owner": new.owner,
        "stage": new.stage,
        "company": new.company,
        "team": new.team or new.owner.team,
        "location": new.location or new.owner.location,
    }
