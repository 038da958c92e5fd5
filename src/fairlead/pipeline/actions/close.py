"""Win, lose, void and reopen."""

from datetime import date, datetime
from decimal import Decimal

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.pipeline import rules
from fairlead.pipeline.events import OpportunityClosed, OpportunityReopened
from fairlead.pipeline.models import ForecastCategory, Opportunity, Outcome
from fairlead.vocabulary import belonging
from fairlead.vocabulary.models import ReferenceList, ReferenceValue

from .fields import check_lists


class CannotClose(RuleBroken):
    """Something is missing, or the date lies ahead."""


@action("opportunity.won", rule=rules.may_close, touches=("outcome", "amount", "currency"))
def win_opportunity(
    opportunity: Opportunity,
    *,
    by: Viewer,
    at: datetime,
    closed_on: date,
    amount: Decimal | None = None,
    competitor: ReferenceValue | None = None,
    reason: str = "",
) -> OpportunityClosed:
    """Win an opportunity, for the amount given or the one it has.

    :raises CannotClose: without an amount, or with a date that lies ahead.
    """
    if amount is not None:
        opportunity.amount = amount
    if opportunity.amount is None:
        raise CannotClose(
            "Enter the amount that was won.", fields={"amount": "A won opportunity has an amount."}
        )
    opportunity.competitor = competitor or opportunity.competitor
    return _close(opportunity, Outcome.WON, closed_on, at, reason)


@action("opportunity.lost", rule=rules.may_close, touches=("outcome",))
def lose_opportunity(
    opportunity: Opportunity,
    *,
    by: Viewer,
    at: datetime,
    closed_on: date,
    lost_reason: ReferenceValue | None,
    competitor: ReferenceValue | None = None,
    reason: str = "",
) -> OpportunityClosed:
    """Lose an opportunity, for a reason that teaches something.

    :raises CannotClose: without a lost reason, or with a date that lies ahead.
    """
    if lost_reason is None:
        raise CannotClose("Choose why it was lost.", fields={"lost_reason": "Choose why it was lost."})
    opportunity.lost_reason = lost_reason
    belonging.check(opportunity, {"lost_reason": ReferenceList.LOST_REASON})
    opportunity.competitor = competitor or opportunity.competitor
    return _close(opportunity, Outcome.LOST, closed_on, at, reason)


@action("opportunity.voided", rule=rules.may_close, touches=("outcome",), verb="declared void")
def void_opportunity(
    opportunity: Opportunity, *, by: Viewer, at: datetime, closed_on: date, reason: str
) -> OpportunityClosed:
    """Close what never was an opportunity, such as a duplicate; it counts neither as won nor as lost.

    :raises CannotClose: without a reason, or with a date that lies ahead.
    """
    if not reason.strip():
        raise CannotClose("Say why it is void.", fields={"reason": "Say why it is void."})
    return _close(opportunity, Outcome.VOID, closed_on, at, reason)


@action("opportunity.reopened", rule=rules.may_reopen, touches=("outcome",))
def reopen_opportunity(
    opportunity: Opportunity, *, by: Viewer, at: datetime, reason: str
) -> OpportunityReopened:
    """Make a closed opportunity one that may be won again; the journal keeps that it was closed.

    :raises CannotClose: without a reason.
    """
    if not reason.strip():
        raise CannotClose("Say why it is reopened.", fields={"reason": "Say why it is reopened."})
    opportunity.outcome = Outcome.OPEN
    opportunity.closed_on = opportunity.lost_reason = None
    opportunity.outcome_note = ""
    opportunity.forecast_category = ForecastCategory.PIPELINE
    opportunity.weigh()  # the stage may have been weighed anew while it was closed
    opportunity.save()
    return OpportunityReopened(opportunity.pk)


def _close(
    opportunity: Opportunity, outcome: Outcome, closed_on: date, at: datetime, note: str
) -> OpportunityClosed:
    if (closed_on - at.date()).days > 1:  # a day's grace: the sun rises earlier elsewhere
        raise CannotClose(f"{closed_on} lies ahead.", fields={"closed_on": "This day lies ahead."})
    check_lists(opportunity, ["competitor"])
    opportunity.outcome = outcome
    opportunity.closed_on = closed_on
    opportunity.outcome_note = note[:500]
    opportunity.forecast_category = (
        ForecastCategory.CLOSED if outcome == Outcome.WON else ForecastCategory.OMITTED
    )
    validation.save(opportunity)
    return OpportunityClosed(opportunity.pk, outcome.value)
