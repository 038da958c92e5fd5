"""Every macro on one page, for developers and for screenshots."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django import forms as django_forms
from django.http import Http404, HttpResponse

from fairlead import journal
from fairlead.access import Refused, no
from fairlead.kit.errors import RuleBroken
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the example table."""

    key: str
    title: str
    kind: str = "text"
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the example table."""

    pk: int
    title: str
    company: str
    owner: str
    stage: str
    colour: str
    amount: Decimal
    probability: int
    close_on: date

    def __str__(self) -> str:
        return self.title


class ExampleForm(forms.Form):
    """One field of each kind."""

    title = django_forms.CharField(max_length=160, help_text="What people will call it.")
    company_id = forms.Choice("gallery_suggest", label="Company")
    amount = forms.Amount(label="Amount")
    currency = django_forms.ChoiceField(choices=[("EUR", "EUR"), ("USD", "USD")])
    close_on = forms.Day(label="Expected close")
    source = django_forms.ChoiceField(
        choices=[("", "–"), ("fair", "Trade fair"), ("web", "Website")], required=False
    )
    notes = django_forms.CharField(widget=django_forms.Textarea, required=False)
    draft = django_forms.BooleanField(label="Keep it as a draft that only I see", required=False)
    file = django_forms.FileField(required=False)


class QuickForm(forms.Form):
    """The three fields that are enough to start."""

    title = django_forms.CharField(max_length=160)
    company_id = forms.Choice("gallery_suggest", label="Company")
    close_on = forms.Day(label="Expected close")


HEADS = (
    Head("title", "Title"),
    Head("company", "Company"),
    Head("owner", "Owner"),
    Head("stage", "Stage"),
    Head("amount", "Amount", "money"),
    Head("probability", "Probability", "percent"),
    Head("close_on", "Expected close"),
)


def gallery(request: Request) -> HttpResponse:
    """Show every macro, filled with made-up rows."""
    form = ExampleForm(request.POST or None)
    form.offer("company_id", 3, "Northwind Cycles")
    today = request.now.date()
    context = {
        "form": form,
        "heads": HEADS,
        "rows": rows(today),
        "refused": no("Only the owner may do this."),
        "today": today,
    }
    if "past" in request.GET:
        context["as_of"] = request.now - timedelta(days=90)
    return pages.render(request, "shared/gallery.html", context)


def rows(today: date) -> list[Row]:
    """Return a handful of opportunities."""
    stages = (
        ("Enquiry", "azure"),
        ("Qualified", "indigo"),
        ("Proposal", "purple"),
        ("Negotiation", "orange"),
    )
    titles = (
        "Fleet of 40 city bikes",
        "Spare parts, yearly",
        "E-bike pilot for the harbour",
        "Cargo bikes",
        "Winter tyres",
        "Repair stations",
    )
    companies = (
        "Northwind Cycles",
        "Harbour Authority",
        "Mobility AG",
        "City of Lund",
        "Rental Brothers",
        "Velo Nord",
    )
    return [
        Row(
            pk=index + 1,
            title=title,
            company=companies[index],
            owner=("Rob Oduya", "Sue Lindqvist", "Mona Petersen")[index % 3],
            stage=stages[index % 4][0],
            colour=stages[index % 4][1],
            amount=Decimal("12450.50") * (index * 7 % 5 + 1),
            probability=20 + index * 12,
            close_on=today + timedelta(days=index * 9 - 12),
        )
        for index, title in enumerate(titles)
    ]


def dialog(request: Request) -> HttpResponse:
    """Show the example form in a dialog; sent empty, it comes back with its errors."""
    form = QuickForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return pages.closing_dialog(pages.toast("Saved.", undo="/gallery/dialog"))
    return pages.render(
        request, "shared/gallery.html#dialog", {"form": form}, status=422 if form.errors else 200
    )


def suggest(request: Request) -> HttpResponse:
    """Answer the example picker."""
    asked = request.GET.get("q", "").lower()
    companies = [(3, "Northwind Cycles", "Hamburg"), (4, "Velo Nord", "Malmö"), (5, "Mobility AG", "Zürich")]
    return forms.choices([one for one in companies if asked in one[1].lower()])


def problem(request: Request, kind: str) -> HttpResponse:  # noqa: ARG001 -- the problem is the answer
    """Run into a problem of the kind asked for."""
    problems: dict[str, Exception] = {
        "refused": Refused("Only the owner, their supervisors and administrators may do this."),
        "rule": RuleBroken("Proposal needs an amount.", fields={"amount": "Enter an amount first."}),
        "stale": _stale(),
        "bug": ZeroDivisionError("made for the gallery"),
    }
    raise problems.get(kind, Http404())


def _stale() -> journal.Stale:
    organisation = vocabulary.organisation()
    return journal.Stale(
        organisation, {"name": organisation.name, "base_currency": organisation.base_currency}
    )
