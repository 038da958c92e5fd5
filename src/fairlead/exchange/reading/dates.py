"""Dates and moments as people write them: which part is the day, and what months are called."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

from .months import MONTHS

_CLOCK = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d+))?)?"
    r"\s*(?P<half>[aApP]\.?[mM]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_YEAR_FIRST = re.compile(rf"^(?P<y>\d{{4}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}}){_CLOCK}$")
_YEAR_LAST = re.compile(
    rf"^(?P<a>\d{{1,2}})(?P<sep>[-/.]|\.\s)(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d{{2}}){_CLOCK}$"
)
_NAMED = re.compile(
    rf"^(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de\s+)?(?P<name>[^\W\d_]{{3,}})\.?,?[\s-]*(?:de\s+)?(?P<y>\d{{4}}|\d{{2}})(?:\s?г\.|\s?р\.)?{_CLOCK}$"
)
_NAME_FIRST = re.compile(
    rf"^(?P<name>[^\W\d_]{{3,}})\.?[\s-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]+(?P<y>\d{{4}}){_CLOCK}$"
)
_YEAR_NAMED = re.compile(
    rf"^(?P<y>\d{{4}})\.?[\s-]+(?P<name>[^\W\d_]{{3,}})\.?[\s-]+(?P<d>\d{{1,2}})\.?{_CLOCK}$"
)
_EAST_ASIAN = re.compile(
    rf"^(?P<y>\d{{4}})\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?P<d>\d{{1,2}})\s?[日일]{_CLOCK}$"
)
_WEEKDAY = re.compile(r"^[^\W\d_]{2,}\.?,?\s+(?=\d|[^\W\d_]{3})")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_LONGEST = 50
_COMPACT = re.compile(r"^(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})$")
_SERIAL_FROM, _SERIAL_TO = Decimal(20_000), Decimal(80_000)
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 -- Excel knows no time zones
_CENTURY_PIVOT = 69


class DateOrder(StrEnum):
    """Which part of 01/02/2024 is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class DateText:
    """A date taken apart, before it is decided which of its first two parts is the day.

    :param certain: whether its shape says which part is the day: year first, a month's name, dots between.
    """

    year: int
    first: int
    second: int
    certain: bool
    clock: timedelta | None = None
    zone: timezone | None = None

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether either part could be the day, with a different date coming out."""
        return not self.certain and max(self.first, self.second) <= 12 and self.first != self.second

    @property
    def proves(self) -> DateOrder | None:
        """Return the order that this date proves for its whole column."""
        if self.certain or max(self.first, self.second) <= 12:
            return None
        return DateOrder.DAY_FIRST if self.first > 12 else DateOrder.MONTH_FIRST

    def value(self, order: DateOrder) -> date | datetime | None:
        """Return the date, or the moment where it has a time; nothing where there is no such day."""
        day_first = self.certain or order == DateOrder.DAY_FIRST
        day, month = (self.first, self.second) if day_first else (self.second, self.first)
        try:
            if self.clock is None:
                return date(self.year, month, day)
            return datetime(self.year, month, day, tzinfo=self.zone) + self.clock
        except ValueError:
            return None


def take_apart(text: str) -> DateText | None:
    """Return the parts of a date, or nothing where the text is no date."""
    text = text.strip()
    if text[:1].isdigit():
        return _from_digits(text)
    if not text[:1].isalpha() or len(text) > _LONGEST or not text[-1:].isalnum():
        return None
    if match := _NAME_FIRST.match(text):
        return _named(match)
    bare = _WEEKDAY.sub("", text)
    return take_apart(bare) if len(bare) < len(text) and _YEAR.search(bare) else None


def _from_digits(text: str) -> DateText | None:
    if match := _YEAR_LAST.match(text):
        return _date(match, int(match["a"]), int(match["b"]), certain=match["sep"][0] == ".")
    if match := _YEAR_FIRST.match(text) or _COMPACT.match(text) or _EAST_ASIAN.match(text):
        return _date(match, int(match["d"]), int(match["m"]), certain=True)
    if match := _NAMED.match(text) or _YEAR_NAMED.match(text):
        return _named(match)
    return None


def _named(match: re.Match[str]) -> DateText | None:
    month = MONTHS.get(match["name"].casefold())
    return _date(match, int(match["d"]), month, certain=True) if month else None


def _date(match: re.Match[str], first: int, second: int, *, certain: bool) -> DateText:
    groups = match.groupdict()
    return DateText(_year(match["y"]), first, second, certain, _clock(groups), _zone(groups.get("zone")))


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) <= _CENTURY_PIVOT else 1900)


def _clock(groups: dict[str, str | None]) -> timedelta | None:
    if not groups.get("hour"):
        return None
    hour = int(groups["hour"] or 0)
    if half := (groups["half"] or "").lower():
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    part = int(((groups["part"] or "") + "000000")[:6])
    return timedelta(
        hours=hour, minutes=int(groups["minute"] or 0), seconds=int(groups["second"] or 0), microseconds=part
    )


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in ("Z", "UTC", "GMT"):
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[3:].lstrip(":") or 0)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def from_serial(number: Decimal) -> date | datetime | None:
    """Return the date that Excel means by a number of days since 1900; nothing where it is no likely date."""
    if not _SERIAL_FROM <= number <= _SERIAL_TO:
        return None
    seconds = round((number % 1) * 86_400)
    moment = _EXCEL_EPOCH + timedelta(days=int(number), seconds=seconds)
    return moment if seconds else moment.date()
