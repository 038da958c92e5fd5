"""Keep what we sell."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from fairlead import journal
from fairlead.kit.search import SearchField
from fairlead.products.models.price import ProductPrice


class ProductQuerySet(models.QuerySet["Product"]):
    """Filters that people name in words."""

    def existing(self) -> "ProductQuerySet":
        """Leave out what was deleted."""
        return self.filter(deleted_at=None)

    def active(self) -> "ProductQuerySet":
        """Keep what can be sold."""
        return self.existing().filter(is_active=True)

    def with_price_on(self, day: date) -> "ProductQuerySet":
        """Add the latest price that holds on a day, as ``current_price`` and ``current_currency``."""
        held = ProductPrice.objects.filter(product=OuterRef("pk"), from_on__lte=day).order_by(
            "-from_on", "-pk"
        )
        return self.annotate(
            current_price=Subquery(held.values("price")[:1]),
            current_currency=Subquery(held.values("currency")[:1]),
        )


class Product(journal.TrackedModel):
    """Stand for a thing or service we sell."""

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    category = models.ForeignKey(
        "products.Category", models.PROTECT, null=True, blank=True, related_name="products"
    )
    is_active = models.BooleanField("active", default=True)
    external_id = models.CharField("external id", max_length=100, blank=True)
    external_system = models.CharField(
        "external system",
        max_length=60,
        blank=True,
        default="",
        help_text="The system that the external id comes from.",
    )
    created_at = models.DateTimeField("created", editable=False)
    deleted_at = models.DateTimeField("deleted", null=True, blank=True, editable=False)
    search = SearchField(sources=("name", "code", "external_id"))

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="product_has_a_name"),
            models.CheckConstraint(condition=~Q(code=""), name="product_has_a_code"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(deleted_at__isnull=True),
                name="product_code_is_unique",
                violation_error_code="code",
                violation_error_message="Another product has this code.",
            ),
            models.UniqueConstraint(
                fields=["external_id", "external_system"],
                condition=~Q(external_id="") & Q(deleted_at__isnull=True),
                name="product_external_id_is_unique",
                violation_error_code="external_id",
                violation_error_message="Another product has this external id.",
            ),
        ]
        indexes = [
            models.Index(fields=["search", "id"], name="product_in_order_of_name"),
            models.Index(fields=["code", "id"], name="product_in_order_of_code"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_deleted(self) -> bool:
        """Tell whether the product was put aside."""
        return self.deleted_at is not None

    def price_on(self, day: date, currency: str) -> ProductPrice | None:
        """Return the price that holds on a day in a currency; prefetched prices are used without a query."""
        held = [p for p in self.prices.all() if p.currency == currency and p.from_on <= day]
        return max(held, key=lambda price: price.from_on, default=None)
