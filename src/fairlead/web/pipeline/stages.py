"""Stages as forms and steppers show them."""

from typing import TYPE_CHECKING, Any

from fairlead.access import Viewer
from fairlead.pipeline import queries

if TYPE_CHECKING:
    from fairlead.pipeline.models import Stage

Choices = list[tuple[str, Any]]


def choices(viewer: Viewer, *, keep: "Stage | None" = None) -> Choices:
    """Return the stages in use, by pipeline where there are several; and the one a record has."""
    by_pipeline: dict[str, Choices] = {}
    known = list(queries.stages(viewer))
    if keep is not None and all(stage.pk != keep.pk for stage in known):
        known.append(keep)
    for stage in known:
        by_pipeline.setdefault(stage.pipeline.name, []).append((str(stage.pk), stage.name))
    return list(by_pipeline.items()) if len(by_pipeline) > 1 else next(iter(by_pipeline.values()), [])


def needs(viewer: Viewer) -> dict[str, list[str]]:
    """Return the fields that each stage asks for, for the marks of a form."""
    return {str(stage.pk): stage.required_fields for stage in queries.stages(viewer)}
