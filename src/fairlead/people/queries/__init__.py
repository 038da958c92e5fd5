"""Reads about people; every function that a screen calls takes the viewer first."""

from .explaining import holds, why_sees
from .persons import (
    Holding,
    administrators,
    assignable,
    colleague,
    dependents,
    open_work,
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
    "Holding",
    "Supervisors",
    "administrators",
    "assignable",
    "colleague",
    "dependents",
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
