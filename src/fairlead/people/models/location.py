"""Location: a tree of places and territories."""

from django.db import models
from django.db.models.functions import Lower

from fairlead import journal
from fairlead.people.choices import LocationKind


class Location(journal.TrackedModel):
    """A place or territory; its supervisors see the records located in it and below it."""

    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self",
        verbose_name="location above",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    kind = models.CharField(max_length=20, choices=LocationKind, default=LocationKind.TERRITORY)
    country = models.CharField("country code", max_length=2, blank=True, default="")
    is_active = models.BooleanField("active", default=True)
    external_id = models.CharField("external id", max_length=100, blank=True, default="")
    external_system = models.CharField(
        "external system",
        max_length=60,
        blank=True,
        default="",
        help_text="The system that the external id comes from.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "parent",
                name="location_name_is_unique_below_its_parent",
                violation_error_code="name",
                violation_error_message="Another location below the same one has this name.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(parent__isnull=True),
                name="location_name_is_unique_at_the_top",
                violation_error_code="name",
                violation_error_message="Another location at the top has this name.",
            ),
            models.UniqueConstraint(
                "external_id",
                "external_system",
                condition=~models.Q(external_id=""),
                name="location_external_id_is_unique",
                violation_error_code="external_id",
                violation_error_message="Another location has this external id.",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="location_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=LocationKind.values), name="location_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="location_is_not_its_own_parent",
                violation_error_code="parent",
                violation_error_message="A location cannot stand below itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
