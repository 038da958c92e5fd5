"""Currencies and what they were worth from which day on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from babel import Locale, numbers
from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse

from fairlead.vocabulary import actions, queries
from fairlead.web.setup import forming
from fairlead.web.setup.heads import heads
from fairlead.web.shared import forms, frame, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.vocabulary.models import Currency

RATES_SHOWN = 100


class CurrencyForm(forms.Form):
    """A currency to be added, from those of the world."""

    code = django_forms.ChoiceField(label="Currency")

    def __init__(self, request: Request) -> None:
        super().__init__(request.POST or None)
        ours = {one.code for one in queries.currencies(include_retired=True)}
        named = Locale.parse(frame.current().locale).currencies
        tender = {code for code in numbers.list_currencies() if numbers.is_currency(code)}
        offered = sorted((code, f"{code} · {named[code]}") for code in tender & set(named) - ours)
        field = self.fields["code"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = offered

    def new(self) -> actions.NewCurrency:
        """Return the currency with its name and the digits it is usually written with."""
        code = self.cleaned_data["code"]
        digits = min(numbers.get_currency_precision(code), 4)
        return actions.NewCurrency(code, numbers.get_currency_name(code, locale="en"), digits)


class RateForm(forms.Form):
    """What one unit is worth from a day on."""

    currency = django_forms.ChoiceField()
    on = forms.Day(label="From day")
    rate = forms.Amount(max_digits=18, decimal_places=10)

    def __init__(self, request: Request, base: str) -> None:
        today = queries.calendar().today(request.now)
        super().__init__(request.POST or None, initial={"on": today, "currency": request.GET.get("currency")})
        self.fields["rate"].label = f"One unit is worth, in {base}"
        field = self.fields["currency"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [(one.code, f"{one.code} · {one.name}") for one in _foreign(base)]


def currencies(request: Request) -> HttpResponse:
    """Show the currencies with their newest rate, and the rates by day."""
    base = queries.organisation().base_currency
    rates = list(queries.rates()[: RATES_SHOWN + 1])
    context = {
        "base": base,
        "worth": worth,
        "heads": heads("Currency", f"Worth today in {base}#", "#"),
        "rate_heads": heads("From", "One", f"is worth in {base}#", "#"),
        "currencies": queries.currencies(include_retired=True),
        "newest": queries.newest_rates(queries.calendar().today(request.now)),
        "rates": rates[:RATES_SHOWN],
        "more": len(rates) > RATES_SHOWN,
        "has_foreign": bool(_foreign(base)),
        "place": "setup",
    }
    return pages.render(request, "setup/currencies.html", context)


def add(request: Request) -> HttpResponse:
    """Add a currency."""
    form = CurrencyForm(request)

    def save() -> HttpResponse:
        new = form.new()
        actions.add_currency(new, by=request.viewer, at=request.now)
        return forming.done(request, f"{new.name} was added.", "setup_currencies")

    return forming.form_page(request, form, save, title="New currency", back=_back(), button="Add")


def rate(request: Request) -> HttpResponse:
    """Say what a currency is worth from a day on."""
    base = queries.organisation().base_currency
    form = RateForm(request, base)

    def save() -> HttpResponse:
        sent = form.cleaned_data
        currency = queries.currency(sent["currency"])
        actions.set_rate(currency, on=sent["on"], rate=sent["rate"], by=request.viewer, at=request.now)
        return forming.done(request, f"The rate of {currency} is set.", "setup_currencies")

    return forming.form_page(request, form, save, title="Exchange rate", back=_back())


def delete_rate(request: Request, pk: int) -> HttpResponse:
    """Take a rate away."""
    found = queries.exchange_rate(pk)
    actions.delete_rate(found, by=request.viewer, at=request.now)
    return forming.done(request, "The rate was deleted; the one before it holds on.", "setup_currencies")


def retire(request: Request, code: str) -> HttpResponse:
    """Take a currency out of the choices."""
    actions.retire_currency(queries.currency(code), by=request.viewer, at=request.now)
    return forming.done(request, f"{code} can no longer be chosen.", "setup_currencies")


def restore(request: Request, code: str) -> HttpResponse:
    """Put a currency back among the choices."""
    actions.restore_currency(queries.currency(code), by=request.viewer, at=request.now)
    return forming.done(request, f"{code} can be chosen again.", "setup_currencies")


def worth(rate: Decimal) -> str:
    """Write a rate with all its digits, as the locale does."""
    return numbers.format_decimal(rate, format="#,##0.##########", locale=frame.current().locale)


def _foreign(base: str) -> list[Currency]:
    return [one for one in queries.currencies() if one.code != base]


def _back() -> str:
    return reverse("setup_currencies")
