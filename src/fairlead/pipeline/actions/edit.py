"""Edit the fields of an opportunity."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.pipeline import rules
from fairlead.pipeline.events import OpportunityEdited
from fairlead.pipeline.models import Opportunity, ProbabilitySource

from .fields import CannotEdit, check_lists, needs, refuse_unknown


@action("opportunity.edited", rule=rules.may_edit)
def edit_opportunity(
    opportunity: Opportunity, *, changes: Mapping[str, Any], by: Viewer, at: datetime, reason: str = ""
) -> OpportunityEdited | None:
    """Change fields; other people's edits of other fields since the caller looked are kept.

    A probability makes it one set by hand; ``None`` gives it back to the stage.

    :raises CannotEdit: for a field that has a verb of its own, or that the stage needs.
    :raises journal.Stale: with the other's values, when somebody changed the same field.
    """
    refuse_unknown(changes)
    wanted = dict(changes)
    weighs = "probability" in wanted
    probability = wanted.pop("probability", None)
    changed = journal.merge(opportunity, wanted)
    if weighs and _weigh_by_hand(opportunity, probability):
        changed.append("probability")
    if not changed:
        return None
    _check(opportunity, changed)
    validation.save(opportunity, only={*changed, "probability", "probability_source"})
    return OpportunityEdited(opportunity.pk, changed)


def _weigh_by_hand(opportunity: Opportunity, probability: Any) -> bool:
    """Set the probability by hand, or give it back to the stage; tell whether that changed anything."""
    before = (opportunity.probability, opportunity.probability_source)
    if probability is None:
        opportunity.probability_source = ProbabilitySource.STAGE
        opportunity.weigh()
    elif journal.merge(opportunity, {"probability": probability}):
        opportunity.probability_source = ProbabilitySource.MANUAL
    return before != (opportunity.probability, opportunity.probability_source)


def _check(opportunity: Opportunity, changed: list[str]) -> None:
    check_lists(opportunity, changed)
    emptied = [name for name in opportunity.missing_for(opportunity.stage) if name in changed]
    if emptied and not opportunity.is_draft:
        message, fields = needs(opportunity.stage, emptied)
        raise CannotEdit(message, fields=fields)
