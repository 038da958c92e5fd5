"""The page of a company, its forms and its verbs."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from fairlead.customers import actions, queries, rules
from fairlead.customers.queries import CompanyDraft
from fairlead.web.customers import sales
from fairlead.web.customers.forms import CompanyForm, ReassignForm, country_name
from fairlead.web.shared import forming, pages, told
from fairlead.web.shared.listing import context_of
from fairlead.web.shared.pages import Request
from fairlead.web.shared.past import by_day, moment_asked

if TYPE_CHECKING:
    from fairlead.customers.models import Company

LISTED = 8


@by_day
def show(request: Request, pk: int) -> HttpResponse:
    """Show a company, now or as it was at a moment, with what belongs to it."""
    as_of = moment_asked(request)
    company = queries.company(request.viewer, pk, as_of=as_of)
    viewer, asked = request.viewer, context_of(request)
    context = {
        "company": company,
        "country": country_name(company.country),
        "parent": _parent_within_reach(request, company),
        "contacts": list(queries.contacts_of(viewer, company, as_of=as_of)[: LISTED + 1]),
        "subsidiaries": list(queries.subsidiaries(viewer, company, as_of=as_of)[: LISTED + 1]),
        "sales": sales.of_company(request, company.pk, as_of, asked),
        "listed": LISTED,
        "history": told.tell(queries.company_history(viewer, company), "company"),
        "today": asked.today,
        "as_of": as_of,
        "place": "companies",
        "may": _verdicts(request, company),
    }
    return pages.render(request, "customers/company.html", context)


def add(request: Request) -> HttpResponse:
    """Create a company; what may be there already is shown first."""
    form = CompanyForm(request)
    context = _form_context("New company", reverse("companies"), "Create")

    def save() -> HttpResponse | None:
        values = form.values()
        owner = form.chosen_person("owner")
        if form.errors or _is_known(request, values, context):
            return None
        name, location = values.pop("name"), values.pop("location")
        new = actions.NewCompany(name, owner=owner, location=location, details=values)
        event = actions.create_company(new, by=request.viewer, at=request.now)
        return forming.done(request, f"{name} was created.", "company", event.company_id)

    return forming.show(request, form, save, context)


def edit(request: Request, pk: int) -> HttpResponse:
    """Change a company's fields."""
    company = queries.company(request.viewer, pk, seen=forming.seen(request))
    form = CompanyForm(request, company)
    context = _form_context(company.name, reverse("company", args=[pk]), "Save", company)

    def save() -> HttpResponse | None:
        values = form.values()
        if form.errors:
            return None
        actions.edit_company(company, changes=values, by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "company", pk)

    return forming.show(request, form, save, context)


def reassign(request: Request, pk: int) -> HttpResponse:
    """Hand a company over, with the contacts that have the same owner."""
    company = queries.company(request.viewer, pk)
    form = ReassignForm(request)

    def save() -> HttpResponse | None:
        to = form.chosen_person("to")
        if to is None:
            return None
        reason = form.cleaned_data["reason"]
        actions.reassign_company(company, to=to, by=request.viewer, at=request.now, reason=reason)
        return forming.done(request, f"{company} belongs to {to} now.", "companies")

    note = "Contacts of the same owner go along."
    context = {"title": f"Reassign {company}", "note": note, "button": "Reassign", "place": "companies"}
    return forming.show(request, form, save, {**context, "back": reverse("company", args=[pk])})


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Put a company aside."""
    company = queries.company(request.viewer, pk)
    actions.delete_company(company, by=request.viewer, at=request.now)
    return forming.done(request, f"{company} was deleted. It waits among the deleted companies.", "companies")


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    """Bring a deleted company back."""
    company = queries.company(request.viewer, pk)
    actions.restore_company(company, by=request.viewer, at=request.now)
    return forming.done(request, f"{company} is back.", "company", pk)


def _form_context(title: str, back: str, button: str, record: "Company | None" = None) -> dict[str, Any]:
    trail = [("Companies", reverse("companies"))]
    return {
        "title": title,
        "back": back,
        "button": button,
        "record": record,
        "trail": trail if record is None else [*trail, (record.name, back)],
        "place": "companies",
        "alike_address": reverse("companies_alike"),
        "alike_route": "company",
        "alike": [],
        "inner": "customers/fields.html",
        "sheets": ("customers/customers.css",),
    }


def _is_known(request: Request, values: dict[str, Any], context: dict[str, Any]) -> bool:
    """Tell whether the company may be there already and nobody said “create it anyway” yet."""
    if "anyway" in request.POST:
        return False
    draft = CompanyDraft(values["name"], values["website"], values["phone"])
    context["alike"] = queries.possible_duplicates(request.viewer, draft)
    return bool(context["alike"])


def _verdicts(request: Request, company: "Company") -> dict[str, Any]:
    """Return what the viewer may do with the company, each with its reason."""
    verbs = ("edit", "reassign", "merge", "delete", "restore", "undo_merge")
    verdicts = {verb: getattr(rules, f"may_{verb}")(request.viewer, company) for verb in verbs}
    return {
        **verdicts,
        "add_contact": rules.may_create(request.viewer, actions.NewContact("", company=company)),
    }


def _parent_within_reach(request: Request, company: "Company") -> "Company | None":
    """Return the parent, if the viewer may know of it."""
    if company.parent_id is None:
        return None
    return queries.companies(request.viewer).filter(pk=company.parent_id).first()
