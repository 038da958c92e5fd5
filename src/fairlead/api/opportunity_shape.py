"""An opportunity as the API tells it."""

from typing import Any

from fairlead.api.shapes import Shape
from fairlead.api.values import MomentTold
from fairlead.pipeline import columns

SHAPE = Shape(
    "Opportunity",
    columns.OPPORTUNITIES,
    {
        "description": (str, lambda record: record.description),
        "outcome_note": (str, lambda record: record.outcome_note),
        "lead": (int | None, lambda record: record.lead_id),
        "deleted_at": (MomentTold | None, lambda record: record.deleted_at),
    },
)
DESCRIBED: Any = SHAPE.described
DESCRIBED_PAGE: Any = SHAPE.described_page
