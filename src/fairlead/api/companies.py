"""Companies: list, read, create, change, hand over."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fairlead.access import OutOfReach, Viewer
from fairlead.api import lists
from fairlead.api.answers import answer, documented, given_in, related, resolved, viewer_of, write
from fairlead.api.changes import HistoryTold, history_of
from fairlead.api.opportunity_bodies import Verb
from fairlead.api.shapes import Named, Shape, named
from fairlead.api.values import (
    LEFT_OUT,
    Body,
    CountryCode,
    Id,
    MomentTold,
    Reason,
    Text20,
    Text40,
    Text100,
    Text120,
    Text200,
    Title,
    Version,
)
from fairlead.customers import actions, columns, queries
from fairlead.people import queries as people
from fairlead.vocabulary import queries as vocabulary

router = Router(tags=["Companies"])
SHAPE = Shape(
    "Company",
    columns.COMPANIES,
    {
        "parent": (Named | None, lambda company: named(company.parent)),
        "deleted_at": (MomentTold | None, lambda company: company.deleted_at),
    },
)
DESCRIBED: Any = SHAPE.described
DESCRIBED_PAGE: Any = SHAPE.described_page


class _Details(Body):
    """What may be set when a company is created, and changed later."""

    industry: Id | None = None
    company_type: Id | None = None
    location: Id | None = None
    parent: Id | None = None
    street: Text200 = LEFT_OUT
    city: Text120 = LEFT_OUT
    postal_code: Text20 = LEFT_OUT
    region: Text120 = LEFT_OUT
    country: CountryCode = LEFT_OUT
    website: Text200 = LEFT_OUT
    phone: Text40 = LEFT_OUT
    external_id: Text100 = LEFT_OUT


class NewCompany(_Details):
    """A new company; yours, unless you say otherwise."""

    name: Title
    owner: Id | None = None


class CompanyChanges(_Details):
    """What to change; what is left out stays. Others' edits of other fields since `version` are kept."""

    version: Version
    name: Title = LEFT_OUT
    reason: Reason = ""


class Reassign(Verb):
    """To whom; contacts with the same owner follow."""

    owner: Id


@router.get("", response=documented(DESCRIBED_PAGE), openapi_extra=lists.parameters())
def list_companies(request: HttpRequest) -> HttpResponse:
    """List the companies within your reach, by the same query that the screens use."""
    viewer = viewer_of(request)
    return lists.listed(request, SHAPE, lambda as_of: queries.companies(viewer, as_of=as_of))


@router.post("", response=documented(DESCRIBED, status=201))
def create_company(request: HttpRequest, body: NewCompany) -> HttpResponse:
    """Create a company."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        values = _values(viewer, given_in(body))
        owner_id = values.pop("owner", None) or viewer.person_id or 0
        new = actions.NewCompany(
            name=values.pop("name"),
            owner=related("owner", lambda: people.colleague(viewer, owner_id)),
            location=values.pop("location", None),
            details={name: value for name, value in values.items() if value is not None},
        )
        return _shown(viewer, actions.create_company(new, by=viewer, at=at).company_id)

    return write(request, body, run, status=201)


@router.get("/{int:pk}", response=documented(DESCRIBED), openapi_extra=lists.parameters("as_of"))
def read_company(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a company, now or as of a moment; a deleted one has `deleted_at`."""
    record = queries.company(viewer_of(request), pk, as_of=lists.moment(request, SHAPE))
    return answer(SHAPE.record(record))


@router.patch("/{int:pk}", response=documented(DESCRIBED))
def change_company(request: HttpRequest, pk: int, body: CompanyChanges) -> HttpResponse:
    """Change fields; refused with the other's values (409) when somebody changed the same ones meanwhile."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        company = queries.company(viewer, pk, seen=body.version)
        changes = _values(viewer, given_in(body))
        actions.edit_company(company, changes=changes, by=viewer, at=at, reason=body.reason)
        return _shown(viewer, pk)

    return write(request, body, run)


@router.post("/{int:pk}/reassign", response={204: None, **documented(DESCRIBED)})
def reassign_company(request: HttpRequest, pk: int, body: Reassign) -> HttpResponse:
    """Give a company another owner."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any] | None:
        owner = related("owner", lambda: people.colleague(viewer, body.owner))
        company = queries.company(viewer, pk, seen=body.version)
        actions.reassign_company(company, to=owner, by=viewer, at=at, reason=body.reason)
        try:
            return _shown(viewer, pk)
        except OutOfReach:
            return None

    return write(request, body, run)


@router.get("/{int:pk}/history", response=documented(HistoryTold))
def read_company_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Read everything that happened to a company, newest first."""
    viewer = viewer_of(request)
    return answer(history_of(queries.company_history(viewer, queries.company(viewer, pk))))


def _shown(viewer: Viewer, pk: int) -> dict[str, Any]:
    return SHAPE.record(queries.company(viewer, pk))


def _values(viewer: Viewer, given: dict[str, Any]) -> dict[str, Any]:
    """Return what a request gave, with records in place of their ids."""
    find: dict[str, Callable[[int], Any]] = {
        "location": lambda pk: people.location(viewer, pk),
        "parent": lambda pk: queries.company(viewer, pk),
        "industry": vocabulary.value,
        "company_type": vocabulary.value,
    }
    return resolved(given, find)
