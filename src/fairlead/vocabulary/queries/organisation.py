"""The organisation, its words and its calendar."""

from copy import copy

from fairlead.kit import lookup, periods
from fairlead.kit.remembering import remembered
from fairlead.vocabulary.models import Organisation
from fairlead.vocabulary.terms import Terms, terms_of

ORGANISATION_ID = 1


def organisation() -> Organisation:
    """Return the organisation, or an unsaved one with our defaults before it is set up."""
    return copy(_organisation())


@remembered
def _organisation() -> Organisation:
    return lookup.find(Organisation, ORGANISATION_ID) or Organisation(
        pk=ORGANISATION_ID, name="Our organisation"
    )


def terms(of: Organisation | None = None) -> Terms:
    """Return the organisation's own words."""
    return terms_of((of or organisation()).terms)


def calendar(of: Organisation | None = None) -> periods.Calendar:
    """Return the calendar that owns every period: fiscal year, week, working days, time zone."""
    of = of or organisation()
    return periods.Calendar(
        fiscal_year_start_month=of.fiscal_year_start_month,
        first_weekday=of.first_weekday,
        working_days=tuple(of.working_days),
        time_zone=of.time_zone,
    )
