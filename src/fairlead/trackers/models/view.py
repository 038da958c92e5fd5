"""SavedView: a question about rows that somebody gave a name."""

from django.db import models
from django.db.models import Q

from fairlead import journal


class SavedView(journal.TrackedModel):
    """The query of a list, a board or a later layout, with the name under which people find it again.

    It holds what is asked and never an answer: whoever opens it sees the rows within their own reach.
    """

    place = models.CharField(
        max_length=40, help_text="Which page shows it: opportunities, board, companies …"
    )
    name = models.CharField(max_length=80)
    icon = models.CharField(max_length=40, default="table")
    query = models.TextField(help_text="The whole query, as an address writes it.")
    owner = models.ForeignKey("people.Person", models.PROTECT, related_name="views")
    is_published = models.BooleanField(default=False, help_text="Everybody finds it; set by administrators.")

    class Meta:
        verbose_name = "view"
        indexes = [models.Index(fields=["owner", "place"], name="view_by_owner")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="view_has_a_name"),
            models.UniqueConstraint(
                fields=["owner", "place", "name"],
                name="view_name_is_unique_among_its_owners_views_of_a_place",
                violation_error_code="name",
                violation_error_message="You have a view of this name here already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
