"""What belongs to one opportunity: its lines, its split among owners, its contacts."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairlead import journal
from fairlead.kit.money import AmountField, PercentField, round_half_even

from .opportunity import Opportunity


class OpportunityLine(journal.TrackedModel):
    """A product that the opportunity is about, with quantity, price and discount in its currency."""

    part_of = "opportunity"

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="lines")
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)
    quantity = AmountField(default=Decimal(1))
    unit_price = AmountField("unit price")
    discount = PercentField(default=Decimal(0))
    external_id = models.CharField("external id", max_length=100, blank=True, default="")
    external_system = models.CharField(
        "external system",
        max_length=60,
        blank=True,
        default="",
        help_text="The system that the external id comes from.",
    )

    class Meta:
        verbose_name = "line"
        ordering = ["opportunity_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(discount__gte=0, discount__lte=100), name="line_discount_is_a_percentage"
            ),
            models.UniqueConstraint(
                fields=["external_id", "external_system"],
                condition=~Q(external_id=""),
                name="line_external_id_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity.normalize():f} × {self.product}"

    @property
    def total(self) -> Decimal:
        """Return quantity × unit price less discount, rounded half-even to four places."""
        return round_half_even(self.quantity * self.unit_price * (100 - self.discount) / 100, 4)


class OpportunitySplit(journal.TrackedModel):
    """A person's share of an opportunity; the shares of one opportunity sum to 100 %."""

    part_of = "opportunity"

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="splits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    share = PercentField()

    class Meta:
        verbose_name = "split"
        ordering = ["opportunity_id", "-share", "id"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "person"], name="a_person_has_one_share"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="a_share_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.share} %"


class OpportunityContact(journal.TrackedModel):
    """A person at the customer who has a part in the decision."""

    part_of = "opportunity"

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="contacts")
    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="+")
    part = models.CharField(
        max_length=60, blank=True, default="", help_text="Such as decides, recommends, uses."
    )

    class Meta:
        verbose_name = "contact of an opportunity"
        verbose_name_plural = "contacts of opportunities"
        ordering = ["opportunity_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "contact"], name="a_contact_is_named_once"),
        ]

    def __str__(self) -> str:
        return str(self.contact)
