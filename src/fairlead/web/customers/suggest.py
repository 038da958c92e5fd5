"""Choices for pickers, and what may be a duplicate of what is being typed."""

from django.http import HttpResponse

from fairlead.customers import columns, queries
from fairlead.customers.queries import CompanyDraft, ContactDraft
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request


def companies(request: Request) -> HttpResponse:
    """Offer companies within reach by what was typed."""
    found = columns.COMPANY_OPTIONS.suggested(request.viewer, request.GET.get("q", "").strip())
    return forms.choices((ref.key, ref.label, "") for ref in found)


def contacts(request: Request) -> HttpResponse:
    """Offer contacts within reach by what was typed."""
    found = columns.CONTACT_OPTIONS.suggested(request.viewer, request.GET.get("q", "").strip())
    return forms.choices((ref.key, ref.label, "") for ref in found)


def companies_alike(request: Request) -> HttpResponse:
    """Show the companies that may be the one being typed."""
    sent = request.GET
    draft = CompanyDraft(
        sent.get("name", ""), sent.get("website", ""), sent.get("phone", ""), _pk(sent.get("self"))
    )
    return _alike(request, draft, "company")


def contacts_alike(request: Request) -> HttpResponse:
    """Show the contacts that may be the one being typed."""
    sent = request.GET
    draft = ContactDraft(
        sent.get("name", ""),
        sent.get("email", ""),
        sent.get("phone", ""),
        _pk(sent.get("company")),
        _pk(sent.get("self")),
    )
    return _alike(request, draft, "contact")


def _alike(request: Request, draft: CompanyDraft | ContactDraft, route: str) -> HttpResponse:
    found = queries.possible_duplicates(request.viewer, draft) if draft.name.strip() else []
    return pages.render(request, "customers/alike.html", {"alike": found, "route": route})


def _pk(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 18 else None
