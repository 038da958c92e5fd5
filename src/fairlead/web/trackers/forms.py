"""The forms around a saved view."""

from typing import TYPE_CHECKING

from django import forms as django_forms
from markupsafe import Markup

from fairlead.people import queries as people
from fairlead.web.shared import forms, icons
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.people.models import Person, Team
    from fairlead.trackers.models import SavedView

INDENT = "\u2007\u2007"
ICONS = (
    "table",
    "star",
    "target",
    "flag",
    "bolt",
    "clock",
    "calendar",
    "alert-triangle",
    "trophy",
    "circle-x",
    "users",
    "building-skyscraper",
)


class ViewForm(forms.Form):
    """A view's name and icon."""

    name = django_forms.CharField(max_length=80)
    icon = django_forms.ChoiceField(widget=django_forms.RadioSelect, initial="table")

    def __init__(self, request: Request, view: "SavedView | None" = None) -> None:
        initial = {"name": view.name, "icon": view.icon} if view else {"icon": "table"}
        super().__init__(request.POST or None, initial=initial)
        drawn = [(name, Markup("{}").format(icons.icon(name, name.replace("-", " ")))) for name in ICONS]
        self.fields["icon"].choices = drawn  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """With whom a view is shared, and whether they may change it."""

    person = django_forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    team = django_forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="or team")
    may_edit = django_forms.BooleanField(required=False, label="May change it")

    def __init__(self, request: Request) -> None:
        super().__init__(request.POST or None)
        self._viewer = request.viewer
        colleagues = (
            people.assignable(request.viewer).exclude(pk=request.viewer.person_id or 0).order_by("name")
        )
        self._choices("person", [(str(one.pk), one.name) for one in colleagues])
        teams = people.teams(request.viewer)
        self._choices("team", [(str(one.node.pk), f"{INDENT * one.depth}{one.node}") for one in teams])

    def _choices(self, name: str, offered: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "–"), *offered]  # type: ignore[attr-defined]

    def whom(self) -> "tuple[Person | None, Team | None]":
        """Return the person or the team that was chosen."""
        person, team = self.cleaned_data["person"], self.cleaned_data["team"]
        return (
            people.colleague(self._viewer, person) if person else None,
            people.team(self._viewer, team) if team else None,
        )
