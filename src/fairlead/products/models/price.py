"""Keep what products cost, from when on."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from fairlead import journal
from fairlead.kit.money import AmountField


class ProductPrice(journal.TrackedModel):
    """Set the price and cost of one piece from a day on, until a later price of the same currency."""

    product = models.ForeignKey("products.Product", models.PROTECT, related_name="prices")
    from_on = models.DateField("from day")
    price = AmountField()
    cost = AmountField(null=True, blank=True)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "currency", "from_on"],
                name="product_has_one_price_a_day_and_currency",
                violation_error_code="from_on",
                violation_error_message="There is a price from this day on already. Change that one.",
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0),
                name="product_price_is_not_negative",
                violation_error_code="price",
                violation_error_message="A price is not negative.",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="product_cost_is_not_negative",
                violation_error_code="cost",
                violation_error_message="A cost is not negative.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price} {self.currency} from {self.from_on}"

    @property
    def margin(self) -> Decimal | None:
        """Return what is left of the price after cost, in percent, or None when it cannot be said."""
        if self.cost is None or not self.price:
            return None
        price, cost = Decimal(self.price), Decimal(self.cost)
        return (price - cost) / price * 100
