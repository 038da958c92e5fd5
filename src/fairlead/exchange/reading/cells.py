"""One cell to one value of the kind asked for, or a problem that says what is wrong with it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from fairlead.kit.formulas import as_typed
from fairlead.kit.money import Money

from . import dates, numbers
from .columns import ColumnFormat
from .dates import DateOrder
from .sheet import Cell, Kind, is_empty

_YES = frozenset("yes y true t 1 on x ja j wahr oui o vrai sí si s sì vero sim tak".split())  # noqa: SIM905
_NO = frozenset("no n false f 0 off nein falsch non faux falso não nao nie".split())  # noqa: SIM905
_SHOWN = 60


class CellProblem(Exception):
    """The cell does not hold what its column is to be read as. The message is the reason."""


def convert(cell: Cell, kind: Kind, form: ColumnFormat, zone: ZoneInfo) -> Any:
    """Return the value in a cell: None where it is empty, else what its kind says.

    Text is stripped; a percentage is in percent (30 % is 30); money knows its currency only where the cell
    says it; a moment without an offset is taken to be in ``zone`` and comes back in UTC.

    :raises CellProblem: with a reason that a person can act on.
    """
    return None if is_empty(cell) else _CONVERTERS[kind](cell, form, zone)


def _text(cell: Cell, _form: ColumnFormat, _zone: ZoneInfo) -> str:
    if isinstance(cell, str):
        text = as_typed(cell).strip()
        if "\x00" in text:
            raise CellProblem("The text holds a NUL character.")
        return text
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell)


def _decimal(cell: Cell, form: ColumnFormat, _zone: ZoneInfo) -> Decimal:
    return _number(cell, form)[0]


def _number(cell: Cell, form: ColumnFormat) -> tuple[Decimal, str, str]:
    """Return a number, its currency, and its unit."""
    if isinstance(cell, Decimal | int) and not isinstance(cell, bool):
        return Decimal(cell), "", ""
    parts = numbers.take_apart(as_typed(cell).strip()) if isinstance(cell, str) else None
    value = parts.value(form.decimal_mark) if parts else None
    if parts is None or value is None:
        raise CellProblem(f"{shown(cell)} is not a number{_mark_words(form) if parts else ''}.")
    return value, parts.currency, parts.unit


def _mark_words(form: ColumnFormat) -> str:
    return " with a decimal comma" if form.decimal_mark == "," else " with a decimal point"


def _whole(cell: Cell, form: ColumnFormat, _zone: ZoneInfo) -> int:
    value = _number(cell, form)[0]
    if value != value.to_integral_value():
        raise CellProblem(f"{shown(cell)} is not a whole number.")
    return int(value)


def _money(cell: Cell, form: ColumnFormat, _zone: ZoneInfo) -> Money:
    value, currency, _ = _number(cell, form)
    return Money(value, currency)


def _percent(cell: Cell, form: ColumnFormat, _zone: ZoneInfo) -> Decimal:
    value, _, unit = _number(cell, form)
    return value * 100 if form.is_fraction and unit != "%" else value


def _date(cell: Cell, form: ColumnFormat, zone: ZoneInfo) -> date:
    value = _date_or_moment(cell, form)
    if isinstance(value, datetime):
        return value.astimezone(zone).date() if value.tzinfo else value.date()
    return value


def _moment(cell: Cell, form: ColumnFormat, zone: ZoneInfo) -> datetime:
    value = _date_or_moment(cell, form)
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _date_or_moment(cell: Cell, form: ColumnFormat) -> date | datetime:
    if isinstance(cell, date):
        return cell
    value: date | datetime | None = None
    if isinstance(cell, str):
        text = cell.strip()
        if parts := dates.take_apart(text):
            value = parts.value(form.date_order or DateOrder.DAY_FIRST)
        elif (number := numbers.take_apart(text)) and not number.unit:
            value = dates.from_serial(number.value(".") or Decimal(0))
    elif isinstance(cell, Decimal | int) and not isinstance(cell, bool):
        value = dates.from_serial(Decimal(cell))
    if value is None:
        raise CellProblem(f"{shown(cell)} is not a date{_order_words(form)}.")
    return value


def _order_words(form: ColumnFormat) -> str:
    if form.date_order is None:
        return ""
    return " with the day first" if form.date_order == DateOrder.DAY_FIRST else " with the month first"


def _yes_no(cell: Cell, _form: ColumnFormat, _zone: ZoneInfo) -> bool:
    if isinstance(cell, bool):
        return cell
    word = str(cell).strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellProblem(f"{shown(cell)} is neither yes nor no.")


def shown(cell: Cell) -> str:
    """Return a cell for a sentence: quoted, and cut where it is long."""
    text = str(cell)
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”"


_CONVERTERS: dict[Kind, Callable[[Any, ColumnFormat, ZoneInfo], Any]] = {
    Kind.TEXT: _text,
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.MONEY: _money,
    Kind.PERCENT: _percent,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
}
