"""Pipelines, stages and campaigns: the same for everybody."""

from django.db.models import QuerySet

from fairlead.access import OutOfReach, Viewer
from fairlead.kit import lookup
from fairlead.pipeline.models import Campaign, Opportunity, Pipeline, Stage


def pipelines(_viewer: Viewer, *, include_retired: bool = False) -> QuerySet[Pipeline]:
    """Return the pipelines with their stages, in order."""
    found = Pipeline.objects.prefetch_related("stages")
    return found if include_retired else found.filter(is_active=True)


def stages(_viewer: Viewer, *, include_retired: bool = False) -> QuerySet[Stage]:
    """Return the stages in order of pipeline and step."""
    found = Stage.objects.select_related("pipeline").order_by("pipeline__order", "pipeline_id", "order", "id")
    return found if include_retired else found.filter(is_active=True, pipeline__is_active=True)


def stage(_viewer: Viewer, pk: int) -> Stage:
    """Return one stage.

    :raises OutOfReach: when there is none with this id.
    """
    found = lookup.find(Stage, pk, beside=("pipeline",))
    if found is None:
        raise OutOfReach("There is no such stage.")
    return found


def campaigns(_viewer: Viewer, *, include_retired: bool = False) -> QuerySet[Campaign]:
    """Return the campaigns by name."""
    return Campaign.objects.all() if include_retired else Campaign.objects.filter(is_active=True)


def open_in_stage(_viewer: Viewer, stage: Stage) -> int:
    """Return how many open opportunities are in a stage, whoever owns them."""
    return Opportunity.objects.open().filter(stage=stage).count()
