"""What filters offer of the organisation's lists: retired values too, because the past has them."""

from fairlead.kit.tables import Options

from .models import ReferenceList
from .queries import values


def reference(kind: ReferenceList) -> Options:
    """Return the values of a reference list, in the organisation's order."""
    return Options(rows=lambda _viewer: values(kind, include_retired=True), label="label")
