"""The first administrator, who makes everybody else."""

from datetime import datetime

from fairlead.access import Role, Viewer
from fairlead.people.models import Person

from .leaving import reactivate_person
from .passwords import set_password
from .persons import NewPerson, add_person, edit_person


def ensure_administrator(email: str, *, name: str, password: str | None, by: Viewer, at: datetime) -> Person:
    """Return an active administrator with this e-mail and password: added, promoted or reactivated as needed.

    Called at first run and by somebody at the machine who is locked out.
    """
    person = Person.objects.filter(email=email).first()
    if person is None:
        new = NewPerson(email=email, name=name, password=password, role=Role.ADMINISTRATOR)
        return Person.objects.get(pk=add_person(new, by=by, at=at).person_id)
    edit_person(person, changes={"role": Role.ADMINISTRATOR.value}, by=by, at=at)
    reactivate_person(person, by=by, at=at)
    if password is not None:
        set_password(person, password=password, by=by, at=at)
    return Person.objects.get(pk=person.pk)
