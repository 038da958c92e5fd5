"""The verbs of an opportunity: a dialog each, one action each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse

from fairlead import journal
from fairlead.access import Verdict, Viewer
from fairlead.kit.errors import RuleBroken
from fairlead.people import queries as people
from fairlead.pipeline import actions, queries, rules
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.pipeline import stages
from fairlead.web.pipeline.fields import Asking, OpportunityForm
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request
from fairlead.web.shared.requests import is_fragment, seen_version

if TYPE_CHECKING:
    from fairlead.pipeline.models import Opportunity


class VerbForm(OpportunityForm):
    """What a verb asks; the reason goes into the journal."""

    wide = ("reason", "title", "description", "next_step")
    reason_label, reason_required = "Reason", False
    notice = ""

    def __init__(self, request: Request, opportunity: "Opportunity", *args: Any, **kwargs: Any) -> None:
        asked = self.asks(request, opportunity)
        super().__init__(Asking(request.viewer, opportunity), asked, *args, **kwargs)
        self.prepare(request, opportunity)
        note = django_forms.CharField(
            label=self.reason_label,
            required=self.reason_required,
            max_length=500,
            widget=django_forms.Textarea({"rows": 2}),
        )
        note.is_wide = True  # type: ignore[attr-defined]
        self.fields["reason"] = note

    def asks(self, request: Request, opportunity: "Opportunity") -> tuple[str, ...]:  # noqa: ARG002 -- for subclasses
        """Return fields of the opportunity that the verb asks for as well."""
        return ()

    def prepare(self, request: Request, opportunity: "Opportunity") -> None:
        """Add the verb's own fields."""

    def closing_day(self, request: Request) -> None:
        """Ask for the day on which it closed; today, unless told otherwise."""
        self.fields["closed_on"] = forms.Day(
            label="Closed on", initial=vocabulary.calendar().today(request.now)
        )

    def listed(self, kind: str, name: str, label: str, *, required: bool = False) -> None:
        """Ask for a value of a reference list."""
        found = vocabulary.choices(kind, keep=self.asking.own(name))
        self.fields[name] = django_forms.ModelChoiceField(
            found, label=label, required=required, empty_label="–", initial=self.asking.own(name)
        )


class MoveForm(VerbForm):
    """To which stage; and what that stage still needs."""

    def asks(self, request: Request, opportunity: "Opportunity") -> tuple[str, ...]:
        """Return what the stage that was chosen needs and the opportunity does not have."""
        chosen = request.POST.get("stage") or request.GET.get("stage") or ""
        if not chosen.isdecimal():
            return ()
        missing = opportunity.missing_for(queries.stage(request.viewer, int(chosen)))
        return (*missing, "currency") if "amount" in missing else tuple(missing)

    def prepare(self, request: Request, opportunity: "Opportunity") -> None:
        """Ask for the stage, the next one first."""
        for name in self.fields:
            self.fields[name].required = True
        if self.fields:
            self.notice = "That stage asks for these first."
        offered = stages.choices(request.viewer, keep=opportunity.stage)
        chosen = request.POST.get("stage") or request.GET.get("stage", "")
        stage = django_forms.ChoiceField(choices=offered, initial=chosen or str(opportunity.stage_id))
        self.fields = {"stage": stage, **self.fields}


class WinForm(VerbForm):
    """When, and for how much."""

    reason_label = "What decided it"

    def prepare(self, request: Request, opportunity: "Opportunity") -> None:
        """Ask for day, amount and whom it was won against."""
        self.closing_day(request)
        self.fields["amount"] = forms.Amount(
            label=f"Amount in {opportunity.currency}", initial=opportunity.amount, min_value=0
        )
        self.listed("competitor", "competitor", "Won against")


class LoseForm(VerbForm):
    """Why, to whom, when."""

    reason_label = "What we learned"

    def prepare(self, request: Request, opportunity: "Opportunity") -> None:  # noqa: ARG002 -- as the others
        """Ask for the reason, the competitor and the day."""
        self.listed("lost_reason", "lost_reason", "Lost because of", required=True)
        self.listed("competitor", "competitor", "Lost to")
        self.closing_day(request)


class VoidForm(VerbForm):
    """Why it never was one."""

    reason_label, reason_required = "Why it is void", True

    def prepare(self, request: Request, opportunity: "Opportunity") -> None:  # noqa: ARG002 -- as the others
        """Ask for the day."""
        self.closing_day(request)


class ReopenForm(VerbForm):
    """Why it is open again."""

    reason_label, reason_required = "Why it is open again", True


