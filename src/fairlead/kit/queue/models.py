"""Jobs and the schedules that make them. Not business records, so the journal does not track them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class State(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


OPEN = (State.WAITING, State.RUNNING)


class Job(models.Model):
    """One piece of work: what to call with which payload, and how it went."""

    name = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    unique_key = models.CharField(max_length=200, null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    run_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, default="")
    leased_until = models.DateTimeField(null=True)
    cancel_requested = models.BooleanField(default=False)

    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, default="")
    result = models.JSONField(null=True)
    error = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"], condition=Q(state__in=OPEN), name="one_open_job_for_each_unique_key"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING) | Q(leased_until__isnull=False),
                name="running_job_has_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["run_at", "id"], condition=Q(state__in=OPEN), name="open_jobs_by_time"),
            models.Index(fields=["finished_at"], name="jobs_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

    @property
    def is_open(self) -> bool:
        """Tell whether it still waits or runs."""
        return self.state in OPEN


class Schedule(models.Model):
    """A job to be asked for again and again, at the times a cron expression names."""

    name = models.CharField(max_length=100, unique=True)
    job = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    cron = models.CharField(max_length=100)
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    next_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(F("next_at"), condition=Q(is_active=True), name="active_schedules_by_time")]

    def __str__(self) -> str:
        return f"{self.name} at {self.cron}"
