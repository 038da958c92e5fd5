"""Reads of the vocabulary: it is the same for everybody, so most functions need no viewer."""

from .lists import LabelChange, choices, label_history, labels, lists, value, values
from .money import (
    NoRate,
    convert,
    currencies,
    currency,
    digits,
    exchange_rate,
    newest_rates,
    rate_on,
    rates,
    rates_of,
)
from .organisation import calendar, organisation, terms

__all__ = [
    "LabelChange",
    "NoRate",
    "calendar",
    "choices",
    "convert",
    "currencies",
    "currency",
    "digits",
    "exchange_rate",
    "label_history",
    "labels",
    "lists",
    "newest_rates",
    "organisation",
    "rate_on",
    "rates",
    "rates_of",
    "terms",
    "value",
    "values",
]
