"""Remove the demo company: what goes, what stays, and the organisation's name typed as a yes."""

from django import forms as django_forms
from django.http import HttpResponse

from fairlead import demo
from fairlead.vocabulary import queries
from fairlead.web.setup import forming
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

NAMED = ("opportunities", "leads", "companies", "contacts", "products", "persons", "teams", "locations")
"""What people count a company by; the rest goes unnamed."""


class RemovalForm(forms.Form):
    """The name of what is to go, so that nobody removes it by a slip."""

    name = django_forms.CharField(label="Type the organisation's name", max_length=160)

    def __init__(self, request: Request, expected: str) -> None:
        super().__init__(request.POST or None)
        self.fields["name"].widget.attrs |= {"autocomplete": "off", "placeholder": expected}
        self._expected = expected

    def clean_name(self) -> str:
        """Accept the organisation's name only."""
        typed = str(self.cleaned_data["name"])
        if typed.strip().casefold() != self._expected.casefold():
            raise django_forms.ValidationError(f"Type “{self._expected}” to remove it.")
        return typed


def remove(request: Request) -> HttpResponse:
    """Ask before removing the demo company, and remove it."""
    if not demo.is_loaded():
        return forming.done(request, "The demo company is not here any more.", "setup")
    name = queries.organisation().name
    form = RemovalForm(request, name)

    def save() -> HttpResponse:
        removed = demo.remove_demo(by=request.viewer, at=request.now)
        kept = f" Kept: {removed.kept_in_words}." if removed.kept else ""
        return forming.done(request, f"{name} is gone: {removed.rows:,} records.{kept}", "setup_organisation")

    if request.method == "POST" and (answer := forming.saved(form, save)):
        return answer
    outlook = demo.foresee_removal(by=request.viewer)
    going = [(noun, outlook.going[noun]) for noun in NAMED if noun in outlook.going]
    context = {"form": form, "name": name, "going": going, "outlook": outlook, "place": "setup"}
    return pages.render(request, "setup/removal.html", context, status=422 if form.errors else 200)
