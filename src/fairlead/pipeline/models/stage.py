"""Pipelines and their stages: the steps of the sales process, as data."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from fairlead import journal
from fairlead.kit.money import PercentField
from fairlead.vocabulary.models import Colour


class Phase(models.TextChoices):
    """Whether a customer has asked, or has an offer in hand."""

    ENQUIRY = "enquiry", "Enquiry"
    PROPOSAL = "proposal", "Proposal"


class Pipeline(journal.TrackedModel):
    """A sales process of its own, such as new business or renewals."""

    name = models.CharField(max_length=80, unique=True)
    order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField("active", default=True)
    uses_learned_rates = models.BooleanField(
        "weighs with learned rates",
        default=False,
        help_text="Weigh with the win rates learned from closed opportunities instead of the stages' own.",
    )

    class Meta:
        ordering = ["order", "name", "id"]

    def __str__(self) -> str:
        return self.name


class Stage(journal.TrackedModel):
    """One step of a pipeline, what it takes to enter it, and how likely opportunities in it are won."""

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages")
    name = models.CharField(max_length=80)
    order = models.PositiveIntegerField(default=0)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.ENQUIRY)
    probability = PercentField("default probability", default=Decimal(0))
    learned_probability = PercentField(
        "learned probability",
        null=True,
        blank=True,
        help_text="Share of those that were in this stage and won.",
    )
    colour = models.CharField(max_length=12, choices=Colour, blank=True, default=Colour.NONE)
    is_active = models.BooleanField("active", default=True)
    required_fields = models.JSONField("fields required to enter", default=list, blank=True)
    rot_after_days = models.PositiveIntegerField(
        "days until it rots",
        null=True,
        blank=True,
        help_text="Days in this stage after which a card is tinted.",
    )

    class Meta:
        ordering = ["pipeline__order", "pipeline_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pipeline", "name"],
                name="stage_name_is_unique_in_its_pipeline",
                violation_error_code="name",
                violation_error_message="The pipeline has a stage of this name already.",
            ),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=100),
                name="stage_probability_is_a_percentage",
                violation_error_code="probability",
                violation_error_message="A probability lies between 0 and 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def weight(self) -> tuple[Decimal, str]:
        """Return the default probability of opportunities here, in percent, and where it is from."""
        if self.pipeline.uses_learned_rates and self.learned_probability is not None:
            return self.learned_probability, "learned"
        return self.probability, "stage"
