"""The fields of a lead as its form asks for them."""

from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms as django_forms

from fairlead.people import queries as people
from fairlead.pipeline import queries
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.setup.choices import TreeField
from fairlead.web.shared import forms
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.pipeline.models import Lead

LISTS = {"source": "source", "status": "lead_status", "rating": "rating"}
NAMES = (
    "name",
    "company_name",
    "job_title",
    "email",
    "phone",
    "city",
    "country",
    "source",
    "campaign",
    "status",
    "rating",
    "location",
    "description",
    "external_id",
)


Rows: TypeAlias = "django_forms.ModelChoiceField[Any]"


class LeadForm(forms.Form):
    """What is known of a lead; the name of a person or of a company is enough."""

    wide = ("description",)

    name = django_forms.CharField(label="Person", max_length=160, required=False)
    company_name = django_forms.CharField(label="Company", max_length=200, required=False)
    job_title = django_forms.CharField(label="Job title", max_length=120, required=False)
    email = django_forms.EmailField(label="E-mail", max_length=254, required=False)
    phone = django_forms.CharField(max_length=40, required=False)
    city = django_forms.CharField(max_length=120, required=False)
    country = django_forms.CharField(
        max_length=2,
        required=False,
        help_text="Two letters, such as DE.",
        widget=django_forms.TextInput({"size": 2}),
    )
    source: Rows = django_forms.ModelChoiceField(None, required=False, empty_label="–")
    campaign: Rows = django_forms.ModelChoiceField(None, required=False, empty_label="–")
    status: Rows = django_forms.ModelChoiceField(None, required=False, empty_label="–")
    rating: Rows = django_forms.ModelChoiceField(None, required=False, empty_label="–")
    location = TreeField(label="Location")
    description = django_forms.CharField(required=False, widget=django_forms.Textarea({"rows": 4}))
    external_id = django_forms.CharField(label="External id", max_length=100, required=False)

    def __init__(self, request: Request, lead: "Lead | None", *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {name: _initial(lead, name) for name in NAMES} if lead else {}
        super().__init__(*args, **kwargs)
        self.request, self.lead = request, lead
        for name, kind in LISTS.items():
            self._offer_rows(name, vocabulary.choices(kind, keep=getattr(lead, f"{name}_id", None)))
        retired = lead is not None and lead.campaign_id is not None
        self._offer_rows("campaign", queries.campaigns(request.viewer, include_retired=retired))
        place = self.fields["location"]
        if isinstance(place, TreeField):
            place.plant(people.locations(request.viewer), own=lead.location if lead else None)

    def _offer_rows(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, django_forms.ModelChoiceField):
            field.queryset = rows

    def clean_country(self) -> str:
        """Return the code in capitals."""
        return str(self.cleaned_data["country"]).upper()

    def changes(self) -> dict[str, Any]:
        """Return what was sent as the action takes it."""
        read = {name: self.cleaned_data[name] for name in NAMES}
        if read["location"]:
            read["location"] = people.location(self.request.viewer, read["location"])
        return read


class NewLeadForm(LeadForm):
    """A new lead, with its owner."""

    owner = forms.Choice("people_suggest", label="Owner")

    def __init__(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, None, *args, **kwargs)
        self.initial["owner"] = request.viewer.person_id
        if not (request.viewer.is_supervisor or request.viewer.is_administrator):
            self.fields["owner"].widget = django_forms.HiddenInput()
        sent = str(self["owner"].value() or "")
        if sent.isdecimal():
            self.offer("owner", sent, people.colleague(request.viewer, int(sent)).name)


def _initial(lead: "Lead", name: str) -> Any:
    return getattr(lead, f"{name}_id" if name in (*LISTS, "campaign", "location") else name)
