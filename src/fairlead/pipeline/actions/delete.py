"""Delete softly, and restore."""

from datetime import datetime

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.pipeline import rules
from fairlead.pipeline.events import LeadDeleted, LeadRestored, OpportunityDeleted, OpportunityRestored
from fairlead.pipeline.models import Lead, Opportunity


@action("opportunity.deleted", rule=rules.may_delete)
def delete_opportunity(
    opportunity: Opportunity, *, by: Viewer, at: datetime, reason: str = ""
) -> OpportunityDeleted:
    """Put an opportunity aside; it can be restored, and its history stays."""
    opportunity.deleted_at = at
    opportunity.save()
    return OpportunityDeleted(opportunity.pk)


@action("opportunity.restored", rule=rules.may_restore)
def restore_opportunity(opportunity: Opportunity, *, by: Viewer, at: datetime) -> OpportunityRestored:
    """Bring a deleted opportunity back as it was."""
    opportunity.deleted_at = None
    opportunity.save()
    return OpportunityRestored(opportunity.pk)


@action("lead.deleted", rule=rules.may_delete)
def delete_lead(lead: Lead, *, by: Viewer, at: datetime, reason: str = "") -> LeadDeleted:
    """Put a lead aside; it can be restored, and its history stays."""
    lead.deleted_at = at
    lead.save()
    return LeadDeleted(lead.pk)


@action("lead.restored", rule=rules.may_restore)
def restore_lead(lead: Lead, *, by: Viewer, at: datetime) -> LeadRestored:
    """Bring a deleted lead back as it was."""
    lead.deleted_at = None
    lead.save()
    return LeadRestored(lead.pk)
