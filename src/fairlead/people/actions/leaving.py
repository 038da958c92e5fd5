"""Deactivate, reactivate and delete persons."""

from datetime import datetime

from fairlead.access import Role, Viewer
from fairlead.journal import action
from fairlead.kit.errors import RuleBroken
from fairlead.people import events, queries, rules, signed_in
from fairlead.people.models import ApiToken, Person


class LastAdministrator(RuleBroken):
    """Without this person nobody could administer any more."""


class CannotDelete(RuleBroken):
    """Something depends on this person."""


@action("person.deactivated", rule=rules.may_deactivate)
def deactivate_person(
    person: Person, *, by: Viewer, at: datetime, reason: str = ""
) -> events.PersonDeactivated | None:
    """Shut a person out: sessions end and tokens stop at once; their records stay with them.

    ``queries.open_work`` tells what somebody else should take over.

    :raises LastAdministrator: when nobody would be left to administer.
    """
    del by, reason
    if not person.is_active:
        return None
    person.is_active = False
    if person.role == Role.ADMINISTRATOR:
        refuse_without_administrator(person)
    person.save()
    signed_in.end(person)
    for token in ApiToken.objects.filter(person=person, revoked_at=None):
        token.revoked_at = at
        token.save()
    return events.PersonDeactivated(person.pk)


@action("person.reactivated", rule=rules.may_administer)
def reactivate_person(
    person: Person, *, by: Viewer, at: datetime, reason: str = ""
) -> events.PersonReactivated | None:
    """Let a person sign in again, with the password they had; tokens stay revoked."""
    del by, at, reason
    if person.is_active:
        return None
    person.is_active = True
    person.save()
    return events.PersonReactivated(person.pk)


@action("person.deleted", rule=rules.may_deactivate)
def delete_person(person: Person, *, by: Viewer, at: datetime, reason: str = "") -> events.PersonDeleted:
    """Delete a person that nothing depends on, such as one entered by mistake.

    :raises CannotDelete: saying what depends on them.
    :raises LastAdministrator: when nobody would be left to administer.
    """
    del by, at, reason
    if found := queries.dependents(person):
        listed = _listed([str(holding) for holding in found])
        raise CannotDelete(f"{person} cannot be deleted, because of {listed}. Deactivate them instead.")
    if person.role == Role.ADMINISTRATOR and person.is_active:
        refuse_without_administrator(person)
    signed_in.end(person)
    pk = person.pk
    person.delete()
    return events.PersonDeleted(pk)


def refuse_without_administrator(leaving: Person) -> None:
    """Raise when no other active administrator is left; locks them, so that two cannot leave at once."""
    others = queries.administrators().exclude(pk=leaving.pk).select_for_update(no_key=True)
    if not list(others):
        raise LastAdministrator(
            f"{leaving} is the last active administrator. Make somebody else an administrator first.",
            fields={"role": "This is the last active administrator."},
        )


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
