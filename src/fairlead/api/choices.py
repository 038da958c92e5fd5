"""What records refer to and everybody may read: pipelines, stages, teams, locations, lists, currencies."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fairlead.api.answers import answer, documented, viewer_of
from fairlead.api.shapes import Named, json, named
from fairlead.api.values import PercentTold, Told
from fairlead.people import queries as people
from fairlead.pipeline import queries as pipeline
from fairlead.vocabulary import queries as vocabulary

router = Router(tags=["Choices"])


class StageTold(Told):
    """One step of a pipeline, what it takes to enter it, and how likely a win is from there."""

    id: int
    name: str
    pipeline: Named
    phase: str
    order: int
    probability: PercentTold
    learned_probability: PercentTold | None
    required_fields: list[str]
    rot_after_days: int | None
    is_active: bool


class StagesTold(Told):
    """The stages in order of pipeline and step."""

    rows: list[StageTold]


class PipelineTold(Told):
    """A sales process with its stages in order."""

    id: int
    name: str
    is_active: bool
    stages: list[Named]


class PipelinesTold(Told):
    """The pipelines in order."""

    rows: list[PipelineTold]


class ChoiceTold(Named):
    """One choice; a retired one stays on the records that carry it."""

    is_active: bool


class ReferenceListsTold(Told):
    """Every reference list by its name."""

    lists: dict[str, list[ChoiceTold]]


class PlaceTold(ChoiceTold):
    """A node of a tree and the one above it."""

    parent: int | None


class PlacesTold(Told):
    """Nodes of a tree, each above those below it."""

    rows: list[PlaceTold]


class ChoicesTold(Told):
    """Choices in the organisation's order."""

    rows: list[ChoiceTold]


class CurrencyTold(Told):
    """A currency that amounts may be in."""

    code: str
    name: str
    digits: int


class CurrenciesTold(Told):
    """The currencies in use, and the one that totals are converted to."""

    base: str
    rows: list[CurrencyTold]


@router.get("/stages", response=documented(StagesTold))
def list_stages(request: HttpRequest) -> HttpResponse:
    """List all stages, retired ones included."""
    found = pipeline.stages(viewer_of(request), include_retired=True)
    return answer({"rows": [_stage(stage) for stage in found]})


@router.get("/pipelines", response=documented(PipelinesTold))
def list_pipelines(request: HttpRequest) -> HttpResponse:
    """List all pipelines with their stages, retired ones included."""
    rows = [
        {"id": one.pk, "name": one.name, "is_active": one.is_active,
         "stages": [named(stage) for stage in one.stages.all()]}
        for one in pipeline.pipelines(viewer_of(request), include_retired=True)
    ]  # fmt: skip
    return answer({"rows": rows})


@router.get("/campaigns", response=documented(ChoicesTold))
def list_campaigns(request: HttpRequest) -> HttpResponse:
    """List all campaigns by name, retired ones included."""
    found = pipeline.campaigns(viewer_of(request), include_retired=True)
    return answer({"rows": [_choice(campaign) for campaign in found]})


@router.get("/reference-lists", response=documented(ReferenceListsTold))
def list_reference_lists(request: HttpRequest) -> HttpResponse:
    """List the values of every reference list, retired ones included."""
    del request
    return answer(
        {
            "lists": {
                kind.value: [_choice(v, "label") for v in vocabulary.values(kind, include_retired=True)]
                for kind, _count in vocabulary.lists()
            }
        }
    )


@router.get("/teams", response=documented(PlacesTold))
def list_teams(request: HttpRequest) -> HttpResponse:
    """List all teams, each above those below it."""
    found = people.teams(viewer_of(request), include_retired=True)
    return answer({"rows": [_place(branch.node) for branch in found]})


@router.get("/locations", response=documented(PlacesTold))
def list_locations(request: HttpRequest) -> HttpResponse:
    """List all locations, each above those below it."""
    found = people.locations(viewer_of(request), include_retired=True)
    return answer({"rows": [_place(branch.node) for branch in found]})


@router.get("/currencies", response=documented(CurrenciesTold))
def list_currencies(request: HttpRequest) -> HttpResponse:
    """List the currencies in use."""
    del request
    rows = [{"code": c.code, "name": c.name, "digits": c.digits} for c in vocabulary.currencies()]
    return answer({"base": vocabulary.organisation().base_currency, "rows": rows})


def _stage(stage: Any) -> dict[str, Any]:
    told = {"id": stage.pk, "name": stage.name, "pipeline": named(stage.pipeline)}
    names = ("phase", "order", "probability", "learned_probability", "required_fields", "rot_after_days")
    return told | {name: json(getattr(stage, name)) for name in names} | {"is_active": stage.is_active}


def _choice(record: Any, label: str = "name") -> dict[str, Any]:
    return {"id": record.pk, "name": getattr(record, label), "is_active": record.is_active}


def _place(node: Any) -> dict[str, Any]:
    return {**_choice(node), "parent": node.parent_id}
