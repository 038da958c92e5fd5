"""ImportJob: one file that somebody brought, how it maps, what it would do and what became of it."""

from django.conf import settings
from django.db import models

from .bundle import Bundle
from .state import BUSY, State


class ImportJob(models.Model):
    """A file on its way in. Working papers, not a business record: what it changes is in the journal."""

    kind = models.CharField(max_length=40)
    file_name = models.CharField("file", max_length=200)
    file_hash = models.CharField(max_length=64)
    file_size = models.PositiveBigIntegerField()
    signature = models.CharField(
        max_length=64, db_index=True, help_text="Hash of the titles, to remember mappings by."
    )
    options = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.MAPPING)
    preview = models.JSONField(null=True)
    message = models.CharField(max_length=1000, blank=True, default="")
    row_count = models.PositiveIntegerField(default=0)
    queue_job = models.PositiveBigIntegerField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    batch = models.ForeignKey("journal.Batch", models.PROTECT, null=True, related_name="+")
    bundle = models.ForeignKey(Bundle, models.CASCADE, null=True, related_name="files")
    created_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "import"

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        """Tell whether it is being checked or loaded right now."""
        return self.state in BUSY or (self.bundle is not None and self.bundle.is_busy)

    @property
    def is_loaded(self) -> bool:
        """Tell whether its records are in."""
        return self.state == State.LOADED
