"""The fields of an opportunity as forms ask for them: declared once, for pages, in place and in dialogs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms as django_forms

from fairlead.access import OutOfReach, Viewer
from fairlead.customers import queries as customers
from fairlead.kit.errors import RuleBroken
from fairlead.people import queries as people
from fairlead.pipeline import queries
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.setup.choices import TreeField
from fairlead.web.shared import forms

if TYPE_CHECKING:
    from fairlead.pipeline.models import Opportunity

FORECASTS = (
    ("omitted", "Omitted"),
    ("pipeline", "Pipeline"),
    ("best_case", "Best case"),
    ("commit", "Commit"),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom a field is built, and on which record (none when it is new)."""

    viewer: Viewer
    record: "Opportunity | None" = None

    def own(self, name: str) -> Any:
        """Return the id that the record has in a relation now, so that a retired choice stays choosable."""
        return getattr(self.record, f"{name}_id", None)


Build = Callable[[Asking], django_forms.Field]


def _text(**options: Any) -> Build:
    return lambda _asking: django_forms.CharField(**options)


def _listed(kind: str, label: str) -> Build:
    return lambda asking: django_forms.ModelChoiceField(
        vocabulary.choices(kind, keep=asking.own(kind)), label=label, required=False, empty_label="–"
    )


def _campaign(_asking: Asking) -> django_forms.Field:
    return django_forms.ModelChoiceField(
        queries.campaigns(_asking.viewer, include_retired=_asking.own("campaign") is not None),
        required=False,
        empty_label="–",
    )


def _currency(asking: Asking) -> django_forms.Field:
    codes = [currency.code for currency in vocabulary.currencies()]
    own = asking.record.currency if asking.record else vocabulary.organisation().base_currency
    return django_forms.ChoiceField(choices=[(code, code) for code in dict.fromkeys([*codes, own])])


def _tree(name: str, label: str) -> Build:
    def build(asking: Asking) -> django_forms.Field:
        tree: Any = people.teams(asking.viewer) if name == "team" else people.locations(asking.viewer)
        field = TreeField(label=label)
        field.plant(tree, own=getattr(asking.record, name, None))
        return field

    return build


FIELDS: Mapping[str, Build] = {
    "title": _text(max_length=200, help_text="What people will call it."),
    "company": lambda _asking: forms.Choice("pipeline_companies", label="Company", required=False),
    "amount": lambda _asking: forms.Amount(label="Amount", required=False),
    "currency": _currency,
    "expected_close_on": lambda _asking: forms.Day(label="Expected close", required=False),
    "probability": lambda _asking: forms.Amount(
        label="Probability in percent",
        required=False,
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        help_text="Empty: as the stage says.",
    ),
    "forecast_category": lambda _asking: django_forms.ChoiceField(label="Forecast", choices=FORECASTS),
    "source": _listed("source", "Source"),
    "campaign": _campaign,
    "competitor": _listed("competitor", "Competitor"),
    "next_step": _text(label="Next step", max_length=200, required=False),
    "next_step_on": lambda _asking: forms.Day(label="Next step due", required=False),
    "team": _tree("team", "Team"),
    "location": _tree("location", "Location"),
    "description": _text(widget=django_forms.Textarea({"rows": 4}), required=False),
    "external_id": _text(label="External id", max_length=100, required=False),
}
"""Every field that can be edited, in the order in which forms show them."""

TITLES = {
    "title": "Title",
    "company": "Company",
    "amount": "Amount",
    "currency": "Currency",
    "team": "Team",
    "expected_close_on": "Expected close",
    "probability": "Probability",
    "forecast_category": "Forecast",
    "source": "Source",
    "campaign": "Campaign",
    "competitor": "Competitor",
    "next_step": "Next step",
    "next_step_on": "Next step due",
    "location": "Location",
    "description": "Description",
    "external_id": "External id",
}


class OpportunityForm(forms.Form):
    """Some fields of an opportunity."""

    wide: tuple[str, ...] = ("title", "description", "next_step")

    def __init__(self, asking: Asking, names: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        self.asking = asking
        initial = {name: initial_of(asking.record, name) for name in names if asking.record is not None}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for name in names:
            self.fields[name] = FIELDS[name](asking)
            self.fields[name].is_wide = name in self.wide  # type: ignore[attr-defined]
        self._offer_company()

    def _offer_company(self) -> None:
        """Tell the company picker what to show for the id that it holds."""
        if "company" not in self.fields:
            return
        sent = self["company"].value()
        if str(sent or "").isdecimal():
            try:
                self.offer("company", sent, customers.company(self.asking.viewer, int(sent)).name)
            except OutOfReach:
                record = self.asking.record
                if record is not None and record.company_id == int(sent):
                    self.offer("company", sent, str(record.company))

    def changes(self) -> dict[str, Any]:
        """Return what was sent as the action takes it: field name → value of the model."""
        return {
            name: value_of(self.asking, name, self.cleaned_data[name])
            for name in self.fields
            if name in FIELDS
        }


def initial_of(record: Any, name: str) -> Any:
    """Return what a field shows of a record; a probability only when it was set by hand."""
    if name in ("company", "campaign", "source", "competitor", "team", "location"):
        return getattr(record, f"{name}_id")
    if name == "probability":
        return record.probability if record.probability_source == "manual" else None
    return getattr(record, name)


def value_of(asking: Asking, name: str, cleaned: Any) -> Any:
    """Return what a form read as the value of the model; a relation as its row, within the viewer's reach.

    :raises RuleBroken: for a company that is out of reach.
    """
    if name == "company" and cleaned:
        return _company(asking, int(cleaned))
    if name == "team" and cleaned:
        return people.team(asking.viewer, cleaned)
    if name == "location" and cleaned:
        return people.location(asking.viewer, cleaned)
    if name == "amount" and isinstance(cleaned, Decimal):
        return cleaned.quantize(Decimal("0.0001"))
    return cleaned


def _company(asking: Asking, pk: int) -> Any:
    if asking.own("company") == pk and asking.record is not None:
        return asking.record.company
    try:
        return customers.company(asking.viewer, pk)
    except OutOfReach:
        raise RuleBroken("Choose a company.", fields={"company": "Choose a company from the list."}) from None
