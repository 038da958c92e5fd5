"""Organisation: whose sales these are, and how they name and count them."""

from django.db import models

from fairlead import journal


def five_days() -> list[int]:
    """Return Monday to Friday as ISO weekdays."""
    return [1, 2, 3, 4, 5]


class Organisation(journal.TrackedModel):
    """The one organisation of this installation; its calendar owns every period."""

    name = models.CharField(max_length=160)
    base_currency = models.CharField("base currency", max_length=3, default="EUR")
    time_zone = models.CharField("time zone", max_length=64, default="UTC")
    locale = models.CharField("language and formats", max_length=20, default="en")
    fiscal_year_start_month = models.PositiveSmallIntegerField("fiscal year starts in", default=1)
    first_weekday = models.PositiveSmallIntegerField("first day of the week", default=1)
    working_days = models.JSONField("working days", default=five_days)
    terms = models.JSONField("own terms", default=dict, blank=True)
    is_demo = models.BooleanField("holds demo data", default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_organisation"),
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start_month__range=(1, 12)),
                name="fiscal_year_starts_in_a_month",
            ),
            models.CheckConstraint(
                condition=models.Q(first_weekday__range=(1, 7)), name="week_starts_on_a_weekday"
            ),
        ]

    def __str__(self) -> str:
        return self.name
