"""Events on their way to those who want to hear them."""

from django.db import models

from .entry import Entry


class OutboxEvent(models.Model):
    """Something that happened, written in the transaction that made it happen; delivered at least once."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="events")
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(delivered_at=None), name="outbox_undelivered"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
