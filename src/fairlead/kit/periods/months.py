"""Reckon in months, which are not all of one length."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """Return the same day some months later (or earlier); the last day where that month is shorter."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, days_in(year, month + 1)))


def days_in(year: int, month: int) -> int:
    """Return how many days a month has."""
    return calendar.monthrange(year, month)[1]