class ReassignForm(VerbForm):
    """To whom."""

    def prepare(self, request: Request, opportunity: "Opportunity") -> None:  # noqa: ARG002 -- as the others
        """Ask for the person, and whether team and location stay."""
        self.fields["owner"] = forms.Choice("people_suggest", label="New owner")
        self.fields["keep_team"] = django_forms.BooleanField(
            label="Team and location stay as they are", required=False
        )


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing to do with an opportunity.

    :param act: does it, with what the form read; returns None when there was nothing to do.
    :param said: the sentence for the toast.
    """

    title: str
    button: str
    rule: Callable[[Viewer, Any], Verdict]
    act: Callable[[Request, Any, dict[str, Any]], object]
    said: str
    form: type[VerbForm] = VerbForm
    note: str = ""
    kind: str = "primary"


def _move(request: Request, opportunity: Any, read: dict[str, Any]) -> object:
    stage = queries.stage(request.viewer, int(read.pop("stage")))
    reason = read.pop("reason")
    with journal.durable_transaction():
        if read["changes"]:
            actions.edit_opportunity(opportunity, changes=read["changes"], by=request.viewer, at=request.now)
        return actions.move_opportunity(
            opportunity, to=stage, by=request.viewer, at=request.now, reason=reason
        )


def _reassign(request: Request, opportunity: Any, read: dict[str, Any]) -> object:
    owner = people.colleague(request.viewer, read["owner"])
    return actions.reassign_opportunity(
        opportunity,
        to=owner,
        keep_team=read["keep_team"],
        by=request.viewer,
        at=request.now,
        reason=read["reason"],
    )


def _plainly(action: Callable[..., object], *names: str) -> Callable[[Request, Any, dict[str, Any]], object]:
    """Return a caller of an action that takes what the form read by the same names."""

    def act(request: Request, opportunity: Any, read: dict[str, Any]) -> object:
        return action(opportunity, **{name: read[name] for name in names}, by=request.viewer, at=request.now)

    return act


VERBS = {
    "move": Verb("Move to another stage", "Move", rules.may_move, _move, "Moved.", MoveForm),
    "win": Verb(
        "Won",
        "It is won",
        rules.may_close,
        _plainly(actions.win_opportunity, "closed_on", "amount", "competitor", "reason"),
        "Won. Well done!",
        WinForm,
        kind="success",
    ),
    "lose": Verb(
        "Lost",
        "It is lost",
        rules.may_close,
        _plainly(actions.lose_opportunity, "closed_on", "lost_reason", "competitor", "reason"),
        "Noted as lost.",
        LoseForm,
        kind="danger",
    ),
    "void": Verb(
        "Declare void",
        "Declare void",
        rules.may_close,
        _plainly(actions.void_opportunity, "closed_on", "reason"),
        "Declared void.",
        VoidForm,
        "For what never was an opportunity, such as a duplicate. It counts neither as won nor as lost.",
        "danger",
    ),
    "reopen": Verb(
        "Reopen",
        "Reopen",
        rules.may_reopen,
        _plainly(actions.reopen_opportunity, "reason"),
        "It is open again.",
        ReopenForm,
        "The journal keeps that it was closed.",
    ),
    "reassign": Verb("Reassign", "Reassign", rules.may_reassign, _reassign, "Handed over.", ReassignForm),
    "delete": Verb(
        "Delete",
        "Delete",
        rules.may_delete,
        _plainly(actions.delete_opportunity, "reason"),
        "Deleted. It can be restored.",
        VerbForm,
        "It leaves every list and every sum. Its history stays, and it can be restored.",
        "danger",
    ),
}


def verb(request: Request, pk: int, name: str) -> HttpResponse:
    """Ask what a verb needs to know, or do it."""
    if name not in VERBS:
        raise Http404
    asked = VERBS[name]
    opportunity = queries.opportunity(request.viewer, pk, seen=seen_version(request))
    form = asked.form(request, opportunity, request.POST or None)
    if (
        request.method == "POST"
        and form.notice
        and not set(form.fields) & set(request.POST) - {"stage", "reason"}
    ):
        return _draw(request, asked, name, opportunity, asked.form(request, opportunity), status=422)
    if request.method == "POST" and form.is_valid():
        try:
            asked.act(request, opportunity, {**form.cleaned_data, "changes": form.changes()})
        except RuleBroken as problem:
            form = _refused(request, asked, opportunity, form, problem)
        else:
            return done(request, opportunity, asked.said)
    return _draw(request, asked, name, opportunity, form)


def _refused(
    request: Request, asked: Verb, opportunity: Any, form: VerbForm, problem: RuleBroken
) -> VerbForm:
    """Show why not; a stage that needs more gets its fields to fill in."""
    new = asked.form(request, opportunity, request.POST)
    new.is_valid()
    if set(new.fields) == set(form.fields):
        new.refuse(problem)
    return new


def done(request: Request, opportunity: Any, sentence: str) -> HttpResponse:
    """Close the dialog and draw the record anew; without htmx, return to its page."""
    if is_fragment(request):
        return pages.closing_dialog(pages.toast(sentence), refresh="record-changed")
    messages.success(request, sentence)
    return pages.redirect_to(request, "opportunity", opportunity.pk)


def _draw(
    request: Request, asked: Verb, name: str, opportunity: Any, form: VerbForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "verb": asked,
        "name": name,
        "opportunity": opportunity,
        "form": form,
        "verdict": asked.rule(request.viewer, opportunity),
        "place": "opportunities",
    }
    block = "#dialog" if is_fragment(request) else ""
    return pages.render(request, f"pipeline/verb.html{block}", context, status=422 if form.errors else status)
