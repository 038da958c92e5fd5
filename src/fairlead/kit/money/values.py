"""Amounts with a currency, and the one way in which we round."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

AMOUNT_PLACES = 4
_WIDE = Context(prec=100, rounding=ROUND_HALF_EVEN)
"""Room for every digit of a product of amounts, so that what is too large is said so rather than fails."""


def round_half_even(amount: Decimal, places: int) -> Decimal:
    """Round to a number of decimal places; a tie goes to the even digit (IEEE 754 §4.3.1)."""
    return amount.quantize(Decimal(1).scaleb(-places), context=_WIDE)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217). Different currencies never add up silently."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise ValueError(f"Cannot add {other.currency} to {self.currency}: convert one of them first.")
        return Money(self.amount + other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return self + -other
