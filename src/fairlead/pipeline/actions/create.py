"""Create an opportunity, perhaps as a draft, and publish it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fairlead.access import Viewer
from fairlead.customers.models import Company
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.people.models import Location, Person, Team
from fairlead.pipeline import events, rules
from fairlead.pipeline.models import ForecastCategory, Lead, Opportunity, Stage

from .fields import check_lists, needs, refuse_retired, refuse_unknown
from .reassign import refuse_inactive


class CannotPublish(RuleBroken):
    """The stage asks for something that the draft does not have yet."""


@dataclass(frozen=True, slots=True)
class NewOpportunity:
    """What a new opportunity starts with.

    :param details: further fields by name, as ``edit_opportunity`` takes them.
    :param team: by default the owner's, as is ``location``.
    """

    title: str
    owner: Person
    stage: Stage
    currency: str
    amount: Decimal | None = None
    company: Company | None = None
    expected_close_on: date | None = None
    team: Team | None = None
    location: Location | None = None
    lead: Lead | None = None
    is_draft: bool = False
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def owner_id(self) -> int:
        """Return the owner's id, for the rule."""
        return self.owner.pk

    @property
    def location_id(self) -> int | None:
        """Return the id of the place that it will be in, for the rule."""
        return self.location.pk if self.location else self.owner.location_id


@action("opportunity.created", rule=rules.may_create)
def create_opportunity(new: NewOpportunity, *, by: Viewer, at: datetime) -> events.OpportunityCreated:
    """Create an opportunity; a published one has what its stage asks for.

    :raises CannotPublish: naming the fields that are still empty.
    :raises CannotReassign: when the owner is deactivated.
    :raises CannotMove: when the stage is not in use any more.
    :raises CannotEdit: for a detail that has a verb of its own.
    :raises kit.validation.Invalid: naming the fields that hold what they cannot hold.
    """
    opportunity = Opportunity(
        title=new.title.strip(),
        owner=new.owner,
        team=new.team or new.owner.team,
        location=new.location or new.owner.location,
        company=new.company,
        stage=new.stage,
        stage_since=at,
        amount=new.amount,
        currency=new.currency,
        expected_close_on=new.expected_close_on,
        lead=new.lead,
        is_draft=new.is_draft,
        created_at=at,
        forecast_category=new.details.get("forecast_category") or ForecastCategory.PIPELINE,
    )
    refuse_inactive(new.owner)
    refuse_retired(new.stage)
    refuse_unknown(new.details)
    for name, value in new.details.items():
        setattr(opportunity, name, value)
    check_lists(opportunity, new.details)
    if opportunity.probability is None:
        opportunity.weigh()
    else:
        opportunity.probability_source = "manual"
    _refuse_missing(opportunity)
    validation.save(opportunity)
    return events.OpportunityCreated(opportunity.pk)


@action("opportunity.published", rule=rules.may_publish)
def publish_opportunity(opportunity: Opportunity, *, by: Viewer, at: datetime) -> events.OpportunityPublished:
    """Make a draft visible to everybody who sees its owner's work.

    :raises CannotPublish: naming the fields that are still empty.
    """
    opportunity.is_draft = False
    _refuse_missing(opportunity)
    opportunity.save()
    return events.OpportunityPublished(opportunity.pk)


def _refuse_missing(opportunity: Opportunity) -> None:
    if opportunity.is_draft:
        return
    if missing := opportunity.missing_for(opportunity.stage):
        message, fields = needs(opportunity.stage, missing)
        raise CannotPublish(message, fields=fields)
