"""Check what a query says against the table it asks."""

from datetime import date
from decimal import Decimal, InvalidOperation

from fairlead.kit.periods import Calendar, UnknownPeriod

from .column import Column, Table
from .columntypes import ALIASES, CHOICE, NUMERIC, PERSON, REFERRING, TEMPORAL, YES_NO, value_count
from .dates import day_named
from .errors import BadQuery
from .query import Condition

LONGEST_VALUE = 500
_ANY_DAY = date(2000, 2, 2)
_LARGEST = Decimal(10) ** 14


def checked(condition: Condition, table: Table) -> Condition:
    """Return the condition in its one spelling, if the table can answer it.

    :raises BadQuery: naming the condition and what is wrong with it.
    """
    shown = f"{condition.column}.{condition.operator}"
    column = table.column(condition.column, parameter="where")
    operator = ALIASES.get(condition.operator, condition.operator)
    if not column.filterable:
        raise BadQuery("where", shown, f"{column.title} cannot be filtered.")
    if operator not in column.operators:
        raise BadQuery("where", shown, f"{column.title} can be asked with: {', '.join(column.operators)}.")
    least, most = value_count(operator)
    if not least <= len(condition.values) <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        raise BadQuery("where", shown, f"{wanted} values are needed, {len(condition.values)} are given.")
    for value in condition.values:
        if reason := _fault(column, operator, value):
            raise BadQuery("where", f"{shown}:{value}", reason)
    return Condition(condition.column, operator, condition.values)


def check_text(parameter: str, text: str) -> None:
    """Refuse text that no database can be asked for, or that is far too long."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadQuery(parameter, text.replace("\x00", "?"), "It holds a character that cannot be stored.")
    if len(text) > LONGEST_VALUE:
        raise BadQuery(parameter, text, f"At most {LONGEST_VALUE} characters.")


def _fault(column: Column, operator: str, value: str) -> str:
    """Return what is wrong with a value, "" if nothing is."""
    check_text("where", value)
    if column.type in NUMERIC:
        return _fault_of_number(value)
    if column.type in TEMPORAL:
        return _fault_of_period(value) if operator == "period" else _fault_of_day(value)
    if column.type in REFERRING:
        return _fault_of_key(column, value)
    if column.type == YES_NO:
        return "" if value in ("yes", "no") else "Write yes or no."
    if column.type == CHOICE and column.options and column.options.fixed:
        known = [str(ref.key) for ref in column.options.fixed]
        return "" if value in known else f"Choose from: {', '.join(known)}."
    return "" if value else "Write something, or ask for “empty”."


def _fault_of_number(value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "It is not a number. Write it like 1000.50."
    return "" if number.is_finite() and abs(number) < _LARGEST else "The number is too large."


def _fault_of_day(value: str) -> str:
    return "" if day_named(value, _ANY_DAY) else "It is no day. Write 2026-01-31, today, today+7 or today-30."


def _fault_of_period(value: str) -> str:
    try:
        Calendar().resolve(value, _ANY_DAY)
    except UnknownPeriod as problem:
        return str(problem)
    return ""


def _fault_of_key(column: Column, value: str) -> str:
    if value == "@me":
        return "" if column.type == PERSON else "@me is for columns that hold a person."
    return (
        "" if value.isascii() and value.isdigit() and len(value) <= 18 else "Give the number of the record."
    )
