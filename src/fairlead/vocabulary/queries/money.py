"""Currencies, what they were worth on a day, and amounts turned into the base currency."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, localcontext

from django.db.models import OuterRef, QuerySet, Subquery

from fairlead.access import OutOfReach
from fairlead.kit import lookup, money
from fairlead.kit.errors import RuleBroken
from fairlead.kit.remembering import remembered
from fairlead.vocabulary.models import Currency, ExchangeRate

from .organisation import organisation

ENOUGH_DIGITS = 60


class NoRate(RuleBroken):
    """A currency has no rate on or before a day, so its amounts cannot be converted."""


def currencies(*, include_retired: bool = False) -> QuerySet[Currency]:
    """Return the currencies that amounts may be entered in."""
    return Currency.objects.all() if include_retired else Currency.objects.filter(is_active=True)


def currency(code: str) -> Currency:
    """Return one currency by its code.

    :raises OutOfReach: when it is not among ours.
    """
    found = lookup.find(Currency, code.upper(), by="code")
    if found is None:
        raise OutOfReach(f"There is no currency {code}.")
    return found


def rates(currency: Currency | None = None) -> QuerySet[ExchangeRate]:
    """Return the exchange rates, newest first."""
    found = ExchangeRate.objects.select_related("currency").order_by("-on", "currency__code")
    return found if currency is None else found.filter(currency=currency)


def exchange_rate(pk: int) -> ExchangeRate:
    """Return one rate.

    :raises OutOfReach: when there is none with this id.
    """
    found = ExchangeRate.objects.select_related("currency").filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such rate.")
    return found


def newest_rates(day: date) -> dict[str, Decimal]:
    """Return what one unit of each foreign currency was worth on a day; those without a rate are left out."""
    return dict(_newest(day))


def rate_on(currency: str, day: date) -> Decimal:
    """Return what one unit of a currency was worth in the base currency on a day.

    :raises NoRate: when no rate is known on or before that day.
    """
    return rates_of([currency], day)[currency]


def rates_of(codes: Iterable[str], day: date) -> dict[str, Decimal]:
    """Return what one unit of each currency was worth in the base currency on a day.

    :raises NoRate: naming the currencies without a rate on or before that day.
    """
    return _worth(codes, organisation().base_currency, day)


def convert(amounts: Mapping[str, Decimal], day: date) -> Decimal:
    """Return amounts by currency as one amount in the base currency, at the rates of a day.

    Products are added up exactly and rounded once, at the end, half to even, to the base currency's digits.

    :raises NoRate: when a currency has no rate on or before that day.
    """
    base = organisation().base_currency
    worth = _worth(amounts, base, day)
    with localcontext() as context:
        context.prec = ENOUGH_DIGITS
        total = sum((amount * worth[code] for code, amount in amounts.items()), Decimal(0))
        return money.round_half_even(total, digits(base))


def digits(code: str) -> int:
    """Return how many decimal places a currency is written with; two when it is not among ours."""
    found = lookup.find(Currency, code, by="code")
    return 2 if found is None else found.digits


def _worth(codes: Iterable[str], base: str, day: date) -> dict[str, Decimal]:
    wanted = set(codes)
    known = {**(_newest(day) if wanted - {base} else {}), base: Decimal(1)}
    found = {code: known[code] for code in wanted & known.keys()}
    if missing := sorted(wanted - set(found)):
        when = f"{day.day} {day:%B %Y}"
        raise NoRate(f"There is no exchange rate for {', '.join(missing)} on or before {when}.")
    return found


@remembered
def _newest(day: date) -> Mapping[str, Decimal]:
    """Return the newest rate of each currency on or before a day; those without one are left out."""
    rates = ExchangeRate.objects.filter(currency=OuterRef("pk"), on__lte=day).order_by("-on")
    rows = Currency.objects.annotate(worth=Subquery(rates.values("rate")[:1])).values_list("code", "worth")
    return {code: rate for code, rate in rows if rate is not None}
