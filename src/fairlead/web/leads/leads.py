"""The page of one lead, the forms that make and change it, and its verbs."""

from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from fairlead import journal
from fairlead.access import Verdict, no
from fairlead.kit.errors import RuleBroken
from fairlead.people import queries as people
from fairlead.pipeline import actions, queries, rules
from fairlead.web.leads.asking import ASKED, LeadVerbForm
from fairlead.web.leads.fields import LeadForm, NewLeadForm
from fairlead.web.pipeline.record import PAST, moment_of
from fairlead.web.shared import pages, timeline
from fairlead.web.shared.pages import Request
from fairlead.web.shared.requests import is_fragment, seen_version


def show(request: Request, pk: int) -> HttpResponse:
    """Show a lead, as it is or as it was."""
    as_of = moment_of(request)
    lead = queries.lead(request.viewer, pk, as_of=as_of)
    told = timeline.timeline(
        queries.lead_history(lead),
        "lead",
        until=as_of,
        title=request.GET.get("field", ""),
        who=request.GET.get("who", ""),
    )
    context = {
        "lead": lead,
        "may": _may(request, lead, is_past=as_of is not None),
        "timeline": told,
        "as_of": as_of,
        "place": "leads",
        "opportunities": queries.opportunities(request.viewer)
        .filter(lead_id=lead.pk)
        .select_related("stage"),
    }
    return pages.render(request, "leads/lead.html", context)


def create(request: Request) -> HttpResponse:
    """Ask for a new lead, or create it, once."""
    form = NewLeadForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pk = _create_once(request, form)
        except RuleBroken as problem:
            form.refuse(problem)
        else:
            messages.success(request, "Created.")
            return pages.redirect_to(request, "lead", pk)
    context = {
        "form": form,
        "lead": None,
        "key": request.POST.get("key") or token_urlsafe(18),
        "place": "leads",
    }
    return pages.render(request, "leads/form.html", context, status=422 if form.errors else 200)


def edit(request: Request, pk: int) -> HttpResponse:
    """Ask for all fields of a lead, or change those that differ."""
    lead = queries.lead(request.viewer, pk, seen=seen_version(request))
    form = LeadForm(request, lead, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_lead(lead, changes=form.changes(), by=request.viewer, at=request.now)
        except RuleBroken as problem:
            form.refuse(problem)
        except journal.Stale as problem:
            form.collide(problem)
            return _draw_edit(request, form, lead, version=problem.record.version, status=409)
        else:
            messages.success(request, "Saved.")
            return pages.redirect_to(request, "lead", pk)
    return _draw_edit(
        request, form, lead, version=request.POST.get("version"), status=422 if form.errors else 200
    )


def _draw_edit(request: Request, form: LeadForm, lead: Any, *, version: Any, status: int) -> HttpResponse:
    """Show the form; sent again after a collision, it carries the version that was compared."""
    context = {
        "form": form,
        "lead": lead,
        "version": version or lead.version,
        "verdict": rules.may_edit_lead(request.viewer, lead),
        "place": "leads",
    }
    return pages.render(request, "leads/form.html", context, status=status)


def verb(request: Request, pk: int, name: str) -> HttpResponse:
    """Ask what a verb needs to know, or do it."""
    if name not in ASKED:
        raise Http404
    asked = ASKED[name]
    lead = queries.lead(request.viewer, pk, seen=seen_version(request))
    form: LeadVerbForm = asked.form(request, lead, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            to = asked.act(request, lead, form.cleaned_data)
        except RuleBroken as problem:
            form.refuse(problem)
        else:
            messages.success(request, asked.said)
            return pages.redirect_to(request, *(to or ("lead", pk)))
    context = {
        "asked": asked,
        "name": name,
        "lead": lead,
        "form": form,
        "verdict": asked.rule(request.viewer, lead),
        "place": "leads",
    }
    block = "#dialog" if is_fragment(request) else ""
    return pages.render(request, f"leads/verb.html{block}", context, status=422 if form.errors else 200)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    """Bring a deleted lead back."""
    actions.restore_lead(queries.lead(request.viewer, pk), by=request.viewer, at=request.now)
    messages.success(request, "Restored.")
    return pages.redirect_to(request, "lead", pk)


def _may(request: Request, lead: Any, *, is_past: bool) -> dict[str, Verdict]:
    asked = {
        "edit": rules.may_edit_lead,
        "reassign": rules.may_work_on,
        "reopen": rules.may_reopen_lead,
        "delete": rules.may_delete,
        "restore": rules.may_restore,
    }
    if is_past:
        return dict.fromkeys(asked, no(PAST))
    return {name: rule(request.viewer, lead) for name, rule in asked.items()}


def _create_once(request: Request, form: NewLeadForm) -> int:
    changes = {name: value for name, value in form.changes().items() if value not in (None, "")}
    new = actions.NewLead(
        owner=people.colleague(request.viewer, form.cleaned_data["owner"]),
        name=changes.pop("name", ""),
        company_name=changes.pop("company_name", ""),
        location=changes.pop("location", None),
        details=changes,
    )

    def run() -> journal.Answer:
        return journal.Answer(
            201, {"id": actions.create_lead(new, by=request.viewer, at=request.now).lead_id}
        )

    payload = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    answer = journal.once(
        request.viewer, request.POST.get("key") or token_urlsafe(18), payload, run, at=request.now
    )
    return int(answer.body["id"])
