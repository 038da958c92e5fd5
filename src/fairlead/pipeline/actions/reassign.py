"""Hand an opportunity to another owner."""

from datetime import datetime

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit.errors import RuleBroken
from fairlead.people.models import Person
from fairlead.pipeline import rules
from fairlead.pipeline.events import OpportunityReassigned
from fairlead.pipeline.models import Opportunity


class CannotReassign(RuleBroken):
    """The person cannot own work."""


@action("opportunity.reassigned", rule=rules.may_reassign, touches=("owner",))
def reassign_opportunity(
    opportunity: Opportunity,
    *,
    to: Person,
    by: Viewer,
    at: datetime,
    keep_team: bool = False,
    reason: str = "",
) -> OpportunityReassigned | None:
    """Give an opportunity another owner; team and location follow, unless they are to stay.

    :raises CannotReassign: when the person is deactivated.
    """
    if opportunity.owner_id == to.pk:
        return None
    refuse_inactive(to)
    before = opportunity.owner_id
    opportunity.owner = to
    if not keep_team:
        opportunity.team = to.team
        opportunity.location = to.location or opportunity.location
    opportunity.save()
    return OpportunityReassigned(opportunity.pk, before, to.pk)


def refuse_inactive(person: Person) -> None:
    """Raise when a person cannot own work any more."""
    if not person.is_active:
        raise CannotReassign(f"{person} is deactivated.", fields={"owner": "This person is deactivated."})
