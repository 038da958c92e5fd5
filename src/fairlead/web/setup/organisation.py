"""The organisation: its name, language, calendar, base currency and own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.http import HttpResponse

from fairlead import journal
from fairlead.vocabulary import actions, queries
from fairlead.vocabulary.terms import DEFAULTS
from fairlead.web.setup import choices, forming
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.vocabulary.models import Organisation


class OrganisationForm(forms.Form):
    """All but the words."""

    name = django_forms.CharField(max_length=160)
    base_currency = django_forms.ChoiceField(
        label="Base currency", help_text="Sums over several currencies are told in it."
    )
    time_zone = django_forms.ChoiceField(label="Time zone", help_text="Days, weeks and quarters begin by it.")
    locale = django_forms.ChoiceField(label="Formats", help_text="How dates, numbers and sums are written.")
    fiscal_year_start_month = django_forms.TypedChoiceField(
        label="Fiscal year starts in", choices=choices.months, coerce=int
    )
    first_weekday = django_forms.TypedChoiceField(
        label="Week starts on", choices=choices.weekdays, coerce=int
    )
    working_days = django_forms.TypedMultipleChoiceField(
        label="Working days",
        choices=choices.weekdays,
        coerce=int,
        widget=forms.Checks,
        error_messages={"required": "Choose at least one."},
    )

    def __init__(self, request: Request, organisation: Organisation) -> None:
        names = [name for name in self.base_fields if not name.startswith("term_")]
        initial = {name: getattr(organisation, name) for name in names}
        super().__init__(request.POST or None, initial=initial)
        choices.offer_zone_and_locale(self)
        codes = [(one.code, f"{one.code} · {one.name}") for one in queries.currencies()]
        field = self.fields["base_currency"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = choices.with_own(codes, organisation.base_currency)
        for term in DEFAULTS:
            for place, words in enumerate(("one", "many")):
                self.fields[f"term_{term}_{words}"] = _word(term, place, organisation)

    def words(self) -> list[tuple[str, Any, Any]]:
        """Return, for each of our words, the fields for the organisation's own."""
        return [
            (one, self[f"term_{term}_one"], self[f"term_{term}_many"]) for term, (one, _) in DEFAULTS.items()
        ]

    def changes(self) -> actions.OrganisationChanges:
        """Return what was sent, with the words that differ from ours."""
        sent = dict(self.cleaned_data)
        words = {term: [sent.pop(f"term_{term}_{place}") for place in ("one", "many")] for term in DEFAULTS}
        sent["terms"] = {term: own for term, own in words.items() if any(own)}
        return sent  # type: ignore[return-value]


def organisation(request: Request) -> HttpResponse:
    """Show the organisation, or save the form about it."""
    ours = queries.organisation()
    version = ours.version
    form = OrganisationForm(request, ours)

    def save() -> HttpResponse:
        actions.install_defaults(actions.Start(), by=request.viewer, at=request.now)
        seen = forming.as_seen(ours, request)
        actions.edit_organisation(seen, changes=form.changes(), by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "setup_organisation")

    if request.method == "POST" and (answer := forming.saved(form, save)):
        return answer
    changes = journal.history(ours) if ours.entry_id else []
    context = {"form": form, "version": version, "changes": changes, "place": "setup"}
    return pages.render(request, "setup/organisation.html", context, status=422 if form.errors else 200)


def _word(term: str, place: int, organisation: Organisation) -> django_forms.CharField:
    """Return the field for one of the organisation's own words, with ours as what stands there otherwise."""
    own = organisation.terms.get(term) or ["", ""]
    count = ("one", "many")[place]
    field = django_forms.CharField(
        required=False, max_length=40, initial=own[place], label=f"{DEFAULTS[term][0]}, {count}"
    )
    field.widget.attrs["placeholder"] = DEFAULTS[term][place]
    return field
