"""Forms: fields that look like the rest, speak the organisation's locale and tell a rule's reasons."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel import numbers
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import Jinja2
from django.http import JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fairlead import journal
from fairlead.kit.errors import RuleBroken
from fairlead.web.shared import frame
from fairlead.web.shared.requests import is_fragment

_CLASSES = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


class Form(forms.Form):
    """A form whose fields `ui.field` draws. Set `wide = ("notes",)` for fields that span the row."""

    default_renderer = Jinja2()
    wide: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        request = frame.current().request
        if request is not None and is_fragment(request):
            kwargs.setdefault(
                "auto_id", "part_%s"
            )  # so that a form in a dialog never shares ids with the page's
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, field in self.fields.items():
            field.is_wide = name in self.wide or isinstance(field.widget, forms.Textarea)  # type: ignore[attr-defined]

    def offer(self, name: str, value: object, label: str) -> None:
        """Tell a picker what to show for the value that it starts with or was sent."""
        widget = self.fields[name].widget
        if isinstance(widget, Picker):
            widget.offered = (str(value), label)

    def refuse(self, problem: RuleBroken) -> None:
        """Show why a rule forbids it, at the fields at fault or above the form."""
        told = {name: text for name, text in problem.fields.items() if name in self.fields}
        for name, text in told.items():
            self.add_error(name, text)
        if not told:
            self.add_error(None, str(problem))

    def collide(self, problem: journal.Stale) -> None:
        """Show what somebody else wrote meanwhile; sent again with the new version, ours is kept."""
        for name, value in problem.others.items():
            shown = getattr(problem.record, name, value)
            theirs = "nothing" if shown in (None, "") else f"“{shown}”"
            told = f"Somebody else set this to {theirs} meanwhile. Save again to keep yours."
            field = next((one for one in (name, f"{name}_id") if one in self.fields), None)
            self.add_error(field, told)


def control(bound: forms.BoundField, **attrs: str | bool) -> SafeString:
    """Draw a field's control in the look of ours; fields of any Django form will do."""
    widget = bound.field.widget
    if "class" not in widget.attrs and not isinstance(
        widget, forms.RadioSelect | forms.CheckboxSelectMultiple
    ):
        attrs["class"] = next(look for kind, look in _CLASSES if isinstance(widget, kind))
    return bound.as_widget(attrs=attrs)


class Checks(forms.CheckboxSelectMultiple):
    """A box for each choice, in the look of ours."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return one choice; the look belongs to its box, not to the group."""
        option = super().create_option(*args, **kwargs)
        option["attrs"]["class"] = "form-check-input"
        return option


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Day(forms.DateField):
    """A calendar day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": DateInput(), **kwargs})


class Amount(forms.DecimalField):
    """A decimal number, typed and shown as the organisation's locale writes it."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "form-control fl-right"}
        super().__init__(
            **{"max_digits": 18, "decimal_places": 4, "widget": forms.TextInput(attrs), **kwargs}
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Read what was typed, refusing what could mean two things."""
        text = str(value).strip() if value not in self.empty_values else ""
        if not text:
            return None
        try:
            return numbers.parse_decimal(text, locale=frame.current().locale, strict=True)
        except numbers.NumberFormatError:
            example = numbers.format_decimal(Decimal("1234.5"), locale=frame.current().locale)
            raise ValidationError(f"Write the number like {example}.", code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """Write a number as the locale does; what a person typed stays as typed."""
        if isinstance(value, Decimal | int | float):
            return numbers.format_decimal(value, locale=frame.current().locale, decimal_quantization=False)
        return value


class Picker(forms.TextInput):
    """A field with type-ahead: `<fl-picker>` asks an address for choices and keeps the chosen id."""

    def __init__(self, source: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.source = source
        self.offered: tuple[str, str] = ("", "")

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, str] | None = None,
        renderer: Any = None,  # noqa: ARG002 -- Django's signature
    ) -> SafeString:
        """Return the element with the chosen id inside and its label to show."""
        value = "" if value is None else str(value)
        label = self.offered[1] if value == self.offered[0] else value
        given = self.build_attrs(self.attrs, attrs or {})
        return format_html(
            '<fl-picker data-source="{}"><input type="hidden" name="{}" value="{}">'
            '<input type="text" id="{}" class="form-control" value="{}" role="combobox" aria-expanded="false"'
            ' aria-autocomplete="list" autocomplete="off" placeholder="{}"{}{}></fl-picker>',
            reverse(self.source),
            name,
            value,
            given.get("id", f"id_{name}"),
            label,
            given.get("placeholder", "Type to search…"),
            format_html(' aria-describedby="{}"', given["aria-describedby"])
            if "aria-describedby" in given
            else "",
            SafeString(' aria-invalid="true"') if given.get("aria-invalid") else "",
        )


class Choice(forms.IntegerField):
    """The id of a record chosen with type-ahead; the route `source` answers `?q=` with `choices(...)`."""

    def __init__(self, source: str, **kwargs: Any) -> None:
        super().__init__(
            **{"widget": Picker(source), "error_messages": {"invalid": "Choose one from the list."}, **kwargs}
        )


def choices(found: Iterable[tuple[object, str, str]]) -> JsonResponse:
    """Answer a picker: (value, label, note) of each record within the viewer's reach."""
    return JsonResponse(
        {"choices": [{"value": str(v), "label": label, "note": note} for v, label, note in found]}
    )
