"""Shape pipelines, stages and campaigns, and learn how likely a win is from each stage."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.pipeline import rules
from fairlead.pipeline.events import PipelineChanged
from fairlead.pipeline.models import (
    Campaign,
    Opportunity,
    Outcome,
    Phase,
    Pipeline,
    ProbabilitySource,
    Stage,
    title_of,
)
from fairlead.pipeline.rates import win_rates

REQUIRABLE = {
    name: title_of(name)
    for name in (
        "company", "amount", "expected_close_on", "source", "campaign", "location", "team", "competitor",
        "next_step", "next_step_on", "description",
    )
}  # fmt: skip
"""What a stage can ask for: field name → title."""

DEFAULT_STAGES = (
    ("Qualify", Phase.ENQUIRY, 10, "azure"),
    ("Develop", Phase.ENQUIRY, 30, "blue"),
    ("Propose", Phase.PROPOSAL, 50, "indigo"),
    ("Close", Phase.PROPOSAL, 90, "purple"),
)


class CannotShape(RuleBroken):
    """A stage or pipeline cannot become what was asked."""


@action("pipeline.added", rule=rules.may_administer)
def add_pipeline(values: Mapping[str, Any], *, by: Viewer, at: datetime) -> PipelineChanged:
    """Add a pipeline; ``values`` are its fields by name."""
    return _save(Pipeline(**values), "pipeline")


@action("pipeline.edited", rule=rules.may_administer)
def edit_pipeline(
    pipeline: Pipeline, *, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> PipelineChanged | None:
    """Change a pipeline; retiring one leaves its opportunities where they are."""
    changed = journal.merge(pipeline, changes)
    if not changed:
        return None
    event = _save(pipeline, "pipeline")
    if "uses_learned_rates" in changed:
        for stage in pipeline.stages.all():
            _weigh_again(stage)
    return event


@action("stage.added", rule=rules.may_administer)
def add_stage(values: Mapping[str, Any], *, by: Viewer, at: datetime) -> PipelineChanged:
    """Add a stage to a pipeline; ``values`` are its fields by name."""
    stage = Stage(**values)
    _check_required(stage)
    return _save(stage, "stage")


@action("stage.edited", rule=rules.may_administer)
def edit_stage(
    stage: Stage, *, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> PipelineChanged | None:
    """Change a stage; a new probability reaches its open opportunities, unless weighed by hand."""
    changed = journal.merge(stage, changes)
    if not changed:
        return None
    _check_required(stage)
    event = _save(stage, "stage")
    if "probability" in changed:
        _weigh_again(stage)
    return event


@action("stage.rates_learned", rule=rules.may_administer, verb="learned the win rates of")
def learn_rates(pipelines: list[Pipeline], *, by: Viewer, at: datetime) -> PipelineChanged | None:
    """Learn each stage's win rate from the opportunities that were once in it and are closed now."""
    changed = None
    rates = win_rates()
    for stage in Stage.objects.filter(pipeline__in=pipelines).select_related("pipeline"):
        rate = rates.get(stage.pk)
        if rate is not None and rate != stage.learned_probability:
            stage.learned_probability = rate
            changed = _save(stage, "stage")
            _weigh_again(stage)
    return changed


@action("campaign.added", rule=rules.may_administer)
def add_campaign(values: Mapping[str, Any], *, by: Viewer, at: datetime) -> PipelineChanged:
    """Add a campaign; ``values`` are its fields by name."""
    return _save(Campaign(**values), "campaign")


@action("campaign.edited", rule=rules.may_administer)
def edit_campaign(
    campaign: Campaign, *, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> PipelineChanged | None:
    """Change a campaign."""
    return _save(campaign, "campaign") if journal.merge(campaign, changes) else None


@action("pipeline.installed", rule=rules.may_administer)
def install_defaults(name: str, *, by: Viewer, at: datetime) -> PipelineChanged | None:
    """Give a new installation a pipeline to start with, once."""
    if Pipeline.objects.exists():
        return None
    pipeline = Pipeline.objects.create(name=name)
    for order, (title, phase, probability, colour) in enumerate(DEFAULT_STAGES, start=1):
        Stage.objects.create(
            pipeline=pipeline,
            name=title,
            order=order,
            phase=phase,
            probability=Decimal(probability),
            colour=colour,
        )
    return PipelineChanged("pipeline", pipeline.pk)


def _save(record: Pipeline | Stage | Campaign, kind: str) -> PipelineChanged:
    validation.save(record)
    return PipelineChanged(kind, record.pk)


def _check_required(stage: Stage) -> None:
    if unknown := set(stage.required_fields) - REQUIRABLE.keys():
        names = ", ".join(sorted(unknown))
        raise CannotShape(
            f"A stage cannot ask for: {names}.", fields={"required_fields": f"Unknown: {names}."}
        )


def _weigh_again(stage: Stage) -> None:
    """Give a stage's open opportunities its probability; the journal shows what that moved."""
    probability, source = stage.weight()
    open_here = Opportunity.objects.filter(stage=stage, outcome=Outcome.OPEN)
    open_here.exclude(probability_source=ProbabilitySource.MANUAL).update(
        probability=probability, probability_source=source
    )
