"""Create an opportunity, edit all of it, or one field where it stands."""

from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse

from fairlead import journal
from fairlead.access import OutOfReach
from fairlead.kit.errors import RuleBroken
from fairlead.people import queries as people
from fairlead.pipeline import actions, queries, rules
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.pipeline import stages
from fairlead.web.pipeline.fields import FIELDS, TITLES, Asking, OpportunityForm
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request
from fairlead.web.shared.requests import is_fragment, seen_version

if TYPE_CHECKING:
    from fairlead.pipeline.models import Opportunity

NAMES = tuple(FIELDS)
DIRECT = frozenset({"title", "company", "amount", "currency", "expected_close_on", "team", "location"})
"""What a new opportunity is given by name; the rest goes into its details."""


class NewForm(OpportunityForm):
    """A new opportunity: what it is, whose, and where it starts."""

    def __init__(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(Asking(request.viewer), NAMES, *args, **kwargs)
        stage = django_forms.ChoiceField(choices=stages.choices(request.viewer))
        owner = forms.Choice("people_suggest", label="Owner", initial=request.viewer.person_id)
        first = {name: self.fields[name] for name in ("title", "company")}
        self.fields = {**first, "stage": stage, "owner": owner, **self.fields}
        if not (request.viewer.is_supervisor or request.viewer.is_administrator):
            owner.widget = django_forms.HiddenInput()
        sent = str(self["owner"].value() or "")
        if sent.isdecimal():
            self._offer_owner(request, int(sent))

    def _offer_owner(self, request: Request, pk: int) -> None:
        try:
            self.offer("owner", pk, people.colleague(request.viewer, pk).name)
        except OutOfReach:
            return


def create(request: Request) -> HttpResponse:
    """Ask for a new opportunity, or create it, once."""
    form = NewForm(request, request.POST or None, initial=_start(request))
    if request.method == "POST" and form.is_valid():
        try:
            pk = _create_once(request, form)
        except RuleBroken as problem:
            form.refuse(problem)
        else:
            messages.success(request, "Kept as a draft." if "draft" in request.POST else "Created.")
            return pages.redirect_to(request, "opportunity", pk)
    context = {
        "form": form,
        "key": request.POST.get("key") or token_urlsafe(18),
        "needs": stages.needs(request.viewer),
    }
    return pages.render(
        request, "pipeline/new.html", context | {"place": "opportunities"}, status=422 if form.errors else 200
    )


def edit(request: Request, pk: int) -> HttpResponse:
    """Ask for all fields of an opportunity, or change those that differ."""
    opportunity = queries.opportunity(request.viewer, pk, seen=seen_version(request))
    form = OpportunityForm(Asking(request.viewer, opportunity), NAMES, request.POST or None)
    _mark_needed(form, opportunity)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, opportunity, form)
        except RuleBroken as problem:
            form.refuse(problem)
        except journal.Stale as problem:
            form.collide(problem)
            return _draw_edit(request, form, opportunity, version=problem.record.version, status=409)
        else:
            messages.success(request, "Saved.")
            return pages.redirect_to(request, "opportunity", pk)
    return _draw_edit(
        request, form, opportunity, version=request.POST.get("version"), status=422 if form.errors else 200
    )


def _draw_edit(
    request: Request, form: OpportunityForm, opportunity: "Opportunity", *, version: Any, status: int
) -> HttpResponse:
    """Show the form; sent again after a collision, it carries the version that was compared."""
    context = {
        "form": form,
        "opportunity": opportunity,
        "version": version or opportunity.version,
        "verdict": rules.may_edit(request.viewer, opportunity),
        "place": "opportunities",
    }
    return pages.render(request, "pipeline/edit.html", context, status=status)


def field(request: Request, pk: int, name: str) -> HttpResponse:
    """Ask for one field where it stands, or change it."""
    if name not in FIELDS:
        raise Http404
    opportunity = queries.opportunity(request.viewer, pk, seen=seen_version(request))
    names = ("amount", "currency") if name == "amount" else (name,)
    form = OpportunityForm(Asking(request.viewer, opportunity), names, request.POST or None)
    _mark_needed(form, opportunity)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, opportunity, form)
        except RuleBroken as problem:
            form.refuse(problem)
        else:
            return _saved(request, pk)
    context = {
        "form": form,
        "opportunity": opportunity,
        "name": name,
        "title": TITLES[name],
        "place": "opportunities",
        "verdict": rules.may_edit(request.viewer, opportunity),
    }
    block = "#inline" if is_fragment(request) else ""
    return pages.render(request, f"pipeline/field.html{block}", context, status=422 if form.errors else 200)


def _saved(request: Request, pk: int) -> HttpResponse:
    if not is_fragment(request):
        return pages.redirect_to(request, "opportunity", pk)
    answer = HttpResponse(status=204)
    answer.headers["HX-Trigger"] = "record-changed"
    return answer


def _save(request: Request, opportunity: "Opportunity", form: OpportunityForm) -> None:
    changes = form.changes()
    if (
        "probability" in changes
        and changes["probability"] is None
        and opportunity.probability_source != "manual"
    ):
        del changes["probability"]
    actions.edit_opportunity(opportunity, changes=changes, by=request.viewer, at=request.now)


def _create_once(request: Request, form: NewForm) -> int:
    """Create the opportunity; the same form sent twice makes one."""
    read = form.cleaned_data
    changes = {name: value for name, value in form.changes().items() if value not in (None, "")}
    new = actions.NewOpportunity(
        owner=people.colleague(request.viewer, read["owner"]),
        stage=queries.stage(request.viewer, int(read["stage"])),
        is_draft="draft" in request.POST,
        details={name: value for name, value in changes.items() if name not in DIRECT},
        **{name: value for name, value in changes.items() if name in DIRECT},
    )

    def run() -> journal.Answer:
        created = actions.create_opportunity(new, by=request.viewer, at=request.now)
        return journal.Answer(201, {"id": created.opportunity_id})

    payload = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    answer = journal.once(
        request.viewer, request.POST.get("key") or token_urlsafe(18), payload, run, at=request.now
    )
    return int(answer.body["id"])


def _start(request: Request) -> dict[str, Any]:
    """Return what a new form begins with: the company it was opened from, the base currency."""
    start: dict[str, Any] = {
        "currency": vocabulary.organisation().base_currency,
        "forecast_category": "pipeline",
    }
    for name in ("company", "stage"):
        if request.GET.get(name, "").isdecimal():
            start[name] = int(request.GET[name])
    return start


def _mark_needed(form: OpportunityForm, opportunity: "Opportunity") -> None:
    """Mark the fields that the stage asks for; the rule itself decides."""
    if opportunity.is_draft:
        return
    for name in set(opportunity.stage.required_fields) & set(form.fields):
        form.fields[name].required = True
