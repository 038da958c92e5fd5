"""Opportunity: a sale that may happen."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairlead import journal
from fairlead.kit.money import AmountField, PercentField
from fairlead.kit.search import SearchField

from .campaign import Campaign
from .lead import Lead
from .stage import Stage
from .weighted import Weighted


class Outcome(models.TextChoices):
    """How it ended, or that it has not ended yet."""

    OPEN = "open", "Open"
    WON = "won", "Won"
    LOST = "lost", "Lost"
    VOID = "void", "Void"


class ForecastCategory(models.TextChoices):
    """How firmly its owner counts on it."""

    OMITTED = "omitted", "Omitted"
    PIPELINE = "pipeline", "Pipeline"
    BEST_CASE = "best_case", "Best case"
    COMMIT = "commit", "Commit"
    CLOSED = "closed", "Closed"


class ProbabilitySource(models.TextChoices):
    """Where an opportunity's probability comes from."""

    STAGE = "stage", "Stage default"
    LEARNED = "learned", "Learned rate"
    MANUAL = "manual", "Set by hand"


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    """Filters that people name in words."""

    def existing(self) -> "OpportunityQuerySet":
        """Leave out what was deleted."""
        return self.filter(deleted_at=None)

    def open(self) -> "OpportunityQuerySet":
        """Keep what may still be won."""
        return self.existing().filter(outcome=Outcome.OPEN)

    def closing_in(self, first: date, last: date) -> "OpportunityQuerySet":
        """Keep what is expected to close between two days, both included."""
        return self.filter(expected_close_on__range=(first, last))


def reference_of(pk: int) -> str:
    """Return the number by which people quote the opportunity with this key."""
    return f"O-{pk:06d}"


