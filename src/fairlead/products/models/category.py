"""Keep the tree that products hang in."""

from django.db import models
from django.db.models import F, Q

from fairlead import journal


class Category(journal.TrackedModel):
    """Group products; a category may stand below another."""

    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="category above", null=True, blank=True, related_name="children"
    )

    class Meta:
        verbose_name_plural = "categories"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="category_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="category_is_not_its_own_parent"
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="category_name_is_unique_below_its_parent",
                violation_error_code="name",
                violation_error_message="There is such a category beside it already.",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(parent__isnull=True),
                name="category_name_is_unique_at_the_top",
                violation_error_code="name",
                violation_error_message="There is such a category already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
