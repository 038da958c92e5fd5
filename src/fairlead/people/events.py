"""What others may hear about people, in the past tense."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """Somebody joined."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonEdited:
    """Something about a person changed; ``fields`` names what."""

    person_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonDeactivated:
    """A person cannot sign in any more; their records stay."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonReactivated:
    """A person may sign in again."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonDeleted:
    """A person that nothing depended on is gone."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PasswordSet:
    """A person's password was set; what it is, nobody hears."""

    person_id: int


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """A person was signed out of some or all of their devices."""

    person_id: int
    count: int


@dataclass(frozen=True, slots=True)
class TeamSaved:
    """A team was made, renamed, moved, retired or restored."""

    team_id: int


@dataclass(frozen=True, slots=True)
class LocationSaved:
    """A location was made, changed, moved, retired or restored."""

    location_id: int


@dataclass(frozen=True, slots=True)
class SupervisionChanged:
    """A person started or stopped supervising a team or a location."""

    person_id: int
    team_id: int | None
    location_id: int | None
    supervises: bool


@dataclass(frozen=True, slots=True)
class RecordShared:
    """A record was shared with a person or a team."""

    kind: str
    record_id: int
    person_id: int | None
    team_id: int | None


@dataclass(frozen=True, slots=True)
class RecordUnshared:
    """A record is no longer shared with a person or a team."""

    kind: str
    record_id: int
    person_id: int | None
    team_id: int | None


@dataclass(frozen=True, slots=True)
class ApiTokenCreated:
    """A person made a token for a program; the secret is not told."""

    token_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class ApiTokenRevoked:
    """A token stopped working."""

    token_id: int
    person_id: int
