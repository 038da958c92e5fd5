"""How long an opportunity has been in each stage."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from fairlead.pipeline.models import Opportunity, Outcome


def days_in_stages(opportunity: Opportunity, at: datetime) -> dict[int, int]:
    """Return the whole days that an opportunity was open in each stage until a moment, by the stage's id.

    Time before our own first version counts for the stage it was in then, as ``stage_since`` says.
    """
    names = ("stage_id", "stage_since", "outcome", "valid_from")
    closed = (
        Opportunity.history_model._base_manager.filter(id=opportunity.pk)
        .order_by("version", "valid_from")
        .values(*names)
    )
    now = Opportunity._base_manager.filter(pk=opportunity.pk).values(*names)
    versions = [version for version in (*closed, *now) if version["valid_from"] <= at]
    spent: dict[int, timedelta] = {}
    for here, after in pairwise([*versions, None]):
        if here is None or here["outcome"] != Outcome.OPEN:
            continue
        end: datetime = after["valid_from"] if after else at
        since = _since(here, is_first=here is versions[0])
        spent[here["stage_id"]] = spent.get(here["stage_id"], timedelta()) + max(end - since, timedelta())
    return {stage: time.days for stage, time in spent.items()}


def _since(version: dict[str, Any], *, is_first: bool) -> datetime:
    begun: datetime = (
        min(version["stage_since"], version["valid_from"]) if is_first else version["valid_from"]
    )
    return begun
