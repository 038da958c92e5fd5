"""Persons as the viewer may see them: names of colleagues for everybody, the rest for administrators."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q, QuerySet

from fairlead import journal
from fairlead.access import OutOfReach, Refused, Role, Viewer
from fairlead.people import kinds
from fairlead.people.models import ApiToken, Person, Share, Supervision


@dataclass(frozen=True, slots=True)
class Holding:
    """How many records of one kind hang on a person."""

    count: int
    noun: str

    def __str__(self) -> str:
        return f"{self.count:,} {self.noun}"


def assignable(viewer: Viewer) -> QuerySet[Person]:
    """Return the active colleagues whom work can be given to, with name, team and location only."""
    del viewer  # everybody may see the names of their colleagues
    return Person.objects.filter(is_active=True).only("name", "team_id", "location_id", "is_active")


def colleague(viewer: Viewer, pk: int) -> Person:
    """Return a person whose name this viewer may see: an active colleague, themselves, or one they supervise.

    :raises OutOfReach: for anybody else.
    """
    seen = Q() if viewer.is_administrator else Q(is_active=True) | Q(pk__in=viewer.reach.owners)
    found = Person.objects.filter(seen, pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such person.")
    return found


def people(viewer: Viewer, *, search: str = "", include_inactive: bool = True) -> QuerySet[Person]:
    """Return everybody with their role and team, for those who manage people.

    :raises Refused: when the viewer is no administrator.
    """
    _only_administrators(viewer)
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
    _only_administrators_or(viewer, person)
    return (
        Supervision.objects.filter(person=person)
        .select_related("team", "location")
        .order_by("team__name", "location__name")
    )


def tokens(viewer: Viewer, person: Person) -> QuerySet[ApiToken]:
    """Return a person's API tokens, newest first, for administrators and the person."""
    _only_administrators_or(viewer, person)
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
    _only_administrators_or(viewer, person)
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


def open_work(viewer: Viewer, person: Person) -> list[Holding]:
    """Return the open work that a person holds, by kind; what has none is left out."""
    _only_administrators_or(viewer, person)
    counted = ((kind, kind.open_count(person.pk)) for kind in kinds.kinds() if kind.open_count)
    return [
        Holding(count, f"{kind.open_adjective} {kind.noun if count == 1 else kind.plural}".strip())
        for kind, count in counted
        if count
    ]


def dependents(person: Person) -> list[Holding]:
    """Return everything that refers to a person and would be lost or orphaned without them."""
    return [holding for holding in _dependents(person) if holding.count]


def _dependents(person: Person) -> Iterator[Holding]:
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.on_delete in {
            models.CASCADE,
            models.DO_NOTHING,
        }:
            continue
        model = relation.related_model
        count = model._base_manager.filter(**{relation.field.name: person.pk}).count()
        yield Holding(count, str(model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural))


def _only_administrators(viewer: Viewer) -> None:
    if not viewer.is_administrator:
        raise Refused("Only administrators manage people.")


def _only_administrators_or(viewer: Viewer, person: Person) -> None:
    if viewer.person_id != person.pk:
        _only_administrators(viewer)
