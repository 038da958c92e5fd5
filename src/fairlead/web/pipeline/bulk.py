"""Change many opportunities: choose what, look at what it would do, do it, take it back."""

from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from fairlead import journal
from fairlead.access import Permission
from fairlead.kit.errors import Problem, RuleBroken
from fairlead.people import queries as people
from fairlead.pipeline import actions, queries
from fairlead.web.pipeline import stages
from fairlead.web.pipeline.fields import FIELDS, TITLES, Asking, OpportunityForm, value_of
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.pipeline.models import Opportunity

MOST = 500
TITLES_OF = {"move": "Move to a stage", "reassign": "Reassign", "edit": "Edit a field"}
EDITED = tuple(
    name for name in FIELDS if name not in ("title", "company", "external_id", "currency", "description")
)


class BulkForm(OpportunityForm):
    """What to do with all of them."""

    def __init__(self, request: Request, verb: str, *args: Any, **kwargs: Any) -> None:
        chosen = request.POST.get("field", "")
        names = (chosen,) if verb == "edit" and chosen in EDITED else ()
        super().__init__(Asking(request.viewer), names, *args, **kwargs)
        if verb == "move":
            self.fields["stage"] = django_forms.ChoiceField(choices=stages.choices(request.viewer))
        elif verb == "reassign":
            self.fields["owner"] = forms.Choice("people_suggest", label="New owner")
            self._offer_owner(request)
        else:
            offered = [("", "–"), *((name, TITLES[name]) for name in EDITED)]
            field = django_forms.ChoiceField(choices=offered, label="Field", initial=chosen)
            self.fields = {"field": field, **self.fields}

    def _offer_owner(self, request: Request) -> None:
        sent = request.POST.get("owner", "")
        if sent.isdecimal():
            self.offer("owner", sent, people.colleague(request.viewer, int(sent)).name)

    def change(self, request: Request, verb: str) -> actions.BulkChange:
        """Return what the action is to do."""
        read = self.cleaned_data
        if verb == "move":
            return actions.BulkChange(stage=queries.stage(request.viewer, int(read["stage"])))
        if verb == "reassign":
            return actions.BulkChange(owner=people.colleague(request.viewer, read["owner"]))
        name = read["field"]
        return actions.BulkChange(changes={name: value_of(self.asking, name, read[name])})

    @property
    def is_complete(self) -> bool:
        """Tell whether the form asks for a value already, not only for the field."""
        return "field" not in self.fields or len(self.fields) > 1


@require_POST
def bulk(request: Request, verb: str) -> HttpResponse:
    """Ask what to do with the selected opportunities, show what it would do, or do it."""
    if verb not in TITLES_OF:
        raise Http404
    rows, step = _selected(request), request.POST.get("step", "")
    form = BulkForm(request, verb, request.POST if step else None)
    context: dict[str, Any] = {
        "title": TITLES_OF[verb],
        "verb": verb,
        "rows": rows,
        "form": form,
        "steps": None,
    }
    context |= {
        "verdict": request.viewer.may(Permission.BULK_EDIT),
        "back": _back(request),
        "place": "opportunities",
    }
    status = 200
    if step and form.is_complete and form.is_valid():
        try:
            change = form.change(request, verb)
            steps = actions.preview_bulk_change(request.viewer, rows, change)
            if step == "apply":
                return _apply(request, [one.opportunity for one in steps if one.changes], change)
            context["steps"] = steps
            context["changing"] = sum(one.changes for one in steps)
        except RuleBroken as problem:
            form.refuse(problem)
    if form.errors and form.is_complete and step:
        status = 422
    return pages.render(request, "pipeline/bulk.html", context, status=status)


def done(request: Request, pk: int) -> HttpResponse:
    """Show what a bulk change did, and how to take it back."""
    batch = queries.bulk_batch(request.viewer, pk)
    context = {"batch": batch, "may_undo": not batch.is_undone, "place": "opportunities"}
    return pages.render(request, "pipeline/bulk_done.html", context)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a bulk change back."""
    batch = queries.bulk_batch(request.viewer, pk)
    undone = journal.undo_batch(batch, by=request.viewer, at=request.now)
    left = len(undone.left)
    messages.success(
        request, f"Undone.{f' {left} stay as they are: somebody changed them since.' if left else ''}"
    )
    return pages.redirect_to(request, "opportunities")


def _apply(request: Request, rows: list["Opportunity"], change: actions.BulkChange) -> HttpResponse:
    if not rows:
        messages.info(request, "Nothing had to be changed.")
        return pages.redirect_to(request, "opportunities")
    try:
        batch = actions.bulk_change(rows, change=change, by=request.viewer, at=request.now)
    except Problem as problem:
        raise RuleBroken(str(problem)) from problem
    return pages.redirect_to(request, "opportunities_bulk_done", batch.pk)


def _selected(request: Request) -> list["Opportunity"]:
    """Return the selected opportunities within reach."""
    ids = {int(pk) for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 19}
    if len(ids) > MOST:
        raise RuleBroken(f"At most {MOST} can be changed in one go.")
    found = queries.opportunities(request.viewer).filter(pk__in=ids)
    return list(found.select_related("stage", "owner", "company").order_by("pk"))


def _back(request: Request) -> str:
    kept = request.POST.get("query", "")
    return f"{reverse('opportunities')}?{kept}" if kept else reverse("opportunities")
