"""Teams and locations as trees."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Count, Q, QuerySet

from fairlead.access import OutOfReach, Viewer
from fairlead.kit import lookup, trees
from fairlead.people.models import Location, Supervision, Team

Node = TypeVar("Node", Team, Location)


@dataclass(frozen=True, slots=True)
class Branch(Generic[Node]):
    """One node of a tree in the order in which a page shows it, and how deep it stands."""

    node: Node
    depth: int
    path: str


def teams(viewer: Viewer, *, include_retired: bool = False) -> list[Branch[Team]]:
    """Return the teams as a tree in reading order, each with ``member_count`` of active members."""
    del viewer  # names of teams are no secret among colleagues
    rows = Team.objects.annotate(member_count=Count("members", filter=Q(members__is_active=True)))
    return _as_tree(rows if include_retired else rows.filter(is_active=True))


def team(viewer: Viewer, pk: int) -> Team:
    """Return one team.

    :raises OutOfReach: when there is none with this id.
    """
    del viewer
    found = lookup.find(Team, pk, beside=("parent",))
    if found is None:
        raise OutOfReach("There is no such team.")
    return found


def teams_below(pk: int) -> frozenset[int]:
    """Return a team's id and those of all teams below it."""
    return trees.below(dict(Team.objects.order_by().values_list("pk", "parent_id")), [pk])


def locations(viewer: Viewer, *, include_retired: bool = False) -> list[Branch[Location]]:
    """Return the locations as a tree in reading order."""
    del viewer  # names of places are no secret among colleagues
    rows = Location.objects.all()
    return _as_tree(rows if include_retired else rows.filter(is_active=True))


def location(viewer: Viewer, pk: int) -> Location:
    """Return one location.

    :raises OutOfReach: when there is none with this id.
    """
    del viewer
    found = lookup.find(Location, pk, beside=("parent",))
    if found is None:
        raise OutOfReach("There is no such location.")
    return found


def locations_below(pk: int) -> frozenset[int]:
    """Return a location's id and those of all locations below it."""
    return trees.below(dict(Location.objects.order_by().values_list("pk", "parent_id")), [pk])


@dataclass(frozen=True, slots=True)
class Supervisors:
    """The names of who supervises which team and location."""

    rows: tuple[tuple[int | None, int | None, str], ...]

    def team(self, pk: int) -> list[str]:
        """Return who supervises a team itself."""
        return [name for team, _, name in self.rows if team == pk]

    def location(self, pk: int) -> list[str]:
        """Return who supervises a location itself."""
        return [name for _, location, name in self.rows if location == pk]


def supervisors(viewer: Viewer) -> Supervisors:
    """Return who supervises what; names are no secret among colleagues."""
    del viewer
    rows = Supervision.objects.filter(person__is_active=True).order_by("person__name")
    return Supervisors(tuple(rows.values_list("team_id", "location_id", "person__name")))


def _as_tree(rows: QuerySet[Node]) -> list[Branch[Node]]:
    """Return the rows with children right below their parents, siblings by name.

    A node whose parent is not among the rows, because it is retired, moves up to the top.
    """
    nodes = list(rows.order_by("name", "pk"))
    present = {node.pk for node in nodes}
    children: dict[int | None, list[Node]] = {}
    for node in nodes:
        children.setdefault(node.parent_id if node.parent_id in present else None, []).append(node)
    return list(_walk(children, None, 0, ""))


def _walk(
    children: dict[int | None, list[Node]], above: int | None, depth: int, path: str
) -> Iterable[Branch[Node]]:
    for node in children.get(above, []):
        here = f"{path} / {node.name}" if path else node.name
        yield Branch(node, depth, here)
        yield from _walk(children, node.pk, depth + 1, here)
