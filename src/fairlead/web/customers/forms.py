"""The forms of companies and contacts."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from babel import Locale
from django import forms

from fairlead.access import OutOfReach, Viewer
from fairlead.customers import queries
from fairlead.people import queries as people
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.shared import frame
from fairlead.web.shared.forms import Choice, Form
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.customers.models import Company, Contact
    from fairlead.people.models import Person

OUT_OF_REACH = "Choose one from the list."


@lru_cache(maxsize=8)
def countries(locale: str) -> list[tuple[str, str]]:
    """Return the countries by name in the organisation's language."""
    names = Locale.parse(locale).territories
    known = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return [("", "–"), *sorted(known, key=lambda pair: pair[1])]


def country_name(code: str) -> str:
    """Return a country by name in the organisation's language; its code where there is no name."""
    return dict(countries(frame.current().locale)).get(code, code) if code else ""


class ReferenceField(forms.ModelChoiceField[Any]):
    """A value of one of the organisation's lists; a retired one only where the record has it already."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(None, **{"required": False, "empty_label": "–", **kwargs})

    def offer(self, keep: int | None) -> None:
        """Offer the values in use, and the one the record has."""
        self.queryset = vocabulary.choices(self.kind, keep=keep)


class CustomerForm(Form):
    """What the forms of companies and contacts share: chosen ids become records within reach."""

    viewer: Viewer

    def chosen_person(self, name: str) -> "Person | None":
        """Return the colleague chosen, or say at the field that there is none."""
        pk = self.cleaned_data.get(name)
        try:
            return people.colleague(self.viewer, pk) if pk else None
        except OutOfReach:
            self.add_error(name, OUT_OF_REACH)
            return None

    def chosen_company(self, name: str) -> "Company | None":
        """Return the company chosen, or say at the field that there is none within reach."""
        pk = self.cleaned_data.get(name)
        try:
            return queries.company(self.viewer, pk) if pk else None
        except OutOfReach:
            self.add_error(name, OUT_OF_REACH)
            return None


class CompanyForm(CustomerForm):
    """A company's fields; the owner is asked for a new one only."""

    name = forms.CharField(max_length=200)
    owner = Choice("people_suggest", required=False)
    location = Choice(
        "locations_suggest", required=False, help_text="Whose supervisors see this company, too."
    )
    industry = ReferenceField("industry")
    company_type = ReferenceField("company_type", label="Type")
    parent = Choice("company_suggest", required=False, label="Belongs to")
    street = forms.CharField(max_length=200, required=False)
    postal_code = forms.CharField(max_length=20, required=False)
    city = forms.CharField(max_length=120, required=False)
    region = forms.CharField(max_length=120, required=False)
    country = forms.ChoiceField(required=False)
    website = forms.CharField(max_length=200, required=False)
    phone = forms.CharField(max_length=40, required=False)
    external_id = forms.CharField(max_length=100, required=False, help_text="Its number in another system.")
    wide = ("name", "street")

    def __init__(self, request: Request, company: "Company | None" = None) -> None:
        self.viewer, self.company = request.viewer, company
        super().__init__(request.POST or None, initial=_initial(company, self.base_fields) or _mine(request))
        self.fields["country"].choices = countries(frame.current().locale)  # type: ignore[attr-defined]
        for name in ("industry", "company_type"):
            field = self.fields[name]
            if isinstance(field, ReferenceField):
                field.offer(getattr(company, f"{name}_id", None))
        if company is None:
            self.offer("owner", request.viewer.person_id, request.viewer.name)
        else:
            del self.fields["owner"]
            _offer_present(self, company, ("location", "parent"))

    def values(self) -> dict[str, Any]:
        """Return the fields as an action takes them, without name and owner for a new company."""
        sent = {
            name: self.cleaned_data[name]
            for name in self.fields
            if name not in ("owner", "location", "parent")
        }
        location = self.cleaned_data.get("location")
        if location and not any(branch.node.pk == location for branch in people.locations(self.viewer)):
            self.add_error("location", OUT_OF_REACH)
            location = None
        sent["location"] = people.location(self.viewer, location) if location else None
        sent["parent"] = (
            self.chosen_company("parent") if self._is_new_parent() else getattr(self.company, "parent", None)
        )
        return sent

    def _is_new_parent(self) -> bool:
        """Tell whether another parent was chosen; the present one may stand beyond the viewer's reach."""
        return self.cleaned_data.get("parent") != getattr(self.company, "parent_id", None)


class ContactForm(CustomerForm):
    """A contact's fields; the owner is asked for a new one only."""

    name = forms.CharField(max_length=200)
    company = Choice("company_suggest", required=False)
    job_title = forms.CharField(max_length=120, required=False)
    email = forms.EmailField(max_length=254, required=False, label="E-mail")
    phone = forms.CharField(max_length=40, required=False)
    owner = Choice("people_suggest", required=False)
    external_id = forms.CharField(max_length=100, required=False, help_text="Its number in another system.")

    def __init__(
        self, request: Request, contact: "Contact | None" = None, company: "Company | None" = None
    ) -> None:
        self.viewer, self.contact = request.viewer, contact
        initial = _initial(contact, self.base_fields) or {**_mine(request), "company": company and company.pk}
        super().__init__(request.POST or None, initial=initial)
        if contact is None:
            self.offer("owner", request.viewer.person_id, request.viewer.name)
            if company is not None:
                self.offer("company", company.pk, company.name)
        else:
            del self.fields["owner"]
            _offer_present(self, contact, ("company",))

    def values(self) -> dict[str, Any]:
        """Return the fields as an action takes them, without the owner."""
        sent = {name: self.cleaned_data[name] for name in self.fields if name not in ("owner", "company")}
        stays = self.contact is not None and self.cleaned_data.get("company") == self.contact.company_id
        sent["company"] = self.contact.company if stays and self.contact else self.chosen_company("company")
        return sent


class ReassignForm(CustomerForm):
    """Who is to own the record."""

    to = Choice("people_suggest", label="New owner")
    reason = forms.CharField(max_length=500, required=False)
    wide = ("to", "reason")

    def __init__(self, request: Request) -> None:
        self.viewer = request.viewer
        super().__init__(request.POST or None)


def _initial(record: "Company | Contact | None", names: Any) -> dict[str, Any]:
    if record is None:
        return {}
    return {name: getattr(record, f"{name}_id", getattr(record, name, None)) for name in names}


def _mine(request: Request) -> dict[str, Any]:
    return {"owner": request.viewer.person_id, "country": ""}


def _offer_present(form: Form, record: "Company | Contact", names: tuple[str, ...]) -> None:
    """Let pickers show what the record refers to now."""
    for name in names:
        if (present := getattr(record, name)) is not None:
            form.offer(name, present.pk, str(present))
