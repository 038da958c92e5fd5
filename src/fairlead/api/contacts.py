"""Contacts: list, read, create, change."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fairlead.access import Viewer
from fairlead.api import lists
from fairlead.api.answers import answer, documented, given_in, related, resolved, viewer_of, write
from fairlead.api.changes import HistoryTold, history_of
from fairlead.api.shapes import Shape
from fairlead.api.values import (
    LEFT_OUT,
    Body,
    Id,
    MomentTold,
    Reason,
    Text40,
    Text100,
    Text120,
    Text254,
    Title,
    Version,
)
from fairlead.customers import actions, columns, queries
from fairlead.people import queries as people

router = Router(tags=["Contacts"])
SHAPE = Shape(
    "Contact",
    columns.CONTACTS,
    {"deleted_at": (MomentTold | None, lambda contact: contact.deleted_at)},
)
DESCRIBED: Any = SHAPE.described
DESCRIBED_PAGE: Any = SHAPE.described_page


class _Details(Body):
    """What may be set when a contact is created, and changed later."""

    company: Id | None = None
    job_title: Text120 = LEFT_OUT
    email: Text254 = LEFT_OUT
    phone: Text40 = LEFT_OUT
    external_id: Text100 = LEFT_OUT


class NewContact(_Details):
    """A new contact; it is seen by whoever sees its company, and by its owner if it has one."""

    name: Title
    owner: Id | None = None


class ContactChanges(_Details):
    """What to change; what is left out stays. Others' edits of other fields since `version` are kept."""

    version: Version
    name: Title = LEFT_OUT
    reason: Reason = ""


@router.get("", response=documented(DESCRIBED_PAGE), openapi_extra=lists.parameters())
def list_contacts(request: HttpRequest) -> HttpResponse:
    """List the contacts within your reach, by the same query that the screens use."""
    viewer = viewer_of(request)
    return lists.listed(request, SHAPE, lambda as_of: queries.contacts(viewer, as_of=as_of))


@router.post("", response=documented(DESCRIBED, status=201))
def create_contact(request: HttpRequest, body: NewContact) -> HttpResponse:
    """Create a contact; without a company it is yours, unless you say otherwise."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        values = _values(viewer, given_in(body))
        company, owner_id = values.pop("company", None), values.pop("owner", None)
        if owner_id is None and company is None:
            owner_id = viewer.person_id or 0
        new = actions.NewContact(
            name=values.pop("name"),
            company=company,
            owner=related("owner", lambda: people.colleague(viewer, owner_id)) if owner_id else None,
            details=values,
        )
        return _shown(viewer, actions.create_contact(new, by=viewer, at=at).contact_id)

    return write(request, body, run, status=201)


@router.get("/{int:pk}", response=documented(DESCRIBED), openapi_extra=lists.parameters("as_of"))
def read_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a contact, now or as of a moment; a deleted one has `deleted_at`."""
    record = queries.contact(viewer_of(request), pk, as_of=lists.moment(request, SHAPE))
    return answer(SHAPE.record(record))


@router.patch("/{int:pk}", response=documented(DESCRIBED))
def change_contact(request: HttpRequest, pk: int, body: ContactChanges) -> HttpResponse:
    """Change fields; refused with the other's values (409) when somebody changed the same ones meanwhile."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        contact = queries.contact(viewer, pk, seen=body.version)
        changes = _values(viewer, given_in(body))
        actions.edit_contact(contact, changes=changes, by=viewer, at=at, reason=body.reason)
        return _shown(viewer, pk)

    return write(request, body, run)


@router.get("/{int:pk}/history", response=documented(HistoryTold))
def read_contact_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Read everything that happened to a contact, newest first."""
    viewer = viewer_of(request)
    return answer(history_of(queries.contact_history(viewer, queries.contact(viewer, pk))))


def _shown(viewer: Viewer, pk: int) -> dict[str, Any]:
    return SHAPE.record(queries.contact(viewer, pk))


def _values(viewer: Viewer, given: dict[str, Any]) -> dict[str, Any]:
    return resolved(given, {"company": lambda pk: queries.company(viewer, pk)})
