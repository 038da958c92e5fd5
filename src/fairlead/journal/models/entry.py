"""One line of the journal."""

from django.conf import settings
from django.db import models

from .batch import Batch


class Entry(models.Model):
    """Who did what, when, why and from where. Versions point to the entry that made them. Append-only."""

    at = models.DateTimeField(db_index=True, help_text="When it took effect, which is when it was recorded.")
    action = models.CharField(max_length=60, help_text="What was done, such as opportunity.moved.")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    door = models.CharField(
        max_length=12, help_text="Where it came from: page, api, import, command, job, demo."
    )
    reason = models.CharField(max_length=500, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="entries")
    device_at = models.DateTimeField(null=True, help_text="The device's own time, for changes made offline.")

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"
