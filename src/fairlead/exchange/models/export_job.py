"""ExportJob: one long list on its way out, written by the worker while nobody waits."""

from django.conf import settings
from django.db import models


class ExportState(models.TextChoices):
    """How far an export is."""

    WAITING = "waiting", "Being written"
    DONE = "done", "Ready"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    GONE = "gone", "Thrown away"


class ExportJob(models.Model):
    """A file for the person who asked for it and for nobody else; the journal says who took what."""

    place = models.CharField(max_length=40, help_text="The list's page: opportunities, companies …")
    form = models.CharField(max_length=8, help_text="The ending of the file's name.")
    query = models.TextField(help_text="The whole query, as an address writes it.")
    words = models.CharField(max_length=500, blank=True, help_text="The filters, as people read them.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.WAITING)
    message = models.CharField(max_length=500, blank=True, default="")
    row_count = models.PositiveIntegerField(default=0)
    file_size = models.PositiveBigIntegerField(default=0)
    file_key = models.CharField(max_length=64, unique=True, help_text="What its file is called on disk.")
    queue_job = models.PositiveBigIntegerField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "export"
        indexes = [models.Index(fields=["person", "-id"], name="exports_of_a_person")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        """Return what the file is called where it is downloaded."""
        return f"{self.place}-{self.created_at:%Y-%m-%d}.{self.form}"

    @property
    def is_busy(self) -> bool:
        """Tell whether the worker still has to write it."""
        return self.state == ExportState.WAITING

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be downloaded."""
        return self.state == ExportState.DONE
