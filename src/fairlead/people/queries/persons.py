"""Persons as the viewer may see them: names of colleagues for everybody, the rest for administrators."""

from django.db import models
from django.db.models import Q, QuerySet

from fairlead import journal
from fairlead.access import OutOfReach, Refused, Role, Viewer
from fairlead.kit import lookup
from fairlead.people import kinds
from fairlead.people.models import ApiToken, Person, Share, Supervision


def assignable(viewer: Viewer) -> QuerySet[Person]:
    """Return the active colleagues whom work can be given to, with name, team and location only."""
    del viewer  # everybody may see the names of their colleagues
    return Person.objects.filter(is_active=True).only("name", "team_id", "location_id", "is_active")


def colleague(viewer: Viewer, pk: int) -> Person:
    """Return a person whose name this viewer may see: an active colleague, themselves, or one they supervise.

    Their team and location come with them, as what they own is put there.

    :raises OutOfReach: for anybody else.
    """
    found = lookup.find(Person, pk, beside=("team", "location"))
    if found is None or not (viewer.is_administrator or found.is_active or pk in viewer.reach.owners):
        raise OutOfReach("There is no such person.")
    return found


def people(viewer: Viewer, *, search: str = "", include_inactive: bool = True) -> QuerySet[Person]:
    """Return everybody with their role and team, for those who manage people.

    :raises Refused: when the viewer is no administrator.
    """
    only_administrators(viewer)
    found = Person.objects.select_related("team", "location")
    if not include_inactive:
        found = found.filter(is_active=True)
    if search.strip():
        found = found.filter(Q(name__icontains=search.strip()) | Q(email__icontains=search.strip()))
    return found.order_by("-is_active", "name", "pk")


def person(viewer: Viewer, pk: int) -> Person:
    """Return one person with everything about them: oneself, or anybody for administrators.

    :raises OutOfReach: when there is no such person or it is not for this viewer to see them.
    """
    found = Person.objects.select_related("team", "location").filter(pk=pk).first()
    if found is None or not (viewer.is_administrator or viewer.person_id == found.pk):
        raise OutOfReach("There is no such person.")
    return found


def supervisions(viewer: Viewer, person: Person) -> QuerySet[Supervision]:
    """Return what a person supervises, for administrators and the person."""
    only_administrators_or(viewer, person)
    return (
        Supervision.objects.filter(person=person)
        .select_related("team", "location")
        .order_by("team__name", "location__name")
    )


def tokens(viewer: Viewer, person: Person) -> QuerySet[ApiToken]:
    """Return a person's API tokens, newest first, for administrators and the person."""
    only_administrators_or(viewer, person)
    return ApiToken.objects.filter(person=person).defer("digest")


def token(viewer: Viewer, pk: int) -> ApiToken:
    """Return one API token: one's own, or anybody's for administrators.

    :raises OutOfReach: for any other.
    """
    found = ApiToken.objects.defer("digest").filter(pk=pk).first()
    if found is None or not (viewer.is_administrator or found.person_id == viewer.person_id):
        raise OutOfReach("There is no such token.")
    return found


def person_history(viewer: Viewer, person: Person) -> "list[journal.Change]":
    """Return what happened to a person and to what they supervise, newest first."""
    only_administrators_or(viewer, person)
    return journal.history(person, (Supervision, "person"))


def shares_of(viewer: Viewer, record: models.Model) -> QuerySet[Share]:
    """Return with whom a record is shared; the caller has reached the record with this viewer."""
    del viewer
    return Share.objects.filter(kind=kinds.of(record).name, record_id=record.pk).select_related(
        "person", "team"
    )


def administrators() -> QuerySet[Person]:
    """Return the active administrators."""
    return Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True)


def only_administrators(viewer: Viewer) -> None:
    """Raise :class:`Refused` for everybody but administrators."""
    if not viewer.is_administrator:
        raise Refused("Only administrators manage people.")


def only_administrators_or(viewer: Viewer, person: Person) -> None:
    """Raise :class:`Refused` for everybody but administrators and the person."""
    if viewer.person_id != person.pk:
        only_administrators(viewer)
