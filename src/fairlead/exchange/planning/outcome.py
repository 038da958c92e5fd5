"""What becomes of one row."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from fairlead.exchange.kinds import Missing


class What(StrEnum):
    """What loading does with a row."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    SKIP = "skip"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and why."""

    file: str
    row: int
    column: str
    value: str
    reason: str
    field: str = ""

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}{f', column {self.column}' if self.column else ''}: {self.reason}"


@dataclass(slots=True)
class Draft:
    """One row as values of the kind's fields; nothing looked up among existing records yet.

    :param missing: references to records that are made when the file is loaded.
    :param is_left_out: somebody said so, of the row or of a value in it.
    """

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, Missing] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_left_out: bool = False


@dataclass(slots=True)
class Planned:
    """A row with its fate.

    :param record: the new or changed record, not saved.
    :param changes: attribute → value before and after, of an update.
    :param extras: what the row says beside the record's own columns, for ``Kind.parts``.
    :param note: why a row is skipped.
    """

    number: int
    what: What
    record: Any = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, Missing] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    note: str = ""
