"""What stands in a cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from fairlead.kit.money import Money


@dataclass(frozen=True, slots=True)
class Ref:
    """Something that has a key and a label: a person, a company, a choice."""

    key: int | str
    label: str
    colour: str = ""

    def __str__(self) -> str:
        return self.label


Value: TypeAlias = "str | int | bool | Decimal | Money | date | datetime | Ref | Sequence[Ref] | None"


def plain(value: Any) -> str | int | bool | Decimal | date | datetime | None:
    """Return a cell's value as a spreadsheet or a CSV file takes it: labels and amounts bare."""
    if isinstance(value, Ref):
        return value.label
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, (list, tuple)):
        return ", ".join(str(plain(part)) for part in value)
    return value  # type: ignore[no-any-return]
