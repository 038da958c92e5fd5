"""The names by which people call periods."""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from fairlead.kit.errors import RuleBroken

from .months import add_months
from .period import Period

if TYPE_CHECKING:
    from .calendar import Calendar, Unit

PERIOD_NAMES = (
    "today", "yesterday", "tomorrow",
    "this week", "last week", "next week",
    "this month", "last month", "next month",
    "this quarter", "last quarter", "next quarter",
    "this year", "last year", "next year",
    "this fiscal year", "last fiscal year", "next fiscal year",
    "last 7 days", "last 30 days", "last 90 days", "last 12 months",
    "next 7 days", "next 30 days", "next 90 days",
    "month to date", "quarter to date", "year to date", "fiscal year to date",
)  # fmt: skip
"""What a menu offers; any other number of units is understood as well."""

YEARS = range(1900, 2201)
"""The years that can be named, so that nobody adds a day to the last one there is."""

_UNIT = "(day|week|month|quarter|fiscal year|year)"
_ONE = re.compile(rf"(this|last|next) {_UNIT}")
_SEVERAL = re.compile(rf"(last|next) (\d{{1,4}}) {_UNIT}s")
_TO_DATE = re.compile(rf"{_UNIT} to date")
_STEPS = {"this": 0, "last": -1, "next": 1}
_NEIGHBOURS = {"today": 0, "yesterday": -1, "tomorrow": 1}


class UnknownPeriod(RuleBroken):
    """A period was named in words that mean nothing here."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}” is no period. Write for example “this quarter”, “last 30 days”, “next 2 months”,"
            " “year to date”, “2026-03”, “2026-Q1”, “FY2026” or “2026-01-01..2026-02-15”."
        )


def normalise(name: str) -> str:
    """Return the name as it is kept in an address: small letters, single spaces."""
    text = " ".join(name.replace("_", " ").split())
    return text.lower() if re.search("[a-z]{3}", text.lower()) else text.upper()


def resolve(calendar: "Calendar", name: str, today: date) -> Period:
    """Return the period that a name means on a day.

    “Last 30 days” ends today and “next 30 days” starts today; several weeks, months, quarters or years are
    whole ones, before or after the present one.
    """
    text = normalise(name)
    try:
        found = _relative(calendar, text, today) or _absolute(calendar, text)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.first.year not in YEARS or found.last.year not in YEARS:
        raise UnknownPeriod(name)
    return found


def _relative(calendar: "Calendar", text: str, today: date) -> Period | None:
    if text in _NEIGHBOURS:
        return Period.of_day(today + timedelta(days=_NEIGHBOURS[text]))
    if one := _ONE.fullmatch(text):
        return calendar.shifted(cast("Unit", one[2]), today, _STEPS[one[1]])
    if several := _SEVERAL.fullmatch(text):
        return _several(calendar, _STEPS[several[1]], int(several[2]), cast("Unit", several[3]), today)
    if to_date := _TO_DATE.fullmatch(text):
        return Period(calendar.unit_of(cast("Unit", to_date[1]), today).first, today)
    return None


def _several(calendar: "Calendar", direction: int, count: int, unit: "Unit", today: date) -> Period | None:
    if count < 1:
        return None
    if unit == "day":
        other = today + timedelta(days=direction * (count - 1))
        return Period(min(today, other), max(today, other))
    near = calendar.shifted(unit, today, direction)
    far = calendar.shifted(unit, today, direction * count)
    return Period(min(near.first, far.first), max(near.last, far.last))


def _absolute(calendar: "Calendar", text: str) -> Period | None:
    first, dots, last = text.partition("..")
    if dots:
        return Period(date.fromisoformat(first.strip()), date.fromisoformat(last.strip()))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return Period.of_day(date.fromisoformat(text))
    match = re.fullmatch(r"(FY)?(\d{4})(?:-(Q)?(\d{1,2}))?", text)
    return _numbered(calendar, match) if match else None


def _numbered(calendar: "Calendar", match: re.Match[str]) -> Period | None:
    """Return the year, fiscal year, quarter or month that is written in figures."""
    year, number = int(match[2]), int(match[4] or 0)
    if match[4] is None:
        return calendar.fiscal_year(year) if match[1] else calendar.year_of(date(year, 1, 1))
    if match[3]:
        start = calendar.fiscal_year(year).first
        return calendar.quarter_of(add_months(start, 3 * (number - 1))) if number in range(1, 5) else None
    return calendar.month_of(date(year, number, 1))
