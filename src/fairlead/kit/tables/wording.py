"""A query in words: for chips above a list and for the head of an exported file."""

from decimal import Decimal
from typing import Any

from .column import Column, Table
from .columntypes import NUMERIC, REFERRING, TEMPORAL, WORDS, YES_NO
from .dates import words_for
from .query import AnyOf, Condition, Query


def describe(query: Query, table: Table, viewer: Any) -> list[str]:
    """Return one sentence part for each branch of the filter, with the labels that the viewer may know."""
    return [describe_branch(branch, table, viewer) for branch in query.where]


def describe_branch(branch: AnyOf, table: Table, viewer: Any) -> str:
    """Return “Stage is Proposal or Amount is at least 1000”."""
    return " or ".join(_condition(condition, table, viewer) for condition in branch)


def _condition(condition: Condition, table: Table, viewer: Any) -> str:
    column = table.column(condition.column, parameter="where")
    words = f"{column.title} {WORDS[condition.operator]}"
    if not condition.values:
        return words
    joint = " and " if condition.operator == "between" else ", "
    return f"{words} {joint.join(_labels(column, condition.values, viewer))}"


def _labels(column: Column, values: tuple[str, ...], viewer: Any) -> list[str]:
    if column.type == YES_NO:
        return ["Yes" if value == "yes" else "No" for value in values]
    if column.type in NUMERIC:
        return [f"{Decimal(value):,f}" for value in values]
    if column.type in TEMPORAL:
        return [words_for(value) for value in values]
    known: dict[str, str] = {}
    if column.options is not None:
        known = column.options.labels(viewer, [value for value in values if value != "@me"])
    known |= {"@me": "me"}
    unknown = "unknown" if column.type in REFERRING else ""
    return [known.get(value, (unknown and f"{unknown} ({value})") or value) for value in values]
