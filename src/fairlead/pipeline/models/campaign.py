"""Campaign: an effort of marketing that leads and opportunities come from."""

from django.db import models
from django.db.models import F, Q

from fairlead import journal


class Campaign(journal.TrackedModel):
    """An effort of marketing with a beginning and perhaps an end."""

    name = models.CharField(max_length=160)
    kind = models.CharField(
        max_length=60, blank=True, default="", help_text="Such as e-mail, fair or telephone."
    )
    starts_on = models.DateField("starts on", null=True, blank=True)
    ends_on = models.DateField("ends on", null=True, blank=True)
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
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="campaign_has_a_name"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="campaign_ends_after_it_starts",
                violation_error_code="ends_on",
                violation_error_message="A campaign cannot end before it starts.",
            ),
            models.UniqueConstraint(
                fields=["external_id", "external_system"],
                condition=~Q(external_id=""),
                name="campaign_external_id_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name
