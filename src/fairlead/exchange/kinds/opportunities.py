"""Opportunities and their lines, as files bring them: with their original dates, outcome and owner."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from fairlead.access import Verdict, Viewer
from fairlead.pipeline import rules
from fairlead.pipeline.models import ForecastCategory, Opportunity, OpportunityLine, Outcome
from fairlead.pipeline.queries import opportunities

from .currencies import check_currency
from .kind import Closing, Context, Kind, Past
from .opportunity_fields import FIELDS
from .owning import first_stage, last_stage, of_owner, stages

_ENDED = {
    Outcome.WON: ForecastCategory.CLOSED,
    Outcome.LOST: ForecastCategory.OMITTED,
    Outcome.VOID: ForecastCategory.OMITTED,
}


def _complete(deal: Any, given: frozenset[str], context: Context) -> Mapping[str, str]:
    """Fill in what the actions fill in, and refuse what they refuse."""
    is_new = deal.pk is None
    if is_new:
        _begin(deal, context)
    problems = _check_stage(deal, given, context)
    if "probability" in given or "stage" in given or is_new:
        _weigh(deal, given, context)
    if "outcome" in given or "closed_on" in given or is_new:
        problems |= _end(deal, given, context)
    problems |= check_currency(deal.currency, context)
    if deal.outcome == Outcome.WON and deal.amount is None:
        problems["amount"] = "A won opportunity has an amount."
    if deal.lost_reason_id and deal.outcome != Outcome.LOST:
        problems["lost_reason"] = "Only a lost opportunity has a lost reason."
    if deal.probability is not None and not 0 <= deal.probability <= 100:
        problems["probability"] = "A probability lies between 0 and 100 %."
    return problems


def _begin(deal: Any, context: Context) -> None:
    deal.owner_id = deal.owner_id or context.viewer.person_id
    belonging = of_owner(deal.owner_id, context)
    deal.team_id = deal.team_id or belonging.team_id
    deal.location_id = deal.location_id or belonging.location_id
    deal.created_at = deal.created_at or context.at
    usual = last_stage if deal.outcome == Outcome.WON else first_stage
    deal.stage_id = deal.stage_id or usual(context)
    deal.stage_since = deal.created_at
    deal.currency = deal.currency or context.base_currency


def _check_stage(deal: Any, given: frozenset[str], context: Context) -> dict[str, str]:
    if deal.owner_id is None:
        return {"owner": "An opportunity has an owner."}
    facts = stages(context).get(deal.stage_id)
    if facts is None:
        return {"stage": "There is no stage yet; an administrator makes a pipeline first."}
    if deal.outcome != Outcome.OPEN or ("stage" not in given and deal.pk is not None):
        return {}
    missing = [name for name in facts.stage.required_fields if _is_empty(deal, name)]
    return dict.fromkeys(missing, f"{facts.stage} needs this.")


def _is_empty(deal: Any, name: str) -> bool:
    return getattr(deal, f"{name}_id" if hasattr(deal, f"{name}_id") else name, None) in (None, "")


def _weigh(deal: Any, given: frozenset[str], context: Context) -> None:
    """Take the stage's probability, unless the file says another one."""
    facts = stages(context).get(deal.stage_id)
    if facts is None:
        return
    if "probability" in given and deal.probability is not None:
        deal.probability_source = facts.source if deal.probability == facts.probability else "manual"
    elif deal.probability_source != "manual":
        deal.probability, deal.probability_source = facts.probability, facts.source


def _end(deal: Any, given: frozenset[str], context: Context) -> dict[str, str]:
    """Close it on the day that the file names, else on the expected one, or leave it open."""
    if deal.outcome == Outcome.OPEN:
        deal.closed_on = None
        return {}
    deal.closed_on = deal.closed_on or deal.expected_close_on or context.today
    if "forecast_category" not in given:
        deal.forecast_category = _ENDED[Outcome(deal.outcome)]
    if deal.closed_on > context.today + timedelta(days=1):
        return {"closed_on": f"It is {deal.outcome} and yet closes on {deal.closed_on}, which lies ahead."}
    return {}


def _may_change(viewer: Viewer, deal: Any) -> Verdict:
    return rules.may_edit(viewer, deal)


def _line(deal: Any, extras: Mapping[str, Any], context: Context) -> Iterable[models.Model]:
    """Give a new opportunity the product that the file names as its line."""
    product_id = extras.get("product")
    if product_id is None or deal.pk is None or deal.pk in context.known("with lines", _with_lines):
        return []
    quantity = extras.get("quantity") or Decimal(1)
    price = (deal.amount or Decimal(0)) / quantity
    return [
        OpportunityLine(opportunity_id=deal.pk, product_id=product_id, quantity=quantity, unit_price=price)
    ]


def _with_lines() -> set[int]:
    return set(OpportunityLine.objects.values_list("opportunity_id", flat=True).distinct())


class _PastOfOpportunity(Past):
    """It was open until it was closed, on the day that it says; its probability follows its stage."""

    later = frozenset(
        ("outcome", "closed_on", "lost_reason_id", "competitor_id", "outcome_note", "forecast_category")
    )

    def opening(self, record: Any) -> None:
        """Let it be open, whatever became of it."""
        record.outcome, record.closed_on, record.outcome_note = Outcome.OPEN, None, ""
        record.lost_reason_id = record.competitor_id = None
        if record.forecast_category in _ENDED.values():
            record.forecast_category = ForecastCategory.PIPELINE

    def closing(self, record: Any, told: Sequence[Closing], zone: ZoneInfo) -> Closing | None:
        """Close it on its day: as the first that is told of its end says, else as the record does."""
        ends = next(
            ((at, after) for at, after in told if after.get("outcome", Outcome.OPEN) != Outcome.OPEN), None
        )
        after = ends[1] if ends else {name: getattr(record, name) for name in self.later}
        if after["outcome"] == Outcome.OPEN or not after.get("closed_on"):
            return None
        at = datetime.combine(after["closed_on"], time(), zone).astimezone(UTC)
        return (at, {name: after[name] for name in self.later if name in after})

    def follow(self, record: Any, changed: Set[str], told: Set[str], at: datetime, context: Context) -> None:
        """Let probability follow the stage, and the day of closing the outcome."""
        if "stage" in changed:
            record.stage_since = at
        if changed & {"stage", "probability"}:
            record.probability_source = "" if "probability" not in told else record.probability_source
            _weigh(record, frozenset(told), context)
        if record.outcome == Outcome.OPEN:
            record.closed_on = record.lost_reason_id = None
        elif "outcome" in changed:
            told_on = record.closed_on if "closed_on" in told else None
            record.closed_on = told_on or at.astimezone(context.zone).date()
            if "forecast_category" not in told:
                record.forecast_category = _ENDED[Outcome(record.outcome)]


OPPORTUNITIES = Kind(
    "opportunities",
    "Opportunities",
    "opportunity",
    Opportunity,
    FIELDS,
    keys=(("id",), ("external_id",), ("title", "company"), ("title",)),
    uniques=("external_id",),
    existing=opportunities,
    may_create=rules.may_create,
    may_change=_may_change,
    complete=_complete,
    parts=_line,
    past=_PastOfOpportunity(),
    lookups=("opportunity",),
    goes_by=("title",),
    called=("deals", "orders", "enquiries"),
)
