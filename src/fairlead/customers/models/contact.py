"""Keep the people we talk to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairlead import journal
from fairlead.access import Viewer
from fairlead.kit.search import SearchField


class ContactQuerySet(models.QuerySet["Contact"]):
    """Filters that people name in words."""

    def existing(self) -> "ContactQuerySet":
        """Leave out what was deleted."""
        return self.filter(deleted_at=None)

    def within(self, viewer: Viewer) -> "ContactQuerySet":
        """Keep what a viewer sees: the contacts of their companies, their own, and what was shared."""
        reach = viewer.reach
        if reach.everyone:
            return self.all()
        at_companies = reach.q(
            "company", owner="company__owner_id", location="company__location_id", pk="company_id"
        )
        return self.filter(at_companies | reach.q("contact", location=None))


class Contact(journal.TrackedModel):
    """Stand for a person we talk to, mostly at a company."""

    company = models.ForeignKey(
        "customers.Company", models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    name = models.CharField(max_length=200)
    job_title = models.CharField("job title", max_length=120, blank=True)
    email = models.EmailField("e-mail", max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    external_id = models.CharField("external id", max_length=100, blank=True)
    external_system = models.CharField(
        "external system",
        max_length=60,
        blank=True,
        default="",
        help_text="The system that the external id comes from.",
    )
    created_at = models.DateTimeField("created", editable=False)
    deleted_at = models.DateTimeField("deleted", null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="absorbed"
    )
    search = SearchField(sources=("name", "email", "phone", "external_id"))

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="contact_has_a_name"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(deleted_at__isnull=False),
                name="merged_contact_is_deleted",
            ),
            models.UniqueConstraint(
                fields=["external_id", "external_system"],
                condition=~Q(external_id="") & Q(deleted_at__isnull=True),
                name="contact_external_id_is_unique",
                violation_error_code="external_id",
                violation_error_message="Another contact has this external id.",
            ),
        ]
        indexes = [
            models.Index(fields=["search", "id"], name="contact_in_order_of_name"),
            models.Index(fields=["created_at", "id"], name="contact_in_order_of_creation"),
            models.Index(fields=["email"], name="contact_by_email"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_deleted(self) -> bool:
        """Tell whether the contact was put aside."""
        return self.deleted_at is not None
