"""Days as a filter writes them."""

import re
from datetime import date, timedelta

from fairlead.kit.periods.names import YEARS

_NEAR = re.compile(r"today(?:([+-])(\d{1,5}))?")
_NAMED = {"yesterday": -1, "tomorrow": 1}

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_named(text: str, today: date) -> date | None:
    """Return the day meant by “2026-01-31”, “today”, “today-30” or “tomorrow”; None if none is."""
    try:
        day = _day(text, today)
    except (ValueError, OverflowError):
        return None
    return day if day and day.year in YEARS else None


def words_for(text: str) -> str:
    """Return “today+30” as a person says it: “in 30 days”; anything else as it is written."""
    near = _NEAR.fullmatch(text)
    if near is None or not int(near[2] or 0):
        return "today" if near else text
    days = int(near[2])
    count = f"{days:,} {'day' if days == 1 else 'days'}"
    return f"in {count}" if near[1] == "+" else f"{count} ago"


def _day(text: str, today: date) -> date | None:
    if _ISO.fullmatch(text):
        return date.fromisoformat(text)
    if text in _NAMED:
        return today + timedelta(days=_NAMED[text])
    if near := _NEAR.fullmatch(text):
        days = int(near[2] or 0)
        return today + timedelta(days=-days if near[1] == "-" else days)
    return None
