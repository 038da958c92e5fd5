"""The nouns of people: a person, their team and location, whom they supervise, what is shared, tokens."""

from fairlead.people.choices import LocationKind

from .location import Location
from .person import Person, PersonManager
from .share import Share
from .supervision import Supervision
from .team import Team
from .token import ApiToken

__all__ = [
    "ApiToken",
    "Location",
    "LocationKind",
    "Person",
    "PersonManager",
    "Share",
    "Supervision",
    "Team",
]
