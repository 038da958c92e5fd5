"""The nouns of vocabulary: a value of a list, the organisation, a currency, its rates."""

from fairlead.vocabulary.choices import Colour, ReferenceList

from .currency import Currency, ExchangeRate
from .organisation import Organisation
from .reference import ReferenceValue

__all__ = ["Colour", "Currency", "ExchangeRate", "Organisation", "ReferenceList", "ReferenceValue"]
