"""SavedImport and ImportRun: a file that comes again and again, and a log of how it went."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from .job import ImportJob


class SavedImport(models.Model):
    """How files of one sort are imported without a person at hand, and who answers for it.

    :param folder: beneath the folder of the setting; empty where files come by command or REST alone.
    :param seen: name of a waiting file → its size and time of change at the last look.
    """

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, editable=False)
    mapping = models.JSONField(editable=False)
    options = models.JSONField(default=dict, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    folder = models.CharField(max_length=200, blank=True, default="")
    every_minutes = models.PositiveIntegerField("look every", default=15)
    is_active = models.BooleanField("active", default=True)
    seen = models.JSONField(default=dict, editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "saved import"
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="saved_import_name_is_unique",
                violation_error_code="name",
                violation_error_message="Another saved import has this name.",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_import_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class RunState(models.TextChoices):
    """What became of a file."""

    WAITING = "waiting", "Waiting"
    LOADED = "loaded", "Loaded"
    NOTHING = "nothing", "Nothing new"
    REFUSED = "refused", "Refused"


class ImportRun(models.Model):
    """One file that a saved import took, and what became of it."""

    saved = models.ForeignKey(SavedImport, models.CASCADE, related_name="runs")
    file_name = models.CharField("file", max_length=200, blank=True)
    door = models.CharField(max_length=12, help_text="How it came: folder, command or api.")
    state = models.CharField(max_length=8, choices=RunState, default=RunState.WAITING)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=1000, blank=True, default="")
    job = models.ForeignKey(ImportJob, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField("owner has seen it", null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "run of a saved import"
        indexes = [models.Index(fields=["saved", "-id"], name="run_of_saved_import")]

    def __str__(self) -> str:
        return self.file_name or str(self.saved)
