"""Bundle: several files that refer to each other, imported as one."""

from django.conf import settings
from django.db import models

from .state import BUSY, State


class Bundle(models.Model):
    """Files that are checked together, loaded together or not at all, and taken back together."""

    state = models.CharField(max_length=10, choices=State, default=State.MAPPING)
    message = models.CharField(max_length=1000, blank=True, default="")
    queue_job = models.PositiveBigIntegerField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    batch = models.ForeignKey("journal.Batch", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        names = [job.file_name for job in self.files.all()]
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")

    @property
    def is_busy(self) -> bool:
        """Tell whether it is being checked or loaded right now."""
        return self.state in BUSY
