"""Who may do what about people, each with the reason."""

from django.db import models

from fairlead.access import Verdict, Viewer, no, yes

from .models import ApiToken, Person


def may_administer(viewer: Viewer, _subject: object = None) -> Verdict:
    """Let administrators manage persons, teams, locations, roles and supervision."""
    if viewer.is_administrator:
        return yes()
    return no("Only administrators manage people, teams and locations.")


def may_deactivate(viewer: Viewer, person: Person) -> Verdict:
    """Let administrators deactivate others, and not themselves by mistake."""
    if viewer.person_id == person.pk:
        return no("You cannot deactivate yourself. Another administrator can.")
    return may_administer(viewer)


def may_edit_profile(viewer: Viewer, person: Person) -> Verdict:
    """Let everybody change their own profile, and administrators anybody's."""
    if viewer.person_id == person.pk:
        return yes()
    return may_administer(viewer)


def may_hold_token(viewer: Viewer, person: Person) -> Verdict:
    """Let active persons make tokens for themselves only: a token acts in its person's name."""
    if viewer.person_id is not None and viewer.person_id != person.pk:
        return no("A token acts in its person's name, so everybody makes their own.")
    return yes() if person.is_active else no("This person is deactivated.")


def may_revoke_token(viewer: Viewer, token: ApiToken) -> Verdict:
    """Let everybody revoke their own tokens, and administrators anybody's."""
    if viewer.is_administrator or viewer.person_id == token.person_id:
        return yes()
    return no("Only its owner or an administrator can revoke a token.")


def may_share(viewer: Viewer, record: models.Model) -> Verdict:
    """Let the owner, their supervisors and administrators share a record; not those it is lent to."""
    owner_id = getattr(record, "owner_id", None)
    if getattr(record, "is_draft", False):
        return no("A draft is its owner's alone. Publish it first.")
    in_line = (
        owner_id in viewer.reach.owners or getattr(record, "location_id", None) in viewer.reach.locations
    )
    if viewer.reach.everyone or in_line:
        return yes()
    return no("Only the owner, their supervisors and administrators decide with whom this is shared.")
