"""Keep the companies we sell to."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from fairlead import journal
from fairlead.access import Viewer
from fairlead.kit.search import SearchField

COUNTRY_CODE = RegexValidator("^[A-Z]{2}$", "Write the country as two capitals, such as DE.")


class CompanyQuerySet(models.QuerySet["Company"]):
    """Filters that people name in words."""

    def existing(self) -> "CompanyQuerySet":
        """Leave out what was deleted."""
        return self.filter(deleted_at=None)

    def within(self, viewer: Viewer) -> "CompanyQuerySet":
        """Keep what a viewer sees: by owner, by location, or because it was shared."""
        return self.filter(viewer.reach.q("company"))


class Company(journal.TrackedModel):
    """Stand for an organisation we sell to, or hope to."""

    together = (frozenset({"street", "city", "postal_code", "region", "country"}),)

    name = models.CharField(max_length=200)
    industry = models.ForeignKey(
        "vocabulary.ReferenceValue", models.PROTECT, null=True, blank=True, related_name="+"
    )
    company_type = models.ForeignKey(
        "vocabulary.ReferenceValue", models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    location = models.ForeignKey("people.Location", models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="parent company",
        null=True,
        blank=True,
        related_name="subsidiaries",
    )
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=120, blank=True)
    country = models.CharField("country code", max_length=2, blank=True, validators=[COUNTRY_CODE])
    website = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
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
    search = SearchField(sources=("name", "city", "website", "phone", "external_id"))

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "companies"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="company_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="company_is_not_its_own_parent",
                violation_error_code="parent",
                violation_error_message="A company is not its own parent.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(deleted_at__isnull=False),
                name="merged_company_is_deleted",
            ),
            models.UniqueConstraint(
                fields=["external_id", "external_system"],
                condition=~Q(external_id="") & Q(deleted_at__isnull=True),
                name="company_external_id_is_unique",
                violation_error_code="external_id",
                violation_error_message="Another company has this external id.",
            ),
        ]
        indexes = [
            models.Index(fields=["search", "id"], name="company_in_order_of_name"),
            models.Index(fields=["created_at", "id"], name="company_in_order_of_creation"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_deleted(self) -> bool:
        """Tell whether the company was put aside."""
        return self.deleted_at is not None

    @property
    def domain(self) -> str:
        """Return the bare domain of the website, "" without one."""
        bare = self.website.strip().lower().removeprefix("https://").removeprefix("http://")
        return bare.split("/")[0].removeprefix("www.")

    @property
    def website_address(self) -> str:
        """Return the website as a link may have it, with a scheme of the web and no other."""
        if not self.website or self.website.startswith(("https://", "http://")):
            return self.website
        return f"https://{self.website}"

    @property
    def address_lines(self) -> list[str]:
        """Return the filled lines of the postal address above the country, in postal order."""
        place = " ".join(part for part in (self.postal_code, self.city) if part)
        return [line for line in (self.street, place, self.region) if line]
