"""Currency and ExchangeRate: in what money is counted, and what it was worth on which day."""

from django.db import models

from fairlead import journal
from fairlead.kit import money


class Currency(journal.TrackedModel):
    """A currency that amounts may be entered in."""

    named_by = ("code",)

    code = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=80)
    digits = models.PositiveSmallIntegerField("decimal places", default=2)
    is_active = models.BooleanField("active", default=True)

    class Meta:
        verbose_name_plural = "currencies"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z]{3}$"),
                name="currency_code_is_three_capitals",
                violation_error_code="code",
                violation_error_message="A currency has a code of three capitals, such as EUR.",
            ),
            models.CheckConstraint(
                condition=models.Q(digits__lte=4),
                name="currency_has_at_most_four_digits",
                violation_error_code="digits",
                violation_error_message="At most four decimal places can be kept.",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ExchangeRate(journal.TrackedModel):
    """What one unit of a currency is worth in the base currency, from a day until the next rate."""

    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="rates")
    on = models.DateField("from day")
    rate = money.RateField()

    class Meta:
        ordering = ["currency", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "on"],
                name="currency_has_one_rate_a_day",
                violation_error_code="on",
                violation_error_message="There is a rate for this day already.",
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0),
                name="exchange_rate_is_above_zero",
                violation_error_code="rate",
                violation_error_message="A rate is above zero.",
            ),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.rate} from {self.on}"
