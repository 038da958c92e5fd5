"""Lead: a person or company that has not been qualified yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairlead import journal
from fairlead.kit.search import SearchField

from .campaign import Campaign


class LeadState(models.TextChoices):
    """Whether it is still being looked into."""

    OPEN = "open", "Open"
    QUALIFIED = "qualified", "Qualified"
    DISQUALIFIED = "disqualified", "Disqualified"


class Lead(journal.TrackedModel):
    """Somebody who may become a customer; qualifying makes company, contact and opportunity of it."""

    named_by = ("name", "company_name")

    name = models.CharField(max_length=160, blank=True, default="")
    company_name = models.CharField("company name", max_length=200, blank=True, default="")
    job_title = models.CharField("job title", max_length=120, blank=True, default="")
    email = models.EmailField("e-mail", max_length=254, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    city = models.CharField(max_length=120, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    location = models.ForeignKey("people.Location", models.PROTECT, null=True, blank=True, related_name="+")
    source = models.ForeignKey(
        "vocabulary.ReferenceValue", models.PROTECT, null=True, blank=True, related_name="+"
    )
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+")
    status = models.ForeignKey(
        "vocabulary.ReferenceValue", models.PROTECT, null=True, blank=True, related_name="+"
    )
    rating = models.ForeignKey(
        "vocabulary.ReferenceValue", models.PROTECT, null=True, blank=True, related_name="+"
    )
    description = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, choices=LeadState, default=LeadState.OPEN, editable=False)
    closed_at = models.DateTimeField("qualified or disqualified", null=True, editable=False)
    company = models.ForeignKey(
        "customers.Company", models.PROTECT, null=True, related_name="+", editable=False
    )
    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, related_name="+", editable=False
    )
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
    search = SearchField(sources=("name", "company_name", "email", "external_id"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(company_name=""),
                name="lead_names_a_person_or_a_company",
                violation_error_code="name",
                violation_error_message="Enter the name of a person or of a company.",
            ),
            models.UniqueConstraint(
                fields=["external_id", "external_system"],
                condition=~Q(external_id="") & Q(deleted_at=None),
                name="lead_external_id_is_unique",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state"], name="lead_of_owner"),
            models.Index(fields=["created_at", "id"], name="lead_by_creation"),
        ]

    def __str__(self) -> str:
        return " · ".join(part for part in (self.name, self.company_name) if part)

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to look into it."""
        return self.state == LeadState.OPEN and self.deleted_at is None
