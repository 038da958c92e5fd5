"""A told past that was taken back, kept so that this can be undone."""

from django.db import models

from .batch import Batch


class TakenVersion(models.Model):
    """A version of a told past, as it stood before an undo took it out of its history table."""

    undo = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    table = models.CharField(max_length=63)
    values = models.JSONField()

    def __str__(self) -> str:
        return f"{self.table} #{self.pk}"