class Opportunity(journal.TrackedModel):
    """A sale that may happen: enquiry first, then proposal, then won or lost."""

    named_by = ("title",)
    together = (frozenset({"amount", "currency"}),)

    title = models.CharField(max_length=200)
    # company, owner and stage lead an index below, so they need none of their own
    company = models.ForeignKey(
        "customers.Company", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    location = models.ForeignKey("people.Location", models.PROTECT, null=True, blank=True, related_name="+")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="opportunities", db_index=False)
    stage_since = models.DateTimeField("in this stage since", editable=False)
    outcome = models.CharField(max_length=4, choices=Outcome, default=Outcome.OPEN, editable=False)
    amount = AmountField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    probability = PercentField()
    probability_source = models.CharField(
        "probability from",
        max_length=7,
        choices=ProbabilitySource,
        default=ProbabilitySource.STAGE,
        editable=False,
    )
    weighted: models.GeneratedField = models.GeneratedField(
        expression=Weighted("amount", "probability", "outcome"),
        output_field=AmountField(null=True),
        db_persist=True,
        verbose_name="weighted amount",
    )
    expected_close_on = models.DateField("expected close", null=True, blank=True)
    closed_on = models.DateField("actual close", null=True, blank=True, editable=False)
    forecast_category = models.CharField(
        "forecast category", max_length=9, choices=ForecastCategory, default=ForecastCategory.PIPELINE
    )
    lost_reason = models.ForeignKey(
        "vocabulary.ReferenceValue", models.PROTECT, null=True, blank=True, related_name="+"
    )
    competitor = models.ForeignKey(
        "vocabulary.ReferenceValue", models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome_note = models.CharField(
        "note on the outcome", max_length=500, blank=True, default="", editable=False
    )
    source = models.ForeignKey(
        "vocabulary.ReferenceValue", models.PROTECT, null=True, blank=True, related_name="+"
    )
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(
        Lead, models.PROTECT, null=True, blank=True, related_name="opportunities", editable=False
    )
    next_step = models.CharField("next step", max_length=200, blank=True, default="")
    next_step_on = models.DateField("next step due", null=True, blank=True)
    description = models.TextField(blank=True, default="")
    is_draft = models.BooleanField("draft", default=False, editable=False)
    external_id = models.CharField("external id", max_length=100, blank=True, default="")
    external_system = models.CharField(
        "external system",
        max_length=60,
        blank=True,
        default="",
        help_text="The system that the external id comes from.",
    )
    created_at = models.DateTimeField("created", editable=False)
    deleted_at = models.DateTimeField("deleted", null=True, blank=True, editable=False)
    search = SearchField(sources=("title", "external_id"))

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "opportunities"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="opportunity_has_a_title"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN, closed_on=None)
                | (~Q(outcome=Outcome.OPEN) & Q(closed_on__isnull=False)),
                name="closed_opportunity_has_a_date_and_an_open_one_has_none",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.WON) | Q(amount__isnull=False),
                name="won_opportunity_has_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(lost_reason=None) | Q(outcome=Outcome.LOST),
                name="only_a_lost_opportunity_has_a_lost_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_draft=False) | Q(outcome=Outcome.OPEN), name="a_draft_is_open"
            ),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=100),
                name="opportunity_probability_is_a_percentage",
                violation_error_code="probability",
                violation_error_message="A probability lies between 0 and 100 %.",
            ),
            models.UniqueConstraint(
                fields=["external_id", "external_system"],
                condition=~Q(external_id="") & Q(deleted_at=None),
                name="opportunity_external_id_is_unique",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "outcome", "expected_close_on", "id"], name="opportunity_in_stage"),
            models.Index(fields=["expected_close_on", "id"], name="opportunity_by_expected_close"),
            models.Index(fields=["amount", "id"], name="opportunity_by_amount"),
            models.Index(fields=["created_at", "id"], name="opportunity_by_creation"),
            models.Index(fields=["search", "id"], name="opportunity_by_title"),
            models.Index(fields=["outcome", "created_at", "id"], name="opportunity_by_age"),
            models.Index(fields=["outcome", "expected_close_on", "id"], name="opportunity_by_outcome"),
            models.Index(fields=["outcome", "closed_on", "id"], name="opportunity_by_close"),
            models.Index(fields=["outcome", "next_step_on", "id"], name="opportunity_by_next_step"),
            models.Index(fields=["outcome", "amount", "id"], name="opportunity_by_size"),
            # Counts and sums are read from these alone: of whole filters, of an owner's work, of a company's
            # (docs/performance.md).
            models.Index(
                fields=[
                    *("outcome", "currency", "stage", "owner", "location", "team", "is_draft"),
                    *("amount", "weighted", "expected_close_on", "closed_on", "next_step_on", "id"),
                ],
                condition=Q(deleted_at__isnull=True),
                name="opportunity_in_sums",
            ),
            models.Index(
                fields=[
                    *("owner", "outcome", "deleted_at", "expected_close_on", "next_step_on", "closed_on"),
                    *("is_draft", "currency", "amount", "weighted", "valid_from", "id"),
                ],
                name="opportunity_of_owner",
            ),
            models.Index(
                fields=[
                    *("company", "outcome", "deleted_at", "currency", "owner", "location", "is_draft"),
                    *("amount", "weighted", "created_at", "id"),
                ],
                name="opportunity_of_company",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """Return the number people quote; it is the key itself, so that writers share no counter."""
        return reference_of(self.pk) if self.pk else ""

    @property
    def is_open(self) -> bool:
        """Tell whether it may still be won."""
        return self.outcome == Outcome.OPEN and self.deleted_at is None

    def days_in_stage(self, at: datetime) -> int:
        """Return the whole days since it entered its stage."""
        return (at - self.stage_since).days

    def is_rotting(self, at: datetime) -> bool:
        """Tell whether it has been in its stage for longer than the stage allows."""
        limit = self.stage.rot_after_days
        return self.is_open and limit is not None and self.days_in_stage(at) > limit

    def missing_for(self, stage: Stage) -> list[str]:
        """Return the names of the fields that a stage asks for and that are empty."""
        names: list[str] = stage.required_fields
        return [name for name in names if self._is_empty(name)]

    def _is_empty(self, name: str) -> bool:
        field: Any = self._meta.get_field(name)
        return getattr(self, field.attname) in (None, "")

    def weigh(self) -> None:
        """Take the probability of the stage, unless somebody set it by hand."""
        if self.probability_source != ProbabilitySource.MANUAL:
            self.probability, self.probability_source = self.stage.weight()

    def urgency(self, today: date) -> str:
        """Return how its next step stands: overdue, today, planned, or none."""
        if self.next_step_on is None:
            return "none"
        if self.next_step_on < today:
            return "overdue"
        return "today" if self.next_step_on == today else "planned"


def title_of(name: str) -> str:
    """Return what people call a field of an opportunity."""
    field: Any = Opportunity._meta.get_field(name)
    return str(field.verbose_name)
