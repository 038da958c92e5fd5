"""The parts of an opportunity, each set as a whole: what it is about, its split, who has a say in it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from fairlead.access import Viewer
from fairlead.api import lists
from fairlead.api.answers import answer, documented, related, viewer_of, write
from fairlead.api.opportunity_shape import SHAPE
from fairlead.api.shapes import Named, json, named
from fairlead.api.values import (
    Amount,
    AmountTold,
    Body,
    Flag,
    Id,
    Percent,
    PercentTold,
    Reason,
    Told,
    Version,
    text,
)
from fairlead.customers import queries as customers
from fairlead.kit.errors import RuleBroken
from fairlead.people import queries as people
from fairlead.pipeline import actions, queries
from fairlead.products import queries as products

MOST = 500

router = Router(tags=["Opportunities"])


class LineTold(Told):
    """A product with quantity, price and discount in the opportunity's currency, and what that comes to."""

    id: int
    product: Named
    quantity: AmountTold
    unit_price: AmountTold
    discount: PercentTold
    total: AmountTold


class ShareTold(Told):
    """A person's share in percent."""

    person: Named
    share: PercentTold


class PartTold(Told):
    """A contact and the part that they have in the decision."""

    contact: Named
    part: str


class PartsTold(Told):
    """Everything that belongs to an opportunity, and the opportunity's version."""

    version: int
    amount: AmountTold | None
    currency: str
    lines: list[LineTold]
    splits: list[ShareTold]
    contacts: list[PartTold]


class Line(Body):
    """A line as it should be; an `id` keeps the line that it names."""

    product: Id
    quantity: Amount = Decimal(1)
    unit_price: Amount
    discount: Percent = Decimal(0)
    id: Id | None = None


class Lines(Body):
    """All lines, in order; those that are left out go."""

    version: Version | None = None
    lines: Annotated[list[Line], Field(max_length=MOST)]
    sets_amount: Flag = Field(True, description="Whether the amount becomes the sum of the lines.")


class Share(Body):
    """A person's share in percent."""

    person: Id
    share: Percent


class Splits(Body):
    """All shares, which sum to 100; none at all means that it is its owner's alone."""

    version: Version | None = None
    splits: Annotated[list[Share], Field(max_length=MOST)]
    reason: Reason = ""


class Part(Body):
    """A contact and the part that they have in the decision."""

    contact: Id
    part: text(60) = ""  # type: ignore[valid-type]


class Parts(Body):
    """All contacts; those that are left out go."""

    version: Version | None = None
    contacts: Annotated[list[Part], Field(max_length=MOST)]


@router.get("/{int:pk}/parts", response=documented(PartsTold), openapi_extra=lists.parameters("as_of"))
def read_parts(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the lines, the split and the contacts of an opportunity, now or as of a moment."""
    return answer(_shown(viewer_of(request), pk, as_of=lists.moment(request, SHAPE)))


@router.put("/{int:pk}/lines", response=documented(PartsTold))
def set_lines(request: HttpRequest, pk: int, body: Lines) -> HttpResponse:
    """Set what an opportunity is about."""

    def run(opportunity: Any, **who: Any) -> None:
        known = {line.pk for line in queries.with_parts(opportunity)[0]}
        if strange := [line.id for line in body.lines if line.id and line.id not in known]:
            raise RuleBroken(
                f"It has no line {strange[0]}.", fields={"lines": f"It has no line {strange[0]}."}
            )
        _each_once("lines", [line.id for line in body.lines if line.id])
        wanted = [_line(who["by"], line) for line in body.lines]
        actions.set_lines(opportunity, lines=wanted, sets_amount=body.sets_amount, **who)

    return _do(request, pk, body, run)


@router.put("/{int:pk}/splits", response=documented(PartsTold))
def set_splits(request: HttpRequest, pk: int, body: Splits) -> HttpResponse:
    """Share an opportunity out among persons."""

    def run(opportunity: Any, **who: Any) -> None:
        _each_once("splits", [one.person for one in body.splits])
        shares = {
            related("splits", lambda one=one: people.colleague(who["by"], one.person)): one.share  # type: ignore[misc]
            for one in body.splits
        }
        actions.split_opportunity(opportunity, shares=shares, reason=body.reason, **who)

    return _do(request, pk, body, run)


@router.put("/{int:pk}/contacts", response=documented(PartsTold))
def set_contacts(request: HttpRequest, pk: int, body: Parts) -> HttpResponse:
    """Set who has a part in the decision."""

    def run(opportunity: Any, **who: Any) -> None:
        _each_once("contacts", [one.contact for one in body.contacts])
        known = {link.contact_id: link.contact for link in queries.with_parts(opportunity)[2]}
        parts = {_contact(who["by"], one.contact, known): one.part.strip() for one in body.contacts}
        actions.set_contacts(opportunity, parts=parts, **who)

    return _do(request, pk, body, run)


def _do(request: HttpRequest, pk: int, body: Any, run: Callable[..., None]) -> HttpResponse:
    """Load with the viewer, call once, answer with the parts as they are now."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def done() -> dict[str, Any]:
        run(queries.opportunity(viewer, pk, seen=body.version), by=viewer, at=at)
        return _shown(viewer, pk)

    return write(request, body, done)


def _line(viewer: Viewer, line: Line) -> actions.Line:
    product = related("lines", lambda: products.product(viewer, line.product))
    return actions.Line(product, line.quantity, line.unit_price, line.discount, line.id)


def _contact(viewer: Viewer, pk: int, known: dict[int, Any]) -> Any:
    """Return a contact within reach; one that is named already stays, whoever can see it."""
    return known.get(pk) or related("contacts", lambda: customers.contact(viewer, pk))


def _each_once(field: str, ids: list[int]) -> None:
    if len(set(ids)) < len(ids):
        raise RuleBroken("Name each of them once.", fields={field: "Name each of them once."})


def _shown(viewer: Viewer, pk: int, *, as_of: Any = None) -> dict[str, Any]:
    opportunity = queries.opportunity(viewer, pk, as_of=as_of, bare=True)
    lines, splits, contacts = queries.with_parts(opportunity, as_of=as_of)
    return {
        "version": opportunity.version,
        "amount": json(opportunity.amount),
        "currency": opportunity.currency,
        "lines": [_line_told(line) for line in lines],
        "splits": [{"person": named(one.person), "share": json(one.share)} for one in splits],
        "contacts": [{"contact": named(one.contact), "part": one.part} for one in contacts],
    }


def _line_told(line: Any) -> dict[str, Any]:
    told = {"id": line.pk, "product": named(line.product)}
    return told | {
        name: json(getattr(line, name)) for name in ("quantity", "unit_price", "discount", "total")
    }
