"""Why can this person see this? Asked by administrators when somebody sees too much, or too little."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms as django_forms
from django.http import HttpResponse

from fairlead.access import OutOfReach
from fairlead.people import kinds, queries
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.people.models import Person


class SightForm(forms.Form):
    """A person and, if one is in question, a record."""

    person = django_forms.TypedChoiceField(coerce=int)
    kind = django_forms.ChoiceField(label="Kind of record", required=False)
    record = django_forms.CharField(
        label="Record", required=False, help_text="Its number, or the address of its page.", max_length=500
    )

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET or None)
        everybody = queries.people(request.viewer)
        self._choices("person", [(str(one.pk), one.name) for one in everybody])
        self._choices("kind", [("", "–"), *((kind.name, kind.noun.capitalize()) for kind in kinds.kinds())])

    def _choices(self, name: str, offered: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = offered

    def clean_record(self) -> int | None:
        """Return the last number in what was typed or pasted."""
        text = str(self.cleaned_data["record"])
        found = re.findall(r"\d+", text.partition("?")[0])
        if text and not found:
            raise django_forms.ValidationError("Type the record's number, or paste the address of its page.")
        return int(found[-1]) if found else None


def sight(request: Request) -> HttpResponse:
    """Show how far a person sees and, for one record, each reason for which they see it."""
    form = SightForm(request)
    context: dict[str, object] = {"form": form, "person": None, "record": None, "place": "setup"}
    if request.GET and form.is_valid():
        somebody = queries.person(request.viewer, form.cleaned_data["person"])
        context |= {"person": somebody, "extent": queries.extent(request.viewer, somebody)}
        if form.cleaned_data["record"] and form.cleaned_data["kind"]:
            context |= _reasons(request, form, somebody)
    return pages.render(request, "setup/sight.html", context, status=422 if form.errors else 200)


def _reasons(request: Request, form: SightForm, somebody: Person) -> dict[str, object]:
    kind = kinds.kind(form.cleaned_data["kind"])
    try:
        record = kind.find(request.viewer, form.cleaned_data["record"])
    except OutOfReach:
        form.add_error("record", f"There is no {kind.noun} with this number, or it is somebody's draft.")
        return {}
    reasons = queries.why_sees(queries.viewer_of(somebody), kind.name, record)
    return {"record": record, "kind": kind, "reasons": reasons}
