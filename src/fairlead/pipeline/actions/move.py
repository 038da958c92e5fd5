"""Move an opportunity to another stage."""

from datetime import datetime

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.pipeline import rules
from fairlead.pipeline.events import OpportunityMoved
from fairlead.pipeline.models import Opportunity, Stage

from .fields import CannotMove, needs, refuse_retired


@action("opportunity.moved", rule=rules.may_move, touches=("stage", "outcome"))
def move_opportunity(
    opportunity: Opportunity, *, to: Stage, by: Viewer, at: datetime, reason: str = ""
) -> OpportunityMoved | None:
    """Move an opportunity to another stage, if it has what that stage asks for.

    :raises CannotMove: naming the fields that are still empty.
    """
    if opportunity.stage_id == to.pk:
        return None
    refuse_retired(to)
    if not opportunity.is_draft and (missing := opportunity.missing_for(to)):
        message, fields = needs(to, missing)
        raise CannotMove(message, fields=fields)
    opportunity.stage = to
    opportunity.stage_since = at
    opportunity.weigh()
    opportunity.save(update_fields=("stage", "stage_since", "probability", "probability_source"))
    return OpportunityMoved(opportunity.pk, to.pk)
