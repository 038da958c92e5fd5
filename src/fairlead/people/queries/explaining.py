"""Why somebody sees a record, in sentences: what an administrator asks when a person sees too much."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from fairlead.access import Refused, Viewer
from fairlead.kit import trees
from fairlead.people import kinds
from fairlead.people.models import Location, Person, Share, Supervision, Team

from .viewers import viewer_of


def holds(viewer: Viewer, record: models.Model) -> bool:
    """Tell whether a record of a registered kind is within a viewer's reach."""
    return viewer.reach.holds(
        kinds.of(record).name,
        pk=record.pk,
        owner_id=getattr(record, "owner_id", None),
        location_id=getattr(record, "location_id", None),
        is_draft=getattr(record, "is_draft", False),
    )


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a person sees, in names: whose work, which places, how many shared records by kind."""

    everything: bool
    owners: list[str]
    locations: list[str]
    shares: list[str]


def extent(viewer: Viewer, person: Person) -> Extent:
    """Return how far a person sees, for administrators and the person.

    :raises Refused: when somebody else asks.
    """
    if not viewer.is_administrator and viewer.person_id != person.pk:
        raise Refused("Only administrators ask how far others see.")
    reach = viewer_of(person).reach
    owners = Person.objects.filter(pk__in=reach.owners).order_by("name")
    locations = Location.objects.filter(pk__in=reach.locations).order_by("name")
    known = {kind.name: kind for kind in kinds.kinds()}
    return Extent(
        everything=reach.everyone,
        owners=list(owners.values_list("name", flat=True)),
        locations=list(locations.values_list("name", flat=True)),
        shares=[
            f"{len(ids)} {known[kind].noun if len(ids) == 1 else known[kind].plural}"
            for kind, ids in sorted(reach.shared.items())
            if kind in known
        ],
    )


def why_sees(viewer: Viewer, kind: str, record: models.Model) -> list[str]:
    """Return each reason for which the viewer sees a record, as a sentence; none when they do not see it."""
    if not holds(viewer, record):
        return []
    return [
        *_by_role(viewer),
        *_by_ownership(viewer, record),
        *_by_team(viewer, record),
        *_by_location(viewer, record),
        *_by_share(viewer, kind, record),
    ]


def _by_role(viewer: Viewer) -> Iterator[str]:
    if viewer.reach.everyone:
        yield f"{viewer.name} is an administrator and sees everything."


def _by_ownership(viewer: Viewer, record: models.Model) -> Iterator[str]:
    if viewer.person_id is not None and getattr(record, "owner_id", None) == viewer.person_id:
        yield f"{viewer.name} owns it."


def _by_team(viewer: Viewer, record: models.Model) -> Iterator[str]:
    owner_id = getattr(record, "owner_id", None)
    if not viewer.is_supervisor or owner_id is None:
        return
    owner = Person.objects.select_related("team").get(pk=owner_id)
    for above in _chain(Team, owner.team_id):
        if Supervision.objects.filter(person=viewer.person_id, team=above.pk).exists():
            within = "" if above.pk == owner.team_id else f", which the team {owner.team} belongs to"
            member = f"of which {owner}, the owner, is a member"
            yield f"{viewer.name} supervises the team {above}{within}, {member}."


def _by_location(viewer: Viewer, record: models.Model) -> Iterator[str]:
    place_id = getattr(record, "location_id", None)
    if not viewer.is_supervisor or place_id is None:
        return
    place, *_ = chain = _chain(Location, place_id)
    for above in chain:
        if Supervision.objects.filter(person=viewer.person_id, location=above.pk).exists():
            within = "where it is" if above.pk == place.pk else f"which {place}, where it is, belongs to"
            yield f"{viewer.name} supervises the location {above}, {within}."


def _by_share(viewer: Viewer, kind: str, record: models.Model) -> Iterator[str]:
    rows = Share.objects.filter(kind=kind, record_id=record.pk).select_related("team")
    if rows.filter(person=viewer.person_id).exists():
        yield f"It is shared with {viewer.name}."
    belongs = {team.pk for team in _chain(Team, _team_of(viewer))}
    for row in rows.filter(team__in=viewer.team_ids).order_by("team__name"):
        verb = "belongs to" if row.team_id in belongs else "supervises"
        yield f"It is shared with the team {row.team}, which {viewer.name} {verb}."


def _team_of(viewer: Viewer) -> int | None:
    if viewer.person_id is None:
        return None
    return Person.objects.values_list("team_id", flat=True).get(pk=viewer.person_id)


def _chain(model: type[models.Model], pk: int | None) -> list[models.Model]:
    """Return a node of a tree and those above it, nearest first."""
    nodes = model._default_manager.in_bulk()
    parents = {key: node.parent_id for key, node in nodes.items()}  # type: ignore[attr-defined]
    return [nodes[key] for key in trees.upwards(parents, pk)]
