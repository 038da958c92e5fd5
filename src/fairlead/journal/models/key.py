"""Writes that carry a key take effect once, however often they arrive."""

from django.conf import settings
from django.db import models


class IdempotencyKey(models.Model):
    """The answer that was given to a write, so that its repetition gets the same answer and has no effect."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return self.key
