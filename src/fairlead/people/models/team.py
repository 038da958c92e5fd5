"""Team: a tree of groups of persons."""

from django.db import models
from django.db.models.functions import Lower

from fairlead import journal


class Team(journal.TrackedModel):
    """A group of persons; its supervisors see the work of its members and of the teams below it."""

    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self",
        verbose_name="team above",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    is_active = models.BooleanField("active", default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="team_name_is_unique",
                violation_error_code="name",
                violation_error_message="Another team has this name.",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="team_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="team_is_not_its_own_parent",
                violation_error_code="parent",
                violation_error_message="A team cannot stand below itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
