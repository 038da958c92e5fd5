"""Supervision: a person looks after a team or a location."""

from django.db import models

from fairlead import journal


class Supervision(journal.TrackedModel):
    """One supervisor over one team or one location; it counts while the person has the role supervisor."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="supervisions")
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="supervisions"
    )
    location = models.ForeignKey(
        "people.Location", on_delete=models.PROTECT, null=True, blank=True, related_name="supervisions"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(team__isnull=True) ^ models.Q(location__isnull=True),
                name="supervision_is_over_a_team_or_a_location",
            ),
            models.UniqueConstraint(fields=["person", "team"], name="person_supervises_a_team_once"),
            models.UniqueConstraint(fields=["person", "location"], name="person_supervises_a_location_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} supervises {self.team or self.location}"
