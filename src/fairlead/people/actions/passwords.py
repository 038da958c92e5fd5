"""Set passwords."""

from datetime import datetime

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit.errors import RuleBroken
from fairlead.people import events, rules, signed_in
from fairlead.people.models import Person


class WeakPassword(RuleBroken):
    """The password lacks something; the message says what."""


@action("person.password_set", rule=rules.may_edit_profile, verb="set the password of")
def set_password(
    person: Person, *, password: str, keep_session: str | None = None, by: Viewer, at: datetime
) -> events.PasswordSet:
    """Set a person's password and sign them out everywhere else; the journal keeps that, not the password.

    :param keep_session: key of the session that stays signed in.
    :raises WeakPassword: with what the password lacks.
    """
    del by, at
    refuse_if_weak(person, password)
    person.set_password(password)
    person.save(update_fields=["password"])
    signed_in.end(person, keep=keep_session)
    return events.PasswordSet(person.pk)


def refuse_if_weak(person: Person, password: str) -> None:
    """Raise :class:`WeakPassword` when the password is too easy to guess."""
    try:
        password_validation.validate_password(password, person)
    except ValidationError as problem:
        sentence = " ".join(problem.messages)
        raise WeakPassword(sentence, fields={"password": sentence}) from problem
