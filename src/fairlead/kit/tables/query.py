"""The query value: which rows, which columns, in which order, as of when. Frozen, to be kept and compared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one column; values are kept as they are written: “@me”, “this quarter”, “1000.50”."""

    column: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Conditions of which one must hold."""

    conditions: tuple[Condition, ...]

    def __iter__(self) -> Iterator[Condition]:
        return iter(self.conditions)


@dataclass(frozen=True, slots=True)
class Sort:
    """One column to sort by; empty values come last either way."""

    column: str
    descending: bool = False

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column

    @classmethod
    def of(cls, text: str) -> "Sort":
        """Return the sort that is written “amount” or “-amount”."""
        return cls(text.removeprefix("-"), text.startswith("-"))


@dataclass(frozen=True, slots=True)
class Query:
    """Rows of one kind: every branch of ``where`` must hold, and in each branch one of its conditions."""

    kind: str
    columns: tuple[str, ...]
    where: tuple[AnyOf, ...] = ()
    sort: tuple[Sort, ...] = ()
    group: str = ""
    search: str = ""
    as_of: datetime | None = None

    @property
    def conditions(self) -> Iterator[Condition]:
        """Walk over all conditions."""
        return (condition for branch in self.where for condition in branch)

    def sorted_by(self, column: str) -> "Query":
        """Return the query sorted by a column; by the same column again, the other way round."""
        first = self.sort[0] if self.sort else None
        descending = first is not None and first.column == column and not first.descending
        others = tuple(sort for sort in self.sort if sort.column != column)
        return replace(self, sort=(Sort(column, descending), *others)[:3])

    def without_branch(self, number: int) -> "Query":
        """Return the query without one of its branches."""
        return replace(self, where=self.where[:number] + self.where[number + 1 :])

    def with_condition(self, condition: Condition) -> "Query":
        """Return the query with one more branch, once."""
        branch = AnyOf((condition,))
        return self if branch in self.where else replace(self, where=(*self.where, branch))
