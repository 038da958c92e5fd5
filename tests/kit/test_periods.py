"""The organisation's calendar."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead.kit.periods import PERIOD_NAMES, Calendar, Period, UnknownPeriod

SUNDAY = date(2026, 11, 22)
JULY = Calendar(fiscal_year_start_month=7)


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("today", "2026-11-22..2026-11-22"),
        ("yesterday", "2026-11-21..2026-11-21"),
        ("this week", "2026-11-16..2026-11-22"),
        ("next week", "2026-11-23..2026-11-29"),
        ("last month", "2026-10-01..2026-10-31"),
        ("this quarter", "2026-10-01..2026-12-31"),
        ("last 2 quarters", "2026-04-01..2026-09-30"),
        ("this year", "2026-01-01..2026-12-31"),
        ("this fiscal year", "2026-07-01..2027-06-30"),
        ("fiscal year to date", "2026-07-01..2026-11-22"),
        ("last 30 days", "2026-10-24..2026-11-22"),
        ("next_30_days", "2026-11-22..2026-12-21"),
        ("FY2026", "2025-07-01..2026-06-30"),
        ("2026-Q1", "2025-07-01..2025-09-30"),
        ("2026-02", "2026-02-01..2026-02-28"),
        ("2026", "2026-01-01..2026-12-31"),
        ("2026-01-05..2026-02-03", "2026-01-05..2026-02-03"),
    ],
)
def test_a_company_whose_year_starts_in_july_reads_periods_as_it_means_them(name, period):
    assert str(JULY.resolve(name, SUNDAY)) == period


def test_a_week_starts_where_the_organisation_says():
    assert str(Calendar(first_weekday=7).week_of(SUNDAY)) == "2026-11-22..2026-11-28"


def test_every_name_on_the_menu_is_understood():
    assert all(JULY.resolve(name, SUNDAY) for name in PERIOD_NAMES)


@pytest.mark.parametrize(
    "name", ["", "soon", "last 0 days", "2026-13", "2026-Q5", "9999", "next 9999 years", "a..b"]
)
def test_words_that_mean_nothing_are_refused_by_name(name):
    with pytest.raises(UnknownPeriod, match="is no period"):
        JULY.resolve(name, SUNDAY)


def test_a_day_is_the_organisations_day():
    auckland = Calendar(time_zone="Pacific/Auckland")
    assert auckland.today(datetime(2026, 11, 22, 12, tzinfo=UTC)) == date(2026, 11, 23)
    start, end = auckland.moments(Period.of_day(date(2026, 9, 27)))  # clocks go forward
    assert (end - start).total_seconds() == 23 * 3600


def test_working_days_are_counted_without_walking_them():
    assert Calendar().working_days_in(Period(date(2026, 11, 20), date(2026, 11, 30))) == 7
    assert JULY.name_of_quarter(SUNDAY) == "Q2 2027"


days = st.dates(date(1950, 1, 1), date(2150, 1, 1))
calendars = st.builds(Calendar, st.integers(1, 12), st.integers(1, 7))


unhurried = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault


@unhurried
@given(calendars, days, st.sampled_from(["week", "month", "quarter", "year", "fiscal year"]))
def test_units_follow_each_other_without_gap_or_overlap(calendar, day, unit):
    here, following = calendar.unit_of(unit, day), calendar.shifted(unit, day, 1)
    assert day in here
    assert (following.first - here.last).days == 1


@unhurried
@given(calendars, days, st.integers(0, 400))
def test_working_days_agree_with_a_walk(calendar, day, length):
    period = Period(day, date.fromordinal(day.toordinal() + length))
    assert calendar.working_days_in(period) == sum(d.isoweekday() in calendar.working_days for d in period)
