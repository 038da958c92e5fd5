"""What belongs to an opportunity, each edited in a dialog: lines, contacts, split, shares."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse

from fairlead.access import OutOfReach, Verdict
from fairlead.customers import queries as customers
from fairlead.kit.errors import RuleBroken
from fairlead.people import actions as people_actions
from fairlead.people import queries as people
from fairlead.people import rules as people_rules
from fairlead.pipeline import actions, queries, rules
from fairlead.products import queries as products
from fairlead.web.pipeline.verbs import done
from fairlead.web.shared import forms, pages
from fairlead.web.shared.pages import Request
from fairlead.web.shared.requests import is_fragment


@dataclass(frozen=True, slots=True)
class Cell:
    """One control of a row: a picker where it has a source."""

    name: str
    label: str
    value: str = ""
    shown: str = ""
    source: str = ""
    number: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """A small table in a dialog."""

    title: str
    note: str
    kind: str
    rows: Sequence[Sequence[Cell]]
    blank: Sequence[Cell]
    verdict: Verdict
    problem: str = ""
    options: Sequence[tuple[str, str, bool]] = field(default=())


def lines(request: Request, pk: int) -> HttpResponse:
    """Ask for the products it is about, or set them."""
    opportunity = queries.opportunity(request.viewer, pk)

    def save() -> None:
        wanted = [
            _line(request, row)
            for row in _sent(request, "id", "product", "quantity", "unit_price", "discount")
            if row[1]
        ]
        actions.set_lines(
            opportunity,
            lines=wanted,
            sets_amount="sets_amount" in request.POST,
            by=request.viewer,
            at=request.now,
        )

    rows = [_line_cells(line) for line in queries.with_parts(opportunity)[0]]
    shown = Rows(
        "Products",
        f"Prices in {opportunity.currency}.",
        "lines",
        rows or [_line_cells()],
        _line_cells(),
        rules.may_edit(request.viewer, opportunity),
        options=(("sets_amount", "Their sum becomes the amount", True),),
    )
    return _answer(request, opportunity, shown, save, "The lines are set.")


def contacts(request: Request, pk: int) -> HttpResponse:
    """Ask who has a part in the decision, or set it."""
    opportunity = queries.opportunity(request.viewer, pk)

    def save() -> None:
        sent = [(_id(who), part) for who, part in _sent(request, "contact", "part") if who]
        known = {link.contact_id: link.contact for link in queries.with_parts(opportunity)[2]}
        parts = {
            known.get(who) or customers.contact(request.viewer, who): part.strip()[:60] for who, part in sent
        }
        actions.set_contacts(opportunity, parts=parts, by=request.viewer, at=request.now)

    def cells(pk: Any = "", name: str = "", part: str = "") -> list[Cell]:
        return [
            Cell("contact", "Person", str(pk), name, "pipeline_contacts"),
            Cell("part", "Part in it", part, number=False),
        ]

    rows = [
        cells(link.contact_id, link.contact.name, link.part) for link in queries.with_parts(opportunity)[2]
    ]
    shown = Rows(
        "Contacts",
        "Who decides, recommends, uses.",
        "contacts",
        rows or [cells()],
        cells(),
        rules.may_work_on(request.viewer, opportunity),
    )
    return _answer(request, opportunity, shown, save, "The contacts are set.")


def split(request: Request, pk: int) -> HttpResponse:
    """Ask for each person's share, or set the shares."""
    opportunity = queries.opportunity(request.viewer, pk)

    def save() -> None:
        sent = [(_id(who), _number(share)) for who, share in _sent(request, "person", "share") if who]
        if len({who for who, _share in sent}) < len(sent):
            raise RuleBroken("Name each person once.")
        shares = {people.colleague(request.viewer, who): share for who, share in sent}
        actions.split_opportunity(opportunity, shares=shares, by=request.viewer, at=request.now)

    def cells(pk: Any = "", name: str = "", share: Any = "") -> list[Cell]:
        return [
            Cell("person", "Person", str(pk), name, "people_suggest"),
            Cell("share", "Share in %", _written(share)),
        ]

    now = [cells(one.person_id, one.person.name, one.share) for one in queries.with_parts(opportunity)[1]]
    shown = Rows(
        "Split among people",
        "The shares sum to 100 %. Without any it is its owner's alone.",
        "split",
        now or [cells(opportunity.owner_id, opportunity.owner.name, Decimal(100)), cells()],
        cells(),
        rules.may_split(request.viewer, opportunity),
    )
    return _answer(request, opportunity, shown, save, "The split is set.")


