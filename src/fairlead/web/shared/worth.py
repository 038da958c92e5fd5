"""What amounts in several currencies come to, for short figures: one sum at the rates of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fairlead.kit.money import Money
from fairlead.vocabulary import queries as vocabulary


@dataclass(frozen=True, slots=True)
class Rates:
    """What currencies were worth in the base currency on a day."""

    base: str
    worth: dict[str, Decimal]

    @classmethod
    def of(cls, amounts: Iterable[Money], day: date) -> "Rates":
        """Return the rates of the currencies that these amounts are in, those that are known."""
        base = vocabulary.organisation().base_currency
        codes = {money.currency for money in amounts}
        try:
            return cls(base, vocabulary.rates_of(codes, day) if codes else {})
        except vocabulary.NoRate:
            return cls(base, {base: Decimal(1)})

    def total(self, amounts: Iterable[Money]) -> Money | None:
        """Return amounts as one in the base currency; none where there are none or a rate is missing."""
        exact = list(amounts)
        if not exact:
            return None
        if any(money.currency not in self.worth for money in exact):
            return exact[0] if len(exact) == 1 else None
        return Money(
            sum((money.amount * self.worth[money.currency] for money in exact), Decimal(0)), self.base
        )
