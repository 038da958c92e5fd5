"""The page of a contact, its forms and its verbs."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from fairlead.access import OutOfReach
from fairlead.customers import actions, queries, rules
from fairlead.customers.queries import ContactDraft
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.customers.forms import ContactForm, ReassignForm
from fairlead.web.shared import forming, pages, told
from fairlead.web.shared.pages import Request
from fairlead.web.shared.past import by_day, moment_asked

if TYPE_CHECKING:
    from fairlead.customers.models import Company, Contact


@by_day
def show(request: Request, pk: int) -> HttpResponse:
    """Show a contact, now or as it was at a moment, with colleagues at the same company."""
    as_of = moment_asked(request)
    contact = queries.contact(request.viewer, pk, as_of=as_of)
    company = _company_within_reach(request, contact)
    colleagues = (
        queries.contacts_of(request.viewer, company, as_of=as_of).exclude(pk=pk)[:8] if company else []
    )
    context = {
        "contact": contact,
        "company": company,
        "colleagues": list(colleagues),
        "history": told.tell(queries.contact_history(request.viewer, contact), "contact"),
        "today": vocabulary.calendar().today(request.now),
        "as_of": as_of,
        "place": "contacts",
        "may": _verdicts(request, contact),
    }
    return pages.render(request, "customers/contact.html", context)


def add(request: Request) -> HttpResponse:
    """Create a contact, perhaps at a company; who may be there already is shown first."""
    form = ContactForm(request, company=_company_asked(request))
    context = _form_context("New contact", reverse("contacts"), "Create")

    def save() -> HttpResponse | None:
        values = form.values()
        owner = form.chosen_person("owner")
        if form.errors or _is_known(request, values, context):
            return None
        name, company = values.pop("name"), values.pop("company")
        new = actions.NewContact(name, company=company, owner=owner, details=values)
        event = actions.create_contact(new, by=request.viewer, at=request.now)
        return forming.done(request, f"{name} was created.", "contact", event.contact_id)

    return forming.show(request, form, save, context)


def edit(request: Request, pk: int) -> HttpResponse:
    """Change a contact's fields."""
    contact = queries.contact(request.viewer, pk, seen=forming.seen(request))
    form = ContactForm(request, contact)
    context = _form_context(contact.name, reverse("contact", args=[pk]), "Save", contact)

    def save() -> HttpResponse | None:
        values = form.values()
        if form.errors:
            return None
        actions.edit_contact(contact, changes=values, by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "contact", pk)

    return forming.show(request, form, save, context)


def reassign(request: Request, pk: int) -> HttpResponse:
    """Hand a contact over."""
    contact = queries.contact(request.viewer, pk)
    form = ReassignForm(request)

    def save() -> HttpResponse | None:
        to = form.chosen_person("to")
        if to is None:
            return None
        reason = form.cleaned_data["reason"]
        actions.reassign_contact(contact, to=to, by=request.viewer, at=request.now, reason=reason)
        return forming.done(request, f"{contact} belongs to {to} now.", "contacts")

    context = {"title": f"Reassign {contact}", "button": "Reassign", "place": "contacts"}
    return forming.show(request, form, save, {**context, "back": reverse("contact", args=[pk])})


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Put a contact aside."""
    contact = queries.contact(request.viewer, pk)
    actions.delete_contact(contact, by=request.viewer, at=request.now)
    return forming.done(request, f"{contact} was deleted and waits among the deleted contacts.", "contacts")


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    """Bring a deleted contact back."""
    contact = queries.contact(request.viewer, pk)
    actions.restore_contact(contact, by=request.viewer, at=request.now)
    return forming.done(request, f"{contact} is back.", "contact", pk)


def _form_context(title: str, back: str, button: str, record: "Contact | None" = None) -> dict[str, Any]:
    trail = [("Contacts", reverse("contacts"))]
    return {
        "title": title,
        "back": back,
        "button": button,
        "record": record,
        "trail": trail if record is None else [*trail, (record.name, back)],
        "place": "contacts",
        "alike_address": reverse("contacts_alike"),
        "alike_route": "contact",
        "alike": [],
        "inner": "customers/fields.html",
        "sheets": ("customers/customers.css",),
    }


def _is_known(request: Request, values: dict[str, Any], context: dict[str, Any]) -> bool:
    """Tell whether the contact may be there already and nobody said “create it anyway” yet."""
    if "anyway" in request.POST:
        return False
    company: Company | None = values["company"]
    draft = ContactDraft(values["name"], values["email"], values["phone"], company.pk if company else None)
    context["alike"] = queries.possible_duplicates(request.viewer, draft)
    return bool(context["alike"])


def _verdicts(request: Request, contact: "Contact") -> dict[str, Any]:
    """Return what the viewer may do with the contact, each with its reason."""
    verbs = ("edit", "reassign", "merge", "delete", "restore", "undo_merge")
    return {verb: getattr(rules, f"may_{verb}")(request.viewer, contact) for verb in verbs}


def _company_within_reach(request: Request, contact: "Contact") -> "Company | None":
    """Return the contact's company, if the viewer may open it."""
    if contact.company_id is None:
        return None
    return queries.companies(request.viewer).filter(pk=contact.company_id).first()


def _company_asked(request: Request) -> "Company | None":
    """Return the company that the new contact is to stand at, from the address."""
    asked = request.GET.get("company", "")
    try:
        return queries.company(request.viewer, int(asked)) if asked.isdecimal() and len(asked) < 18 else None
    except OutOfReach:
        return None
