"""Make two companies or two contacts one: choose the other, compare, choose which stays; and take it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from fairlead.customers import actions, columns, queries
from fairlead.customers.queries import CompanyDraft, ContactDraft
from fairlead.kit.errors import RuleBroken
from fairlead.kit.tables import Table
from fairlead.web.shared import forming, pages
from fairlead.web.shared.forms import Choice, Form
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.customers.models import Company, Contact


@dataclass(frozen=True, slots=True)
class Merge:
    """What differs between merging companies and merging contacts."""

    kind: str
    plural: str
    table: Table
    find: Callable[..., Any]
    draft: Callable[[Any], CompanyDraft | ContactDraft]
    merge: Callable[..., Any]


def _company_draft(one: "Company") -> CompanyDraft:
    return CompanyDraft(one.name, one.website, one.phone, one.pk)


def _contact_draft(one: "Contact") -> ContactDraft:
    return ContactDraft(one.name, one.email, one.phone, one.company_id, one.pk)


COMPANIES = Merge(
    "company", "companies", columns.COMPANIES, queries.company, _company_draft, actions.merge_companies
)
CONTACTS = Merge(
    "contact", "contacts", columns.CONTACTS, queries.contact, _contact_draft, actions.merge_contacts
)


class OtherForm(Form):
    """The other record, and which of the two stays."""

    other = django_forms.IntegerField()
    kept = django_forms.IntegerField(required=False)

    def __init__(self, source: str, *args: Any) -> None:
        super().__init__(*args)
        self.fields["other"] = Choice(source, label="The other one")


def company(request: Request, pk: int) -> HttpResponse:
    """Merge a company with another."""
    return _merge(request, pk, COMPANIES)


def contact(request: Request, pk: int) -> HttpResponse:
    """Merge a contact with another."""
    return _merge(request, pk, CONTACTS)


@require_POST
def undo_company(request: Request, pk: int) -> HttpResponse:
    """Take the merge of a company back."""
    return _undo(request, queries.company(request.viewer, pk), "company")


@require_POST
def undo_contact(request: Request, pk: int) -> HttpResponse:
    """Take the merge of a contact back."""
    return _undo(request, queries.contact(request.viewer, pk), "contact")


def _merge(request: Request, pk: int, of: Merge) -> HttpResponse:
    """Show both records side by side once the other is chosen; merge when sent."""
    here = of.find(request.viewer, pk)
    form = OtherForm(f"{of.kind}_suggest", request.POST or request.GET or None)
    other = of.find(request.viewer, form.cleaned_data["other"]) if form.is_bound and form.is_valid() else None
    problem = ""
    if request.method == "POST" and other is not None:
        kept, gone = (other, here) if form.cleaned_data["kept"] == other.pk else (here, other)
        try:
            of.merge(kept, gone=gone, by=request.viewer, at=request.now)
        except RuleBroken as refusal:
            problem = str(refusal)
        else:
            sentence = f"{gone} was merged into {kept}. You can undo that on the page of {gone}."
            return forming.done(request, sentence, of.kind, kept.pk)
    context = {
        "of": of,
        "here": here,
        "other": other,
        "form": form,
        "problem": problem,
        "alike": queries.possible_duplicates(request.viewer, of.draft(here)),
        "rows": _rows(of.table, here, other) if other is not None else [],
        "place": of.plural,
        "trail": [(of.plural.capitalize(), reverse(of.plural)), (str(here), reverse(of.kind, args=[pk]))],
    }
    return pages.render(request, "customers/merge.html", context, status=422 if problem else 200)


def _rows(table: Table, here: Any, other: Any) -> list[tuple[str, Any, Any]]:
    """Return the fields of both records, where at least one has something."""
    both = [
        (column.title, column.value(here), column.value(other))
        for column in table.columns
        if column.type != "moment"
    ]
    return [row for row in both if row[1] is not None or row[2] is not None]


def _undo(request: Request, gone: "Company | Contact", route: str) -> HttpResponse:
    undone = actions.undo_merge(gone, by=request.viewer, at=request.now)
    left = f" Left as it is, because it was changed since: {' '.join(undone.left)}" if undone.left else ""
    return forming.done(request, f"The merge was undone.{left}", route, gone.pk)
