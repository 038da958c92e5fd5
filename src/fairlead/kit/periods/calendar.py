"""The organisation's calendar: where its years, weeks and days begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from .months import add_months
from .names import resolve
from .period import Period

Unit: TypeAlias = Literal["day", "week", "month", "quarter", "year", "fiscal year"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """How an organisation counts its days. Weekdays are ISO: 1 is Monday.

    Quarters are those of the fiscal year, which is named after the calendar year in which it ends.
    """

    fiscal_year_start_month: int = 1
    first_weekday: int = 1
    working_days: tuple[int, ...] = (1, 2, 3, 4, 5)
    time_zone: str = "UTC"

    @classmethod
    def of(
        cls, start_month: int, first_weekday: int, working_days: Sequence[int], time_zone: str
    ) -> "Calendar":
        """Return the calendar with these settings, as they stand in the database."""
        return cls(start_month, first_weekday, tuple(working_days), time_zone)

    def today(self, at: datetime) -> date:
        """Return the day that a moment falls on here."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()

    def moments(self, period: Period) -> tuple[datetime, datetime]:
        """Return the moment a period starts and the moment it is over, in UTC."""
        return self._midnight(period.first), self._midnight(period.last + timedelta(days=1))

    def week_of(self, day: date) -> Period:
        """Return the week that holds a day."""
        first = day - timedelta(days=(day.isoweekday() - self.first_weekday) % 7)
        return Period(first, first + timedelta(days=6))

    def month_of(self, day: date) -> Period:
        """Return the month that holds a day."""
        return _months_from(day.replace(day=1), 1)

    def quarter_of(self, day: date) -> Period:
        """Return the fiscal quarter that holds a day."""
        offset = (day.month - self.fiscal_year_start_month) % 3
        return _months_from(add_months(day.replace(day=1), -offset), 3)

    def year_of(self, day: date) -> Period:
        """Return the calendar year that holds a day."""
        return Period(date(day.year, 1, 1), date(day.year, 12, 31))

    def fiscal_year_of(self, day: date) -> Period:
        """Return the fiscal year that holds a day."""
        offset = (day.month - self.fiscal_year_start_month) % 12
        return _months_from(add_months(day.replace(day=1), -offset), 12)

    def fiscal_year(self, year: int) -> Period:
        """Return the fiscal year that ends in a calendar year."""
        return self.fiscal_year_of(
            date(year, 12, 31) if self.fiscal_year_start_month == 1 else date(year, 1, 1)
        )

    def unit_of(self, unit: Unit, day: date) -> Period:
        """Return the day, week, month, quarter or year that holds a day."""
        if unit == "day":
            return Period.of_day(day)
        around = {
            "week": self.week_of,
            "month": self.month_of,
            "quarter": self.quarter_of,
            "year": self.year_of,
            "fiscal year": self.fiscal_year_of,
        }
        return around[unit](day)

    def shifted(self, unit: Unit, day: date, steps: int) -> Period:
        """Return the unit that lies some units after (or before) the one that holds a day."""
        first = self.unit_of(unit, day).first
        days = {"day": 1, "week": 7}.get(unit)
        months = {"month": 1, "quarter": 3, "year": 12, "fiscal year": 12}.get(unit, 0)
        start = first + timedelta(days=days * steps) if days else add_months(first, months * steps)
        return self.unit_of(unit, start)

    def resolve(self, name: str, today: date) -> Period:
        """Return the period that a name means on a day: “this quarter”, “last 30 days”, “2026-03”.

        :raises UnknownPeriod: naming what can be said.
        """
        return resolve(self, name, today)

    def working_days_in(self, period: Period) -> int:
        """Return how many working days a period has."""
        weeks, rest = divmod(len(period), 7)
        start = period.first.isoweekday() - 1
        extra = sum((start + number) % 7 + 1 in self.working_days for number in range(rest))
        return weeks * len(set(self.working_days)) + extra

    def name_of_quarter(self, day: date) -> str:
        """Return the quarter's name, such as “Q1 2026”."""
        number = (day.month - self.fiscal_year_start_month) % 12 // 3 + 1
        return f"Q{number} {self.fiscal_year_of(day).last.year}"

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.time_zone)).astimezone(UTC)


def _months_from(first: date, months: int) -> Period:
    return Period(first, add_months(first, months) - timedelta(days=1))
