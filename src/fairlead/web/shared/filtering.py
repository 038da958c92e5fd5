"""Set one filter of a list: which column, how it is asked, with what; then back to the list with it."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse

from fairlead.access import Viewer
from fairlead.kit import tables
from fairlead.kit.periods import PERIOD_NAMES
from fairlead.kit.tables import AnyOf, BadQuery, Column, Condition, Query, Ref
from fairlead.kit.tables.columntypes import NUMERIC, TEMPORAL, WORDS
from fairlead.web.shared import forms, pages
from fairlead.web.shared.declared import Declared
from fairlead.web.shared.listed import Screen
from fairlead.web.shared.pages import Request
from fairlead.web.shared.requests import is_fragment

NEAR_DAYS = (
    ("today", "today"),
    ("tomorrow", "tomorrow"),
    ("yesterday", "yesterday"),
    ("today+7", "in 7 days"),
    ("today+30", "in 30 days"),
    ("today+90", "in 90 days"),
    ("today-7", "7 days ago"),
    ("today-30", "30 days ago"),
    ("today-90", "90 days ago"),
    ("today-365", "a year ago"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """What the little form shows: the column, what can be asked, what is chosen, what is wrong."""

    listing: Declared
    column: Column
    query: str
    branch: str
    view: str | None
    condition: Condition
    choices: list[Ref]
    problem: str = ""

    @property
    def operators(self) -> list[tuple[str, str]]:
        """Return what can be asked of the column, in words."""
        return [(name, WORDS[name]) for name in self.column.operators]

    @property
    def kind(self) -> str:
        """Return which controls the values are given with."""
        if self.column.type in NUMERIC:
            return "number"
        if self.column.type in TEMPORAL:
            return "time"
        if self.column.options is not None:
            return "many" if self.column.options.many else "choice"
        return "yes_no" if self.column.type == "yes_no" else "text"

    @property
    def near_days(self) -> tuple[tuple[str, str], ...]:
        """Return the days that move along with today."""
        return NEAR_DAYS

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the names of periods that a menu offers."""
        return PERIOD_NAMES

    def value(self, number: int) -> str:
        """Return a value that is set already."""
        return self.condition.values[number] if number < len(self.condition.values) else ""


def edit(request: Request, listing: Declared) -> HttpResponse:
    """Show the form for one filter, or return to the list with it."""
    query = tables.parse(request.GET.get("query", ""), listing.table)
    branch = request.GET.get("branch", "")
    before = _branch(query, branch)
    column = listing.table.column(
        request.GET.get("column") or (before.column if before else ""), parameter="where"
    )
    kept, view = tables.encode(query, listing.table), request.GET.get("view")
    step = Step(listing, column, kept, branch, view, before or _usual(column), [])
    if "operator" not in request.GET:
        return _form(request, step)
    asked = Condition(column.name, request.GET["operator"], ())
    try:
        asked = replace(asked, values=_values(request, step))
        changed = _with(query, asked, branch, listing)
        return pages.redirect_to(request, Screen.address_of(listing, changed, view=view))
    except BadQuery as problem:
        return _form(request, replace(step, condition=asked, problem=problem.reason), status=422)


def choices(request: Request, column: str, listing: Declared) -> HttpResponse:
    """Answer the picker of a column whose values are too many to list."""
    options = listing.table.column(column, parameter="where").options
    found = options.suggested(request.viewer, request.GET.get("q", "").strip()) if options else []
    return forms.choices([(ref.key, ref.label, "") for ref in found])


def _form(request: Request, step: Step, status: int = 200) -> HttpResponse:
    step = replace(step, choices=_choices(step, request.viewer))
    block = "dialog" if request.headers.get("HX-Target") == "dialog-body" else "step"
    page = f"shared/filtering.html#{block}" if is_fragment(request) else "shared/filtering.html"
    place = step.listing.place or step.listing.name
    return pages.render(request, page, {"step": step, "place": place, "back": _back(step)}, status=status)


def _back(step: Step) -> str:
    query = tables.parse(step.query, step.listing.table)
    return Screen.address_of(step.listing, query, view=step.view)


def _choices(step: Step, viewer: Viewer) -> list[Ref]:
    """Return what to tick: all options, or of very many those that are chosen already."""
    options = step.column.options
    if options is None:
        return []
    if not options.many:
        me = [Ref("@me", "Me")] if step.column.type == "person" else []
        return me + options.listed(viewer)
    labels = options.labels(viewer, step.condition.values)
    return [Ref(key, label) for key, label in labels.items()]


def _branch(query: Query, branch: str) -> Condition | None:
    if not branch.isdecimal() or int(branch) >= len(query.where):
        return None
    return query.where[int(branch)].conditions[0]


def _usual(column: Column) -> Condition:
    usual = {"money": "gte", "number": "gte", "percent": "gte", "date": "period", "moment": "period"}
    return Condition(column.name, usual.get(column.type.value, column.operators[0]), ())


def _values(request: Request, step: Step) -> tuple[str, ...]:
    """Return the values as the query writes them: plain numbers, ISO days, keys."""
    operator = request.GET["operator"]
    if operator in ("empty", "filled"):
        return ()
    given = [value.strip() for value in request.GET.getlist("value") if value.strip()]
    if step.kind == "number":
        return tuple(_number(value) for value in given)
    return tuple(dict.fromkeys(given))


def _number(text: str) -> str:
    try:
        return format(forms.Amount().to_python(text) or 0, "f")
    except ValidationError as problem:
        raise BadQuery("where", text, " ".join(problem.messages)) from None


def _with(query: Query, condition: Condition, branch: str, listing: Declared) -> Query:
    """Return the query with the condition added, or in the place of one; checked as an address is."""
    if _branch(query, branch) is None:
        changed = query.with_condition(condition)
    else:
        where: list[Any] = list(query.where)
        where[int(branch)] = AnyOf((condition, *where[int(branch)].conditions[1:]))
        changed = replace(query, where=tuple(where))
    return tables.parse(tables.encode(changed), listing.table)
