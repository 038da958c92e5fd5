"""A typed table, ready to be written as any kind of file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from fairlead.kit.money import Money

Value: TypeAlias = str | int | Decimal | Money | bool | date | datetime | None


class Type(StrEnum):
    """What a column holds. Money cells are ``Money``; percentages are in percent (30 is 30 %)."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, what it holds, how wide it is in characters, its name for programs."""

    title: str
    type: Type = Type.TEXT
    width: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a reader should know about the table: which filters, as of when, made by whom."""

    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of typed values with what stands around them.

    :param rows: each as long as ``columns``; read once, so that a million rows need no memory.
    :param totals: for each totals row, values for some columns by position: one row a currency.
    :param currencies: all currencies in the rows; with one, its amounts need no column of their own.
    :param zone: where moments are shown.
    :param count: how many rows there are, where that is known beforehand.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    totals: Sequence[dict[int, Value]] = ()
    facts: Sequence[Fact] = ()
    currencies: Sequence[str] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    count: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns as they stand in a file: amounts in several currencies have the currency beside them.

    :param sources: for each column of the file, the column of the table and whether its currency is meant.
    """

    titles: tuple[str, ...]
    types: tuple[Type, ...]
    widths: tuple[int, ...]
    sources: tuple[tuple[int, bool], ...]

    def cells(self, row: Sequence[Value]) -> list[Value]:
        """Return the cells of one row of the file; money as its bare amount."""
        return [self._cell(row[index], is_currency) for index, is_currency in self.sources]

    def position(self, index: int) -> int:
        """Return where a column of the table stands in the file."""
        return self.sources.index((index, False))

    @staticmethod
    def _cell(value: Value, is_currency: bool) -> Value:
        if not isinstance(value, Money):
            return None if is_currency else value
        return value.currency if is_currency else value.amount


def lay_out(table: Table) -> Layout:
    """Return how the columns of a table stand in a file."""
    titles: list[str] = []
    types: list[Type] = []
    widths: list[int] = []
    sources: list[tuple[int, bool]] = []
    for index, column in enumerate(table.columns):
        only = table.currencies[0] if len(table.currencies) == 1 else ""
        titles.append(f"{column.title} ({only})" if only and column.type == Type.MONEY else column.title)
        types.append(column.type)
        widths.append(column.width or _usual_width(column))
        sources.append((index, False))
        if column.type == Type.MONEY and not only:
            titles.append(f"{column.title} currency")
            types.append(Type.TEXT)
            widths.append(10)
            sources.append((index, True))
    return Layout(tuple(titles), tuple(types), tuple(widths), tuple(sources))


def _usual_width(column: Column) -> int:
    usual = {Type.TEXT: 24, Type.MONEY: 16, Type.DATE: 12, Type.MOMENT: 18}.get(column.type, 11)
    return max(usual, min(40, len(column.title) + 3))
