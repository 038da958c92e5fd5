"""What filters and forms may offer of people and places."""

from typing import Any

from django.db.models import Q, QuerySet

from fairlead.access import Viewer
from fairlead.kit.tables import Options

from .models import Location, Person, Team


def _persons(viewer: Viewer) -> QuerySet[Person]:
    """Return colleagues by name: the active ones, and those who left among the people one supervises."""
    known = Q() if viewer.reach.everyone else Q(is_active=True) | Q(pk__in=viewer.reach.owners)
    return Person.objects.filter(known).order_by("-is_active", "name", "pk")


def _teams(_viewer: Any) -> QuerySet[Team]:
    return Team.objects.order_by("name", "pk")


def _locations(_viewer: Any) -> QuerySet[Location]:
    return Location.objects.order_by("name", "pk")


PERSONS = Options(rows=_persons)
TEAMS = Options(rows=_teams)
LOCATIONS = Options(rows=_locations)
