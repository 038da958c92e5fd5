"""Pipelines and their stages: the steps of a sale, their chances, and what each asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse

from fairlead import journal
from fairlead.access import OutOfReach
from fairlead.pipeline import actions, queries
from fairlead.vocabulary.choices import Colour
from fairlead.web.setup import forming
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.pipeline.models import Pipeline, Stage

NEEDED = sorted(actions.REQUIRABLE.items(), key=lambda named: named[1])
PHASES = (("enquiry", "Enquiry"), ("proposal", "Proposal"))


class PipelineForm(forms.Form):
    """One pipeline."""

    name = django_forms.CharField(max_length=80)
    uses_learned_rates = django_forms.BooleanField(
        label="Weigh with the win rates learned from closed opportunities", required=False
    )


class StageForm(forms.Form):
    """One stage."""

    wide = ("required_fields",)

    name = django_forms.CharField(max_length=80)
    phase = django_forms.ChoiceField(choices=PHASES)
    probability = forms.Amount(
        label="Default probability in percent", min_value=0, max_value=100, decimal_places=2
    )
    colour = django_forms.ChoiceField(choices=Colour.choices, required=False, initial=Colour.BLUE)
    rot_after_days = django_forms.IntegerField(
        label="Days until it rots", required=False, min_value=1, max_value=3650, help_text="Empty: never."
    )
    required_fields = django_forms.MultipleChoiceField(
        label="To enter it, an opportunity needs",
        choices=NEEDED,
        required=False,
        widget=forms.Checks,
    )


def pipelines(request: Request) -> HttpResponse:
    """Show every pipeline with its stages and how many open opportunities are in each."""
    shown = [
        (pipeline, [(stage, queries.open_in_stage(request.viewer, stage)) for stage in pipeline.stages.all()])
        for pipeline in queries.pipelines(request.viewer, include_retired=True)
    ]
    titles = {name: title[:1].upper() + title[1:] for name, title in actions.REQUIRABLE.items()}
    context = {"pipelines": shown, "titles": titles, "place": "setup"}
    return pages.render(request, "setup/pipelines.html", context)


def add(request: Request) -> HttpResponse:
    """Add a pipeline."""
    form = PipelineForm(request.POST or None)

    def save() -> HttpResponse:
        order = queries.pipelines(request.viewer, include_retired=True).count() + 1
        actions.add_pipeline({**form.cleaned_data, "order": order}, by=request.viewer, at=request.now)
        return forming.done(request, "The pipeline was added. Give it stages.", "setup_pipelines")

    return forming.form_page(
        request, form, save, title="New pipeline", back=reverse("setup_pipelines"), button="Add"
    )


def edit(request: Request, pk: int) -> HttpResponse:
    """Rename a pipeline, or let it weigh with learned rates."""
    one = _pipeline(request, pk)
    form = PipelineForm(
        request.POST or None, initial={name: getattr(one, name) for name in PipelineForm.base_fields}
    )

    def save() -> HttpResponse:
        seen = forming.as_seen(one, request)
        actions.edit_pipeline(seen, changes=form.cleaned_data, by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "setup_pipelines")

    back = reverse("setup_pipelines")
    return forming.form_page(request, form, save, title=one.name, back=back, version=one.version)


def toggle(request: Request, pk: int) -> HttpResponse:
    """Retire a pipeline, or take it into use again; its opportunities stay where they are."""
    one = _pipeline(request, pk)
    actions.edit_pipeline(one, changes={"is_active": not one.is_active}, by=request.viewer, at=request.now)
    said = "retired" if one.is_active else "in use again"
    return forming.done(request, f"“{one}” is {said}.", "setup_pipelines")


def add_stage(request: Request, pk: int) -> HttpResponse:
    """Add a stage at the end of a pipeline."""
    one = _pipeline(request, pk)
    form = StageForm(request.POST or None)

    def save() -> HttpResponse:
        order = max((stage.order for stage in one.stages.all()), default=0) + 1
        values = {**form.cleaned_data, "pipeline": one, "order": order}
        actions.add_stage(values, by=request.viewer, at=request.now)
        return forming.done(request, "The stage was added.", "setup_pipelines")

    back = reverse("setup_pipelines")
    return forming.form_page(request, form, save, title="New stage", note=one.name, back=back, button="Add")


def stage(request: Request, pk: int) -> HttpResponse:
    """Change a stage; another probability reaches its open opportunities."""
    one = queries.stage(request.viewer, pk)
    form = StageForm(
        request.POST or None, initial={name: getattr(one, name) for name in StageForm.base_fields}
    )

    def save() -> HttpResponse:
        seen = forming.as_seen(one, request)
        actions.edit_stage(seen, changes=form.cleaned_data, by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "setup_pipelines")

    note = "Another probability reaches its open opportunities, unless they were weighed by hand."
    back = reverse("setup_pipelines")
    return forming.form_page(request, form, save, title=one.name, note=note, back=back, version=one.version)


def toggle_stage(request: Request, pk: int) -> HttpResponse:
    """Retire a stage, saying how many stay in it, or take it into use again."""
    one = queries.stage(request.viewer, pk)
    actions.edit_stage(one, changes={"is_active": not one.is_active}, by=request.viewer, at=request.now)
    if not one.is_active:
        return forming.done(request, f"“{one}” is in use again.", "setup_pipelines")
    staying = queries.open_in_stage(request.viewer, one)
    rest = f" {staying} open opportunities stay in it until somebody moves them." if staying else ""
    return forming.done(request, f"“{one}” is retired.{rest}", "setup_pipelines")


def move_stage(request: Request, pk: int) -> HttpResponse:
    """Move a stage one place, or put all stages of its pipeline in the order that was dragged."""
    one = queries.stage(request.viewer, pk)
    known = {stage.pk: stage for stage in _pipeline(request, one.pipeline_id).stages.all()}
    sent = [int(text) for text in request.POST.get("order", "").split(",") if text.isdecimal()]
    ids = sent if sorted(sent) == sorted(known) else _shifted(list(known), pk, request.POST.get("by") == "-1")
    _reorder(request, [known[key] for key in ids])
    return pages.redirect_to(request, "setup_pipelines")


def learn(request: Request) -> HttpResponse:
    """Learn each stage's win rate from what closed."""
    every = list(queries.pipelines(request.viewer, include_retired=True))
    changed = actions.learn_rates(every, by=request.viewer, at=request.now)
    said = (
        "Learned from all that closed." if changed else "Nothing new: a stage needs 30 closed opportunities."
    )
    return forming.done(request, said, "setup_pipelines")


def _shifted(ids: list[int], pk: int, up: bool) -> list[int]:
    place = ids.index(pk)
    ids.insert(min(max(place + (-1 if up else 1), 0), len(ids) - 1), ids.pop(place))
    return ids


def _reorder(request: Request, stages: list[Stage]) -> None:
    with journal.durable_transaction():
        for order, one in enumerate(stages, start=1):
            changes: dict[str, Any] = {"order": order}
            if one.order != order:
                actions.edit_stage(one, changes=changes, by=request.viewer, at=request.now)


def _pipeline(request: Request, pk: int) -> Pipeline:
    found = queries.pipelines(request.viewer, include_retired=True).filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such pipeline.")
    return found
