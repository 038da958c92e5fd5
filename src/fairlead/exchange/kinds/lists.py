"""Values of the reference lists, as files bring them."""

from fairlead.vocabulary import rules
from fairlead.vocabulary.models import ReferenceList, ReferenceValue

from .kind import EXTERNAL_ID, Field, Kind, text

REFERENCE_VALUES = Kind(
    "reference_values",
    "Values of lists",
    "value",
    ReferenceValue,
    (
        Field("list", "List", column="list", choices=tuple(ReferenceList.choices), required=True),
        text("label", "Label", "name", "value", "title", required=True),
        EXTERNAL_ID,
    ),
    keys=(("list", "external_id"), ("list", "label")),
    existing=lambda _viewer: ReferenceValue.objects.all(),
    may_create=rules.may_maintain,
    lookups=tuple(ReferenceList.values),
    goes_by=("label",),
    may_change=rules.may_maintain,
    help="Industries, sources, lost reasons and the other lists.",
)
