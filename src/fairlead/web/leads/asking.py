"""The verbs of a lead: qualify, disqualify, reopen, reassign, delete; a dialog each, one action each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms as django_forms

from fairlead.access import Verdict, Viewer
from fairlead.customers import queries as customers
from fairlead.people import queries as people
from fairlead.pipeline import actions, queries, rules
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.pipeline import stages
from fairlead.web.shared import forms
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.pipeline.models import Lead


class LeadVerbForm(forms.Form):
    """What a verb asks; the reason goes into the journal."""

    wide = ("reason",)
    reason_label, reason_required = "Reason", False

    def __init__(self, request: Request, lead: "Lead", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(request, lead)
        if self.reason_label:
            self.fields["reason"] = django_forms.CharField(
                label=self.reason_label,
                required=self.reason_required,
                max_length=500,
                widget=django_forms.Textarea({"rows": 2}),
            )

    def prepare(self, request: Request, lead: "Lead") -> None:
        """Add the verb's own fields."""


class DisqualifyForm(LeadVerbForm):
    """Why it is no lead."""

    reason_label, reason_required = "Why it is no lead", True


class ReassignForm(LeadVerbForm):
    """To whom."""

    def prepare(self, request: Request, lead: "Lead") -> None:  # noqa: ARG002 -- as the others
        """Ask for the person."""
        self.fields["owner"] = forms.Choice("people_suggest", label="New owner")


class QualifyForm(LeadVerbForm):
    """What it becomes: company and contact, linked or made, and perhaps an opportunity."""

    reason_label = ""

    def prepare(self, request: Request, lead: "Lead") -> None:
        """Ask which company and contact to link, and where the opportunity starts."""
        own, person = lead.company_name or lead.name, lead.name or "nobody"
        made = f"Empty: “{own}” is made."
        self.fields["company"] = forms.Choice(
            "pipeline_companies", label="Existing company", required=False, help_text=made
        )
        contact = f"Empty: “{person}” is made." if lead.name else "The lead names no person."
        self.fields["contact"] = forms.Choice(
            "pipeline_contacts", label="Existing contact", required=False, help_text=contact
        )
        offered = [("", "No opportunity"), *stages.choices(request.viewer)]
        first = next((stage.pk for stage in queries.stages(request.viewer)), "")
        self.fields["stage"] = django_forms.ChoiceField(
            label="Opportunity in", choices=offered, required=False, initial=first
        )
        self.fields["title"] = django_forms.CharField(
            max_length=200, required=False, help_text="Empty: the company's name."
        )
        self.fields["amount"] = forms.Amount(required=False)
        codes = [(one.code, one.code) for one in vocabulary.currencies()]
        base = vocabulary.organisation().base_currency
        self.fields["currency"] = django_forms.ChoiceField(choices=codes or [(base, base)], initial=base)
        self.fields["expected_close_on"] = forms.Day(label="Expected close", required=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to do with a lead.

    :param act: does it; may return the route and arguments of the page to go on with.
    """

    title: str
    button: str
    rule: Callable[[Viewer, Any], Verdict]
    act: Callable[[Request, Any, dict[str, Any]], tuple[Any, ...] | None]
    said: str
    form: type[LeadVerbForm] = LeadVerbForm
    note: str = ""
    kind: str = "primary"


def _qualify(request: Request, lead: Any, read: dict[str, Any]) -> tuple[Any, ...] | None:
    into = actions.NewFromLead(
        company=customers.company(request.viewer, read["company"]) if read["company"] else None,
        contact=customers.contact(request.viewer, read["contact"]) if read["contact"] else None,
        stage=queries.stage(request.viewer, int(read["stage"])) if read["stage"] else None,
        title=read["title"],
        currency=read["currency"],
        amount=read["amount"],
        expected_close_on=read["expected_close_on"],
    )
    done = actions.qualify_lead(lead, into=into, by=request.viewer, at=request.now)
    return ("opportunity", done.opportunity_id) if done.opportunity_id else None


def _disqualify(request: Request, lead: Any, read: dict[str, Any]) -> None:
    actions.disqualify_lead(lead, by=request.viewer, at=request.now, reason=read["reason"])


def _reopen(request: Request, lead: Any, read: dict[str, Any]) -> None:
    actions.reopen_lead(lead, by=request.viewer, at=request.now, reason=read["reason"])


def _reassign(request: Request, lead: Any, read: dict[str, Any]) -> None:
    owner = people.colleague(request.viewer, read["owner"])
    actions.reassign_lead(lead, to=owner, by=request.viewer, at=request.now, reason=read["reason"])


def _delete(request: Request, lead: Any, read: dict[str, Any]) -> tuple[Any, ...]:
    actions.delete_lead(lead, by=request.viewer, at=request.now, reason=read["reason"])
    return ("leads",)


ASKED = {
    "qualify": Asked(
        "Qualify",
        "Qualify",
        rules.may_edit_lead,
        _qualify,
        "Qualified.",
        QualifyForm,
        "Link what is there already; the rest is made from the lead, in one step.",
    ),
    "disqualify": Asked(
        "Disqualify",
        "Disqualify",
        rules.may_edit_lead,
        _disqualify,
        "Disqualified.",
        DisqualifyForm,
        kind="danger",
    ),
    "reopen": Asked("Reopen", "Reopen", rules.may_reopen_lead, _reopen, "It is open again."),
    "reassign": Asked("Reassign", "Reassign", rules.may_work_on, _reassign, "Handed over.", ReassignForm),
    "delete": Asked(
        "Delete",
        "Delete",
        rules.may_delete,
        _delete,
        "Deleted. It can be restored.",
        kind="danger",
        note="It leaves every list. Its history stays, and it can be restored.",
    ),
}
