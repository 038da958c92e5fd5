"""Changes that belong together and can be taken back together."""

from django.conf import settings
from django.db import models


class Batch(models.Model):
    """A set of entries that one person made in one go: an import, a bulk edit, the demo company."""

    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    undo_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.label

    @property
    def is_undone(self) -> bool:
        """Tell whether this batch was taken back (and the undo was not itself undone)."""
        undo = Batch.objects.filter(undo_of=self).first()
        return undo is not None and not undo.is_undone
