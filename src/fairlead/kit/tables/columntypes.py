"""What kinds of value a column holds, and what can be asked of each."""

from collections.abc import Mapping
from enum import StrEnum


class Type(StrEnum):
    """The kind of value in a column; decides its operators, its alignment and its form in a spreadsheet."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    RELATION = "relation"
    PERSON = "person"
    YES_NO = "yes_no"


TEXT, NUMBER, MONEY, PERCENT = Type.TEXT, Type.NUMBER, Type.MONEY, Type.PERCENT
DATE, MOMENT = Type.DATE, Type.MOMENT
CHOICE, RELATION, PERSON, YES_NO = Type.CHOICE, Type.RELATION, Type.PERSON, Type.YES_NO

NUMERIC = frozenset({NUMBER, MONEY, PERCENT})
TEMPORAL = frozenset({DATE, MOMENT})
REFERRING = frozenset({RELATION, PERSON})

_PRESENCE = ("empty", "filled")
_NUMBERS = ("eq", "gte", "lte", "between", *_PRESENCE)
_TIMES = ("on", "before", "after", "between", "period", *_PRESENCE)
_CHOICES = ("is", "is_not", *_PRESENCE)

OPERATORS: Mapping[Type, tuple[str, ...]] = {
    TEXT: ("contains", "starts", "is", "is_not", *_PRESENCE),
    NUMBER: _NUMBERS,
    MONEY: _NUMBERS,
    PERCENT: _NUMBERS,
    DATE: _TIMES,
    MOMENT: _TIMES,
    CHOICE: _CHOICES,
    RELATION: _CHOICES,
    PERSON: _CHOICES,
    YES_NO: ("is",),
}
"""What can be asked of each kind, the most usual first. Columns that refer to a tree know “under” as well."""

ALIASES = {"in": "is"}
MOST_VALUES = 200
_COUNTS = {
    "empty": (0, 0), "filled": (0, 0), "between": (2, 2), "contains": (1, 20), "starts": (1, 20),
    "is": (1, MOST_VALUES), "is_not": (1, MOST_VALUES), "under": (1, MOST_VALUES), "eq": (1, MOST_VALUES),
}  # fmt: skip

WORDS = {
    "contains": "contains", "starts": "starts with", "is": "is", "is_not": "is not",
    "under": "is or lies below", "eq": "is", "gte": "is at least", "lte": "is at most",
    "between": "is between", "on": "is on", "before": "is before", "after": "is after",
    "period": "is in", "empty": "is empty", "filled": "is filled",
}  # fmt: skip
"""The operators as people read them."""


def value_count(operator: str) -> tuple[int, int]:
    """Return how many values an operator takes, at least and at most."""
    return _COUNTS.get(operator, (1, 1))
