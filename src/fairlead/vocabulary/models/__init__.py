"""The nouns of vocabulary: a value of a list, the organisation, a currency, its rates."""

from .currency import Currency, ExchangeRate
from .organisation import Organisation
from .reference import Colour, ReferenceList, ReferenceValue

__all__ = ["Colour", "Currency", "ExchangeRate", "Organisation", "ReferenceList", "ReferenceValue"]
