"""Add and edit persons."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

from fairlead import journal
from fairlead.access import Role, Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.people import events, rules
from fairlead.people.models import Location, Person, Supervision, Team

from . import passwords
from .leaving import refuse_without_administrator


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of somebody who joins. Without a password they set one by e-mail."""

    email: str
    name: str
    password: str | None = None
    role: Role = Role.SALES_EXECUTIVE
    team: Team | None = None
    location: Location | None = None
    can_export: bool = True
    can_import: bool = False
    can_bulk_edit: bool = False
    can_delete: bool = False
    time_zone: str = "UTC"
    locale: str = "en"
    external_id: str = ""


class PersonChanges(TypedDict, total=False):
    """What an administrator may change about a person."""

    email: str
    name: str
    role: str
    team: Team | None
    location: Location | None
    can_export: bool
    can_import: bool
    can_bulk_edit: bool
    can_delete: bool
    time_zone: str
    locale: str
    external_id: str


class ProfileChanges(TypedDict, total=False):
    """What everybody may change about themselves."""

    name: str
    time_zone: str
    locale: str


@action("person.added", rule=rules.may_administer)
def add_person(new: NewPerson, *, by: Viewer, at: datetime, reason: str = "") -> events.PersonAdded:
    """Add a person who can sign in at once, if a password is given.

    :raises kit.validation.Invalid: naming the fields at fault, such as an e-mail that is taken.
    :raises WeakPassword: with what the password lacks.
    """
    del by, at, reason
    person = Person(
        email=new.email.strip().lower(),
        name=new.name.strip(),
        role=Role(new.role).value,
        team=new.team,
        location=new.location,
        can_export=new.can_export,
        can_import=new.can_import,
        can_bulk_edit=new.can_bulk_edit,
        can_delete=new.can_delete,
        time_zone=new.time_zone,
        locale=new.locale,
        external_id=new.external_id.strip(),
    )
    _check(person)
    if new.password is not None:
        passwords.refuse_if_weak(person, new.password)
    person.set_password(new.password)
    person.save()
    return events.PersonAdded(person.pk)


@action("person.edited", rule=rules.may_administer)
def edit_person(
    person: Person, *, changes: PersonChanges, by: Viewer, at: datetime, reason: str = ""
) -> events.PersonEdited | None:
    """Change what an administrator may change; a person who stops being a supervisor stops supervising.

    :raises LastAdministrator: when nobody would be left to administer.
    """
    del by, at, reason
    return _apply(person, changes)


@action("person.profile_edited", rule=rules.may_edit_profile, verb="changed the profile")
def edit_profile(
    person: Person, *, changes: ProfileChanges, by: Viewer, at: datetime
) -> events.PersonEdited | None:
    """Change one's own name, time zone and language."""
    del by, at
    return _apply(person, changes)


def _apply(person: Person, changes: PersonChanges | ProfileChanges) -> events.PersonEdited | None:
    was_administrator = person.role == Role.ADMINISTRATOR
    changed = journal.merge(person, changes)
    if not changed:
        return None
    _check(person)
    if was_administrator and person.role != Role.ADMINISTRATOR:
        refuse_without_administrator(person)
    person.save()
    if person.role != Role.SUPERVISOR:
        Supervision.objects.filter(person=person).delete()
    return events.PersonEdited(person.pk, tuple(changed))


def _check(person: Person) -> None:
    validation.check(person, skip=["password"])
    if person.time_zone not in available_timezones():
        raise RuleBroken(
            f"“{person.time_zone}” is not a time zone.", fields={"time_zone": "Choose a time zone."}
        )
    try:
        Locale.parse(person.locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as problem:
        sentence = f"“{person.locale}” is not a language that we know."
        raise RuleBroken(sentence, fields={"locale": sentence}) from problem
