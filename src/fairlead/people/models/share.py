"""Share: one record lent to a person or a team beyond its owner's line."""

from django.db import models

from fairlead import journal


class Share(journal.TrackedModel):
    """A record, named by its kind and id, that a person or the members of a team may see as well."""

    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="shares"
    )
    team = models.ForeignKey(
        "people.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="shares"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(team__isnull=True),
                name="share_is_with_a_person_or_a_team",
            ),
            models.UniqueConstraint(
                fields=["kind", "record_id", "person"], name="record_is_shared_with_a_person_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "record_id", "team"], name="record_is_shared_with_a_team_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} shared with {self.person or self.team}"
