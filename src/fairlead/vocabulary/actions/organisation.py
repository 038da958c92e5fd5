"""Change the organisation: its name, calendar, terms and base currency."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.vocabulary import events, rules
from fairlead.vocabulary.models import Currency, ExchangeRate, Organisation
from fairlead.vocabulary.terms import DEFAULTS


class OrganisationChanges(TypedDict, total=False):
    """What may be changed about the organisation.

    ``terms`` maps each renamed term to its word for one and for many; ``working_days`` are ISO weekdays.
    """

    name: str
    base_currency: str
    time_zone: str
    locale: str
    fiscal_year_start_month: int
    first_weekday: int
    working_days: list[int]
    terms: Mapping[str, list[str]]
    is_demo: bool


@action("organisation.edited", rule=rules.may_maintain)
def edit_organisation(
    organisation: Organisation, *, changes: OrganisationChanges, by: Viewer, at: datetime
) -> events.OrganisationEdited | None:
    """Change the organisation; ``install_defaults`` has made it.

    :raises RuleBroken: naming the field at fault.
    """
    del by, at
    changed = journal.merge(organisation, changes)
    if not changed:
        return None
    _check(organisation, changed)
    organisation.save()
    return events.OrganisationEdited(tuple(changed))


def _check(organisation: Organisation, changed: list[str]) -> None:
    validation.check(organisation, skip=["terms", "working_days"])
    if "base_currency" in changed:
        _check_currency(organisation.base_currency)
    if organisation.time_zone not in available_timezones():
        raise _at("time_zone", f"“{organisation.time_zone}” is not a time zone.")
    try:
        Locale.parse(organisation.locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise _at("locale", f"“{organisation.locale}” is not a language that we know.") from None
    days = organisation.working_days
    if not days or any(day not in range(1, 8) for day in days) or len(set(days)) != len(days):
        raise _at("working_days", "Choose at least one working day, each once.")
    for term, words in organisation.terms.items():
        if term not in DEFAULTS or len(words) != 2 or not all(str(word).strip() for word in words):
            raise _at("terms", f"“{term}” needs a word for one and a word for many.")


def _check_currency(code: str) -> None:
    if not Currency.objects.filter(code=code, is_active=True).exists():
        raise _at("base_currency", f"{code} is not among the active currencies. Add it first.")
    if ExchangeRate.objects.exists():
        raise _at("base_currency", "The exchange rates are in the present base currency. Delete them first.")


def _at(field: str, sentence: str) -> RuleBroken:
    return RuleBroken(sentence, fields={field: sentence})
