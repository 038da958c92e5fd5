"""What others may hear about views, past tense; ids only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ViewSaved:
    """A view was made, or what it asks, its name or who finds it changed."""

    view_id: int


@dataclass(frozen=True, slots=True)
class ViewDeleted:
    """A view is gone; the rows that it asked for are where they were."""

    view_id: int


@dataclass(frozen=True, slots=True)
class ViewShared:
    """A view was lent to a person or a team, or is not any more."""

    view_id: int
    person_id: int | None
    team_id: int | None
    is_lent: bool


@dataclass(frozen=True, slots=True)
class FavouritesChanged:
    """A person has another set of views at hand."""

    person_id: int
    view_id: int
