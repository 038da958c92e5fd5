"""Currencies, what they were worth on a day, and amounts turned into the base currency."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, localcontext

from django.db.models import OuterRef, QuerySet, Subquery

from fairlead.access import OutOfReach
from fairlead.kit import lookup, money
from fairlead.kit.errors import RuleBroken
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
    rows = Currency.objects.annotate(worth=_latest(day)).values_list("code", "worth")
    return {code: rate for code, rate in rows if rate is not None}


def rate_on(currency: str, day: date) -> Decimal:
    """Return what one unit of a currency was worth in the base currency on a day.

    :raises NoRate: when no rate is known on or before that day.
    """
    return rates_of([currency], day)[currency]


def rates_of(codes: Iterable[str], day: date) -> dict[str, Decimal]:
    """Return what one unit of each currency was worth in the base currency on a day, with two queries.

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
    found = Currency.objects.filter(code=code).values_list("digits", flat=True).first()
    return 2 if found is None else found


def _worth(codes: Iterable[str], base: str, day: date) -> dict[str, Decimal]:
    wanted = set(codes)
    found = {base: Decimal(1)} if base in wanted else {}
    if foreign := wanted - {base}:
        rows = Currency.objects.filter(code__in=foreign).annotate(worth=_latest(day))
        found |= {code: rate for code, rate in rows.values_list("code", "worth") if rate is not None}
    if missing := sorted(wanted - set(found)):
        when = f"{day.day} {day:%B %Y}"
        raise NoRate(f"There is no exchange rate for {', '.join(missing)} on or before {when}.")
    return found


def _latest(day: date) -> Subquery:
    """Return the newest rate of each currency on or before a day, as an expression."""
    rates = ExchangeRate.objects.filter(currency=OuterRef("pk"), on__lte=day).order_by("-on")
    return Subquery(rates.values("rate")[:1])
