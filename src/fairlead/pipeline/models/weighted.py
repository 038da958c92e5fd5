"""The weighted amount, worked out by the database from amount and probability, exactly and in integers."""

from typing import Any

from django.db.models import F, Func

from fairlead.kit.money import AmountField


class Weighted(Func):
    """What to expect of an opportunity: all of it when won, nothing when lost, else amount × probability.

    Rounded to the 1/10,000 of a unit, ties away from zero.

    Amounts are stored in 1/10,000 units and probabilities in 1/100 of a percent, so the product is
    divided by 10,000; split into quotient and remainder, it stays within 64 bits for every amount.
    """

    output_field = AmountField()
    whole = "({amount} / 10000)"
    template = (
        "(CASE {outcome} WHEN 'won' THEN {amount} WHEN 'open' THEN"
        " {whole} * {probability} + (({amount} - {whole} * 10000) * {probability}"
        " + CASE WHEN {amount} < 0 THEN -5000 ELSE 5000 END) / 10000 ELSE {amount} - {amount} END)"
    )

    def __init__(self, amount: str, probability: str, outcome: str, **extra: Any) -> None:
        super().__init__(F(amount), F(probability), F(outcome), **extra)

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Return the SQL, the same on both databases; both divide integers towards zero."""
        del connection
        amount, probability, outcome = (compiler.compile(source)[0] for source in self.source_expressions)
        whole = self.whole.format(amount=amount)
        return self.template.format(amount=amount, probability=probability, outcome=outcome, whole=whole), []
