"""Exact money and percentages: decimals in Python, integers in the database."""

from .fields import AmountField, PercentField, RateField
from .values import AMOUNT_PLACES, Money, round_half_even

__all__ = ["AMOUNT_PLACES", "AmountField", "Money", "PercentField", "RateField", "round_half_even"]
