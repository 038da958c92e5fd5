"""What a record looks like in JSON: its table's columns, described and told from one declaration."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, create_model

from fairlead.api.values import AmountTold, DayTold, MomentTold, PercentTold, Told
from fairlead.kit.money import Money
from fairlead.kit.tables import Column, Ref, Table, Type, load_references


class Named(Told):
    """Another record: its id and its name."""

    id: int
    name: str


_TYPES: Mapping[str, Any] = {
    Type.TEXT: str,
    Type.NUMBER: int | None,
    Type.MONEY: AmountTold | None,
    Type.PERCENT: PercentTold | None,
    Type.DATE: DayTold | None,
    Type.MOMENT: MomentTold | None,
    Type.RELATION: Named | None,
    Type.PERSON: Named | None,
    Type.YES_NO: bool,
}


@dataclass(frozen=True)
class Shape:
    """One kind of record as the API tells it.

    :param more: further parts by name, which only the record itself has and no list.
    """

    name: str
    table: Table
    more: Mapping[str, tuple[Any, Callable[[Any], Any]]] = field(default_factory=dict)

    def rows(self, records: Sequence[Any], names: Iterable[str]) -> list[dict[str, Any]]:
        """Return some columns of records, with their ids and versions."""
        columns = [self.table.column(name) for name in names]
        load_references(records, [path for column in columns for path in column.relations])
        return [
            {"id": record.pk, "version": record.version} | {c.name: cell(c, record) for c in columns}
            for record in records
        ]

    def record(self, record: Any) -> dict[str, Any]:
        """Return everything about a record."""
        told = self.rows([record], self.table.names)[0]
        return told | {name: json(read(record)) for name, (_type, read) in self.more.items()}

    @property
    def described(self) -> type[Told]:
        """Return the description of the whole record."""
        fields: dict[str, Any] = {"id": int, "version": int}
        fields |= {column.name: (_type(column), _described(column)) for column in self.table.columns}
        fields |= {name: (type_, ...) for name, (type_, _read) in self.more.items()}
        return create_model(self.name, __base__=Told, **fields)

    @property
    def described_page(self) -> type[Told]:
        """Return the description of a page of rows, which have the columns asked for."""
        fields: dict[str, Any] = {"id": int, "version": int}
        for column in self.table.columns:
            fields[column.name] = (_type(column), _described(column, default=None))
        row = create_model(f"{self.name}Row", __base__=Told, **fields)
        return create_model(
            f"{self.name}Page",
            __base__=PageTold,
            rows=(list[row], Field(description="The rows of this page, in order.")),  # type: ignore[valid-type]
        )


class SumTold(Told):
    """An amount in one currency."""

    amount: AmountTold
    currency: str


class TotalsTold(Told):
    """How many rows the whole query has, and what its money columns come to by currency."""

    count: int
    sums: dict[str, list[SumTold]]


class PageTold(Told):
    """Some rows, and where the next and the previous ones begin; "" at either end."""

    next: str = Field(description="Send it as `after` for the next page.")
    previous: str = Field(description="Send it as `before` for the page before.")
    totals: TotalsTold | None = Field(None, description="There when `totals=true` was asked for.")


def cell(column: Column, record: Any) -> Any:
    """Return what a column says of a record, in JSON."""
    value = column.value(record)
    if value is None and column.type == Type.TEXT:
        return ""
    if column.type == Type.CHOICE and isinstance(value, Ref):
        return value.key
    return json(value)


def json(value: Any) -> Any:
    """Return a value as JSON has it: decimals as text, so that no reader rounds them."""
    if isinstance(value, Ref):
        return {"id": value.key, "name": value.label}
    if isinstance(value, Money):
        return f"{value.amount:f}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value


def named(record: Any, label: str = "name") -> dict[str, Any] | None:
    """Return another record as its id and name."""
    return None if record is None else {"id": record.pk, "name": str(getattr(record, label))}


def _type(column: Column) -> Any:
    if column.type == Type.CHOICE:
        keys = tuple(str(ref.key) for ref in column.options.fixed) if column.options else ()
        return Literal[keys] | None if keys else str | None
    return _TYPES[column.type]


def _described(column: Column, default: Any = ...) -> Any:
    return Field(default, title=column.title, description=column.help or None)
