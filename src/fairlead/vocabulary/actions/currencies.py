"""Keep the currencies and what they were worth on which day."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.vocabulary import events, queries, rules
from fairlead.vocabulary.models import Currency, ExchangeRate


class CannotRetire(RuleBroken):
    """The organisation counts in this currency."""


class NeedsNoRate(RuleBroken):
    """The base currency is always worth one of itself."""


class CurrencyChanges(TypedDict, total=False):
    """What may be changed about a currency."""

    name: str
    digits: int


@dataclass(frozen=True, slots=True)
class NewCurrency:
    """A currency to be added, by its ISO 4217 code."""

    code: str
    name: str
    digits: int = 2


@action("currency.added", rule=rules.may_maintain)
def add_currency(new: NewCurrency, *, by: Viewer, at: datetime) -> events.CurrencySaved:
    """Add a currency that amounts may be entered in."""
    del by, at
    currency = Currency(code=new.code.strip().upper(), name=new.name.strip(), digits=new.digits)
    validation.check(currency)
    currency.save()
    return events.CurrencySaved(currency.pk)


@action("currency.edited", rule=rules.may_maintain)
def edit_currency(
    currency: Currency, *, changes: CurrencyChanges, by: Viewer, at: datetime
) -> events.CurrencySaved | None:
    """Change a currency's name or the digits it is shown with."""
    del by, at
    if not journal.merge(currency, changes):
        return None
    validation.check(currency)
    currency.save()
    return events.CurrencySaved(currency.pk)


@action("currency.retired", rule=rules.may_maintain)
def retire_currency(currency: Currency, *, by: Viewer, at: datetime) -> events.CurrencySaved | None:
    """Take a currency out of the choices; amounts in it stay, and are converted as before.

    :raises CannotRetire: for the base currency.
    """
    del by, at
    if currency.code == queries.organisation().base_currency:
        raise CannotRetire(f"{currency} is the organisation's base currency.")
    return _activate(currency, is_active=False)


@action("currency.restored", rule=rules.may_maintain)
def restore_currency(currency: Currency, *, by: Viewer, at: datetime) -> events.CurrencySaved | None:
    """Put a retired currency back among the choices."""
    del by, at
    return _activate(currency, is_active=True)


@action("exchange_rate.set", rule=rules.may_maintain)
def set_rate(
    currency: Currency, *, on: date, rate: Decimal, by: Viewer, at: datetime
) -> events.ExchangeRateSet | None:
    """Say what one unit of a currency is worth in the base currency from a day on, or correct it.

    :raises NeedsNoRate: for the base currency itself.
    """
    del by, at
    if currency.code == queries.organisation().base_currency:
        raise NeedsNoRate(f"{currency} is the base currency and needs no rate.")
    row = ExchangeRate.objects.filter(currency=currency, on=on).first() or ExchangeRate(
        currency=currency, on=on
    )
    if row.pk and row.rate == rate:
        return None
    row.rate = rate
    validation.check(row)
    row.save()
    return events.ExchangeRateSet(currency.code, on.isoformat(), str(rate))


@action("exchange_rate.deleted", rule=rules.may_maintain)
def delete_rate(rate: ExchangeRate, *, by: Viewer, at: datetime) -> events.ExchangeRateSet:
    """Take a rate away that was entered by mistake; the rate before it holds on."""
    del by, at
    event = events.ExchangeRateSet(rate.currency.code, rate.on.isoformat(), None)
    rate.delete()
    return event


def _activate(currency: Currency, *, is_active: bool) -> events.CurrencySaved | None:
    if currency.is_active == is_active:
        return None
    currency.is_active = is_active
    currency.save()
    return events.CurrencySaved(currency.pk)
