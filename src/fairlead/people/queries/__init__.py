"""Reads about people; every function that a screen calls takes the viewer first."""

from .explaining import Extent, extent, holds, why_sees
from .holdings import Holding, dependents, open_work
from .persons import (
    administrators,
    assignable,
    colleague,
    people,
    person,
    person_history,
    shares_of,
    supervisions,
    token,
    tokens,
)
from .places import (
    Branch,
    Supervisors,
    location,
    locations,
    locations_below,
    supervisors,
    team,
    teams,
    teams_below,
)
from .viewers import reader_by_token, viewer_of

__all__ = [
    "Branch",
    "Extent",
    "Holding",
    "Supervisors",
    "administrators",
    "assignable",
    "colleague",
    "dependents",
    "extent",
    "holds",
    "location",
    "locations",
    "locations_below",
    "open_work",
    "people",
    "person",
    "person_history",
    "reader_by_token",
    "shares_of",
    "supervisions",
    "supervisors",
    "team",
    "teams",
    "teams_below",
    "token",
    "tokens",
    "viewer_of",
    "why_sees",
]
