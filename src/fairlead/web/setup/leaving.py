"""Verbs about a person: deactivate, reactivate, delete, sign out, revoke a token."""

from django.http import HttpResponse

from fairlead.people import actions, queries
from fairlead.web.setup import forming
from fairlead.web.shared.pages import Request


def deactivate(request: Request, pk: int) -> HttpResponse:
    """Shut a person out, and say what they leave behind."""
    somebody = queries.person(request.viewer, pk)
    actions.deactivate_person(somebody, by=request.viewer, at=request.now)
    held = ", ".join(str(holding) for holding in queries.open_work(request.viewer, somebody))
    rest = f" They still hold {held}." if held else ""
    return forming.done(request, f"{somebody} is deactivated.{rest}", "setup_person", pk)


def reactivate(request: Request, pk: int) -> HttpResponse:
    """Let a person in again."""
    somebody = queries.person(request.viewer, pk)
    actions.reactivate_person(somebody, by=request.viewer, at=request.now)
    return forming.done(request, f"{somebody} may sign in again.", "setup_person", pk)


def delete(request: Request, pk: int) -> HttpResponse:
    """Delete a person that nothing depends on."""
    somebody = queries.person(request.viewer, pk)
    actions.delete_person(somebody, by=request.viewer, at=request.now)
    return forming.done(request, f"{somebody} was deleted.", "setup_people")


def sign_out(request: Request, pk: int) -> HttpResponse:
    """Sign a person out of one device, or of all but the one that asks."""
    somebody = queries.person(request.viewer, pk)
    sent = request.POST.get("id", "")
    ids = [int(sent)] if sent.isdecimal() else None
    actions.end_sessions(
        somebody, ids=ids, keep=request.session.session_key, by=request.viewer, at=request.now
    )
    return forming.done(request, "Signed out.", "setup_person", pk)


def revoke_token(request: Request, pk: int) -> HttpResponse:
    """Revoke somebody's token."""
    token = queries.token(request.viewer, pk)
    actions.revoke_token(token, by=request.viewer, at=request.now)
    return forming.done(
        request, f"The token “{token.name}” no longer works.", "setup_person", token.person_id
    )
