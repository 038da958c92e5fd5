"""Reference lists: their values in order, added, renamed, retired, with the history of their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from fairlead.vocabulary import actions, queries, usage
from fairlead.vocabulary.choices import Colour, ReferenceList
from fairlead.web.setup import forming
from fairlead.web.setup.heads import heads
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.vocabulary.models import ReferenceValue


class ValueForm(forms.Form):
    """One value of a list."""

    label = django_forms.CharField(max_length=120)
    colour = django_forms.ChoiceField(choices=Colour.choices, required=False)
    external_id = django_forms.CharField(
        label="External id", max_length=100, required=False, help_text="As another system knows it."
    )


def lists(request: Request) -> HttpResponse:
    """Show every list with how many values it has."""
    return pages.render(request, "setup/lists.html", {"lists": queries.lists(), "place": "setup"})


def values(request: Request, name: str) -> HttpResponse:
    """Show the values of a list, the retired ones last."""
    kind = _list(name)
    rows = queries.values(kind, include_retired=True)
    shown = [(value, usage.usage(value)) for value in rows]
    context = {
        "kind": kind,
        "heads": heads("Value", "Open records", "#"),
        "active": [(value, uses) for value, uses in shown if value.is_active],
        "retired": [(value, uses) for value, uses in shown if not value.is_active],
        "place": "setup",
    }
    return pages.render(request, "setup/values.html", context)


def add(request: Request, name: str) -> HttpResponse:
    """Add a value to a list."""
    kind = _list(name)
    form = ValueForm(request.POST or None)

    def save() -> HttpResponse:
        new = actions.NewValue(list=kind.value, **form.cleaned_data)
        actions.add_value(new, by=request.viewer, at=request.now)
        return forming.done(request, f"“{new.label}” was added.", "setup_list", name)

    back = reverse("setup_list", args=[name])
    return forming.form_page(request, form, save, title="New value", note=kind.label, back=back, button="Add")


def value(request: Request, pk: int) -> HttpResponse:
    """Rename or recolour a value, seeing what it was called before."""
    one = queries.value(pk)
    initial = {"label": one.label, "colour": one.colour, "external_id": one.external_id}
    form = ValueForm(request.POST or None, initial=initial)

    def save() -> HttpResponse:
        seen = forming.as_seen(one, request)
        actions.edit_value(seen, changes=form.cleaned_data, by=request.viewer, at=request.now)  # type: ignore[arg-type]
        return forming.done(request, "Saved.", "setup_list", one.list)

    back = reverse("setup_list", args=[one.list])
    return forming.form_page(
        request, form, save, title=one.label, note=_past_labels(one), back=back, version=one.version
    )


def retire(request: Request, pk: int) -> HttpResponse:
    """Take a value out of the choices, and say what keeps it."""
    one = queries.value(pk)
    actions.retire_value(one, by=request.viewer, at=request.now)
    uses = ", ".join(str(use) for use in usage.usage(one))
    rest = f" {uses} still carry it." if uses else ""
    return forming.done(request, f"“{one}” is retired.{rest}", "setup_list", one.list)


def restore(request: Request, pk: int) -> HttpResponse:
    """Put a retired value back among the choices."""
    one = queries.value(pk)
    actions.restore_value(one, by=request.viewer, at=request.now)
    return forming.done(request, f"“{one}” can be chosen again.", "setup_list", one.list)


def move(request: Request, pk: int) -> HttpResponse:
    """Move a value one place up or down among the active ones."""
    one = queries.value(pk)
    ids = [other.pk for other in queries.values(one.list)]
    if pk in ids:
        place = ids.index(pk)
        target = min(max(place + (-1 if request.POST.get("by") == "-1" else 1), 0), len(ids) - 1)
        ids.insert(target, ids.pop(place))
        actions.reorder_values(ReferenceList(one.list), ids=ids, by=request.viewer, at=request.now)
    return pages.redirect_to(request, "setup_list", one.list)


def _list(name: str) -> ReferenceList:
    if name not in ReferenceList.values:
        raise Http404
    return ReferenceList(name)


def _past_labels(one: ReferenceValue) -> str:
    past = [change.before for change in queries.label_history(one) if change.before]
    return f"Once called {', '.join(dict.fromkeys(past))}." if past else ""
