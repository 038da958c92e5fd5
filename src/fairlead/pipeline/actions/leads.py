"""Create and edit leads, hand them over, close and reopen them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.people.models import Location, Person
from fairlead.pipeline import events, rules
from fairlead.pipeline.models import Lead, LeadState
from fairlead.vocabulary import belonging
from fairlead.vocabulary.models import ReferenceList

from .reassign import refuse_inactive

EDITABLE = frozenset(
    {
        "name", "company_name", "job_title", "email", "phone", "city", "country", "location", "source",
        "campaign", "status", "rating", "description", "external_id",
    }
)  # fmt: skip

_LISTS = {
    "source": ReferenceList.SOURCE,
    "status": ReferenceList.LEAD_STATUS,
    "rating": ReferenceList.RATING,
}


class CannotEditLead(RuleBroken):
    """A field cannot be changed here, or a value is of another list."""


@dataclass(frozen=True, slots=True)
class NewLead:
    """What a new lead starts with; ``details`` are further fields by name."""

    owner: Person
    name: str = ""
    company_name: str = ""
    location: Location | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def owner_id(self) -> int:
        """Return the owner's id, for the rule."""
        return self.owner.pk

    @property
    def location_id(self) -> int | None:
        """Return the id of the place that it will be in, for the rule."""
        return self.location.pk if self.location else self.owner.location_id


@action("lead.created", rule=rules.may_create)
def create_lead(new: NewLead, *, by: Viewer, at: datetime) -> events.LeadCreated:
    """Create a lead.

    :raises kit.validation.Invalid: when it names neither a person nor a company.
    """
    refuse_inactive(new.owner)
    lead = Lead(
        owner=new.owner,
        name=new.name.strip(),
        company_name=new.company_name.strip(),
        location=new.location or new.owner.location,
        created_at=at,
    )
    _set(lead, new.details)
    validation.save(lead)
    return events.LeadCreated(lead.pk)


@action("lead.edited", rule=rules.may_edit_lead)
def edit_lead(
    lead: Lead, *, changes: Mapping[str, Any], by: Viewer, at: datetime, reason: str = ""
) -> events.LeadEdited | None:
    """Change fields; other people's edits of other fields since the caller looked are kept.

    :raises journal.Stale: with the other's values, when somebody changed the same field.
    """
    _refuse_unknown(changes)
    changed = journal.merge(lead, changes)
    if not changed:
        return None
    belonging.check(lead, _LISTS)
    validation.save(lead)
    return events.LeadEdited(lead.pk, changed)


@action("lead.reassigned", rule=rules.may_work_on, touches=("owner",))
def reassign_lead(
    lead: Lead, *, to: Person, by: Viewer, at: datetime, reason: str = ""
) -> events.LeadReassigned | None:
    """Give a lead another owner; its location follows.

    :raises CannotReassign: when the person is deactivated.
    """
    if lead.owner_id == to.pk:
        return None
    refuse_inactive(to)
    lead.owner = to
    lead.location = to.location or lead.location
    lead.save()
    return events.LeadReassigned(lead.pk, to.pk)


@action("lead.disqualified", rule=rules.may_edit_lead, touches=("state",))
def disqualify_lead(lead: Lead, *, by: Viewer, at: datetime, reason: str) -> events.LeadDisqualified:
    """Close a lead that will not become a customer.

    :raises CannotEditLead: without a reason.
    """
    if not reason.strip():
        raise CannotEditLead("Say why it is no lead.", fields={"reason": "Say why it is no lead."})
    lead.state, lead.closed_at = LeadState.DISQUALIFIED, at
    lead.save()
    return events.LeadDisqualified(lead.pk)


@action("lead.reopened", rule=rules.may_reopen_lead, touches=("state",))
def reopen_lead(lead: Lead, *, by: Viewer, at: datetime, reason: str = "") -> events.LeadReopened:
    """Look into a disqualified lead again."""
    lead.state, lead.closed_at = LeadState.OPEN, None
    lead.save()
    return events.LeadReopened(lead.pk)


def _set(lead: Lead, values: Mapping[str, Any]) -> None:
    _refuse_unknown(values)
    for name, value in values.items():
        setattr(lead, name, value)
    belonging.check(lead, _LISTS)


def _refuse_unknown(values: Mapping[str, Any]) -> None:
    if unknown := sorted(set(values) - EDITABLE):
        fields = dict.fromkeys(unknown, "This field has a verb of its own.")
        raise CannotEditLead(f"{', '.join(unknown)} cannot be edited this way.", fields=fields)
