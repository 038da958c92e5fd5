"""Favourite: a view that a person wants at hand."""

from django.db import models
from django.db.models import Q

from fairlead import journal


class Favourite(journal.TrackedModel):
    """A view in a person's menu; one of those of each place may be where that place begins for them."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="favourite_views")
    view = models.ForeignKey("trackers.SavedView", models.CASCADE, related_name="favourites")
    place = models.CharField(max_length=40, help_text="The view's own place, kept here for the rule below.")
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "view"], name="view_is_a_persons_favourite_once"),
            models.UniqueConstraint(
                fields=["person", "place"],
                condition=Q(is_default=True),
                name="person_begins_a_place_with_one_view",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.view}"