def share(request: Request, pk: int) -> HttpResponse:
    """Ask with whom it is to be shared; lend it, or end that."""
    opportunity = queries.opportunity(request.viewer, pk)
    problem = ""
    if request.method == "POST":
        try:
            _share(request, opportunity)
        except (RuleBroken, OutOfReach) as refused:
            problem = str(refused)
        else:
            return done(request, opportunity, "Sharing is set.")
    context = {
        "opportunity": opportunity,
        "shares": people.shares_of(request.viewer, opportunity),
        "teams": people.teams(request.viewer),
        "verdict": people_rules.may_share(request.viewer, opportunity),
        "problem": problem,
        "place": "opportunities",
    }
    block = "#dialog" if is_fragment(request) else ""
    return pages.render(request, f"pipeline/share.html{block}", context, status=422 if problem else 200)


def _share(request: Request, opportunity: Any) -> None:
    sent, by, at = request.POST, request.viewer, request.now
    for kept in people.shares_of(request.viewer, opportunity):
        if str(kept.pk) in sent.getlist("end"):
            people_actions.unshare(opportunity, person=kept.person, team=kept.team, by=by, at=at)
    if sent.get("person", "").isdecimal():
        person = people.colleague(request.viewer, int(sent["person"]))
        people_actions.share(opportunity, person=person, by=by, at=at)
    if sent.get("team", "").isdecimal():
        people_actions.share(opportunity, team=people.team(request.viewer, int(sent["team"])), by=by, at=at)


def _answer(
    request: Request, opportunity: Any, shown: Rows, save: Callable[[], None], said: str
) -> HttpResponse:
    """Show the rows, or save what was sent; what a rule forbids is told above what was typed."""
    problem = ""
    if request.method == "POST":
        try:
            save()
        except (RuleBroken, OutOfReach) as refused:
            problem = str(refused)
        else:
            return done(request, opportunity, said)
    context = {"rows": shown, "opportunity": opportunity, "problem": problem, "place": "opportunities"}
    block = "#dialog" if is_fragment(request) else ""
    if problem:
        toast = pages.toast(problem, "danger")
        toast.status_code = 422
        if is_fragment(request):
            toast.headers["HX-Reswap"] = "none"
            return toast
    return pages.render(request, f"pipeline/rows.html{block}", context, status=422 if problem else 200)


def _sent(request: Request, *names: str) -> list[tuple[str, ...]]:
    return list(zip(*(request.POST.getlist(name) for name in names), strict=False))


def _line(request: Request, sent: tuple[str, ...]) -> actions.Line:
    pk, product, quantity, price, discount = sent
    return actions.Line(
        product=products.product(request.viewer, _id(product)),
        quantity=_number(quantity or "1"),
        unit_price=_number(price),
        discount=_number(discount or "0"),
        id=int(pk) if pk.isdecimal() else None,
    )


def _line_cells(line: Any = None) -> list[Cell]:
    """Return the controls of a line, or of one to be added."""
    product, name = (str(line.product_id), line.product.name) if line else ("", "")
    quantity, price, discount = (line.quantity, line.unit_price, line.discount) if line else (1, "", 0)
    return [
        Cell("product", "Product", product, name, "pipeline_products"),
        Cell("quantity", "Quantity", _written(quantity)),
        Cell("unit_price", "Price", _written(price)),
        Cell("discount", "Less %", _written(discount)),
        Cell("id", "", str(line.pk) if line else ""),
    ]


def _id(text: str) -> int:
    if not text.isdecimal():
        raise RuleBroken("Choose one from the list.")
    return int(text)


def _number(text: str) -> Decimal:
    try:
        number = forms.Amount().clean(text)
    except ValidationError as problem:
        raise RuleBroken(" ".join(problem.messages)) from None
    return Decimal(number)


def _written(value: Any) -> str:
    return str(forms.Amount().prepare_value(value.normalize())) if isinstance(value, Decimal) else str(value)
