"""People: who there is to work with; for administrators everything about them, and changing it."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fairlead.access import Viewer
from fairlead.api.answers import answer, documented, given_in, resolved, viewer_of, write
from fairlead.api.shapes import Named, named
from fairlead.api.values import (
    LEFT_OUT,
    Body,
    Filled120,
    Filled254,
    Flag,
    Id,
    Reason,
    Text20,
    Text64,
    Text100,
    Told,
    Version,
)
from fairlead.people import actions, queries

router = Router(tags=["People"])
RoleName = Literal["sales_executive", "supervisor", "administrator"]
_PERMISSIONS = ("can_export", "can_import", "can_bulk_edit", "can_delete")


class PersonNameTold(Told):
    """Somebody whom work can be given to."""

    id: int
    name: str


class PersonTold(PersonNameTold):
    """Everything about a person but their password."""

    version: int
    email: str
    role: RoleName
    is_active: bool
    team: Named | None
    location: Named | None
    can_export: bool
    can_import: bool
    can_bulk_edit: bool
    can_delete: bool
    time_zone: str
    locale: str
    external_id: str


class PeopleTold(Told):
    """Persons, by name."""

    rows: list[PersonTold | PersonNameTold]


class _Details(Body):
    """What an administrator may set about a person."""

    team: Id | None = None
    location: Id | None = None
    role: RoleName = LEFT_OUT
    can_export: Flag = LEFT_OUT
    can_import: Flag = LEFT_OUT
    can_bulk_edit: Flag = LEFT_OUT
    can_delete: Flag = LEFT_OUT
    time_zone: Text64 = LEFT_OUT
    locale: Text20 = LEFT_OUT
    external_id: Text100 = LEFT_OUT


class NewPerson(_Details):
    """Somebody who joins. They set their password by the link that resets it."""

    email: Filled254
    name: Filled120


class PersonChanges(_Details):
    """What to change; what is left out stays."""

    version: Version
    email: Filled254 = LEFT_OUT
    name: Filled120 = LEFT_OUT
    reason: Reason = ""


class PersonVerb(Body):
    """Why."""

    reason: Reason = ""


@router.get("", response=documented(PeopleTold))
def list_people(request: HttpRequest) -> HttpResponse:
    """List whom work can be given to, by name; administrators get everybody, with everything about them."""
    viewer = viewer_of(request)
    if viewer.is_administrator:
        return answer({"rows": [_person(person) for person in queries.people(viewer)]})
    found = queries.assignable(viewer).order_by("name", "pk")
    return answer({"rows": [named(person) for person in found]})


@router.get("/me", response=documented(PersonTold))
def read_me(request: HttpRequest) -> HttpResponse:
    """Read what is known of you: who your token speaks for."""
    viewer = viewer_of(request)
    return answer(_shown(viewer, viewer.person_id or 0))


@router.get("/{int:pk}", response=documented(PersonTold))
def read_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Read everything about a person: yourself, or anybody for administrators."""
    return answer(_shown(viewer_of(request), pk))


@router.post("", response=documented(PersonTold, status=201))
def add_person(request: HttpRequest, body: NewPerson) -> HttpResponse:
    """Add a person; for administrators."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        new = actions.NewPerson(**_values(viewer, given_in(body)))
        return _shown(viewer, actions.add_person(new, by=viewer, at=at).person_id)

    return write(request, body, run, status=201)


@router.patch("/{int:pk}", response=documented(PersonTold))
def change_person(request: HttpRequest, pk: int, body: PersonChanges) -> HttpResponse:
    """Change a person; for administrators."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        person = queries.person(viewer, pk)
        person.version = body.version
        changes: Any = _values(viewer, given_in(body))
        actions.edit_person(person, changes=changes, by=viewer, at=at, reason=body.reason)
        return _shown(viewer, pk)

    return write(request, body, run)


@router.post("/{int:pk}/deactivate", response=documented(PersonTold))
def deactivate_person(request: HttpRequest, pk: int, body: PersonVerb) -> HttpResponse:
    """Shut a person out: sessions and tokens end at once, their records stay; for administrators."""
    return _do(request, pk, body, actions.deactivate_person)


@router.post("/{int:pk}/reactivate", response=documented(PersonTold))
def reactivate_person(request: HttpRequest, pk: int, body: PersonVerb) -> HttpResponse:
    """Let a person sign in again; for administrators."""
    return _do(request, pk, body, actions.reactivate_person)


def _do(request: HttpRequest, pk: int, body: PersonVerb, verb: Any) -> HttpResponse:
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        verb(queries.person(viewer, pk), by=viewer, at=at, reason=body.reason)
        return _shown(viewer, pk)

    return write(request, body, run)


def _shown(viewer: Viewer, pk: int) -> dict[str, Any]:
    return _person(queries.person(viewer, pk))


def _person(person: Any) -> dict[str, Any]:
    told = {"id": person.pk, "version": person.version}
    told |= {name: getattr(person, name) for name in ("name", "email", "role", "is_active", *_PERMISSIONS)}
    told |= {name: getattr(person, name) for name in ("time_zone", "locale", "external_id")}
    return told | {"team": named(person.team), "location": named(person.location)}


def _values(viewer: Viewer, given: dict[str, Any]) -> dict[str, Any]:
    return resolved(
        given,
        {
            "team": lambda pk: queries.team(viewer, pk),
            "location": lambda pk: queries.location(viewer, pk),
        },
    )
