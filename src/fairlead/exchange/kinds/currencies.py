"""Currencies as they stand in files."""

from collections.abc import Mapping

from fairlead.exchange.reading import CellProblem
from fairlead.exchange.reading.numbers import currency_codes, currency_of
from fairlead.vocabulary.models import Currency

from .kind import Context


def currency_code(text: str) -> str:
    """Return the ISO 4217 code of a currency given by code or sign.

    :raises CellProblem: when there is no such currency.
    """
    code = currency_of(text) or text.upper()
    if code not in currency_codes():
        raise CellProblem(f"“{text}” is not a currency.")
    return code


def check_currency(code: str, context: Context) -> Mapping[str, str]:
    """Refuse amounts in a currency that the organisation does not use."""
    codes = context.known(
        "currencies", lambda: set(Currency.objects.filter(is_active=True).values_list("code", flat=True))
    )
    if code in codes or code == context.base_currency:
        return {}
    return {"currency": f"{code or 'No currency'} is not among the organisation's currencies."}
