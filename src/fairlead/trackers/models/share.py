"""ViewShare: a view lent to a person or a team."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from fairlead import journal


class ViewShare(journal.TrackedModel):
    """A person, or the members of a team, who find somebody's view among theirs, perhaps to change it too."""

    part_of: ClassVar[str] = "view"

    view = models.ForeignKey("trackers.SavedView", models.CASCADE, related_name="shares")
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey("people.Team", models.CASCADE, null=True, blank=True, related_name="+")
    may_edit = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(team__isnull=True),
                name="view_is_shared_with_a_person_or_a_team",
            ),
            models.UniqueConstraint(fields=["view", "person"], name="view_is_shared_with_a_person_once"),
            models.UniqueConstraint(fields=["view", "team"], name="view_is_shared_with_a_team_once"),
        ]

    def __str__(self) -> str:
        return f"{self.view} shared with {self.person or self.team}"
