"""ReferenceValue: one choice of one of the organisation's lists."""

from django.db import models
from django.db.models.functions import Lower

from fairlead import journal
from fairlead.vocabulary.choices import Colour, ReferenceList


class ReferenceValue(journal.TrackedModel):
    """A choice such as the industry "Retail"; a retired one stays on the records that carry it."""

    named_by = ("label",)

    list = models.CharField(max_length=20, choices=ReferenceList)
    label = models.CharField(max_length=120)
    order = models.PositiveIntegerField(default=0)
    colour = models.CharField(max_length=12, choices=Colour, blank=True, default=Colour.NONE)
    is_active = models.BooleanField("active", default=True)
    external_id = models.CharField("external id", max_length=100, blank=True, default="")

    class Meta:
        ordering = ["list", "order", "label", "id"]
        constraints = [
            models.UniqueConstraint(
                "list",
                Lower("label"),
                name="label_is_unique_in_its_list",
                violation_error_code="label",
                violation_error_message="The list has this value already; it may be retired.",
            ),
            models.UniqueConstraint(
                "list",
                "external_id",
                condition=~models.Q(external_id=""),
                name="reference_value_external_id_is_unique_in_its_list",
                violation_error_code="external_id",
                violation_error_message="Another value of the list has this external id.",
            ),
            models.CheckConstraint(condition=~models.Q(label=""), name="reference_value_has_a_label"),
            models.CheckConstraint(
                condition=models.Q(list__in=ReferenceList.values), name="reference_list_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label
