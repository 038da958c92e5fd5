"""The context that every file is read in: who brings it, when, and the organisation's zone and currency."""

from datetime import datetime
from zoneinfo import ZoneInfo

from fairlead.access import Viewer
from fairlead.vocabulary import queries as vocabulary

from .kinds import Context


def context_of(viewer: Viewer, at: datetime) -> Context:
    """Return the context for a viewer at a moment."""
    organisation = vocabulary.organisation()
    return Context(viewer, at, ZoneInfo(organisation.time_zone), organisation.base_currency)
