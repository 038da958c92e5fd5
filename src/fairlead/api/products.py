"""Products: list, read, create, change, price."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fairlead.access import Viewer
from fairlead.api import lists
from fairlead.api.answers import answer, documented, given_in, resolved, viewer_of, write
from fairlead.api.changes import HistoryTold, history_of
from fairlead.api.shapes import Shape, json
from fairlead.api.values import (
    LEFT_OUT,
    Amount,
    AmountTold,
    Body,
    Currency,
    Day,
    DayTold,
    Filled60,
    Flag,
    Id,
    MomentTold,
    Reason,
    Text100,
    Title,
    Told,
    Version,
)
from fairlead.products import actions, columns, queries

router = Router(tags=["Products"])


class PriceTold(Told):
    """What one piece costs from a day on, until a later price in the same currency."""

    from_on: DayTold
    price: AmountTold
    cost: AmountTold | None
    currency: str


def _prices(product: Any) -> list[dict[str, Any]]:
    rows = sorted(product.prices.all(), key=lambda row: (row.from_on, row.currency), reverse=True)
    return [{n: json(getattr(row, n)) for n in ("from_on", "price", "cost", "currency")} for row in rows]


_TABLE = columns.PRODUCTS.restricted(frozenset(columns.PRODUCTS.names) - {"price"})
SHAPE = Shape(
    "Product",
    _TABLE,
    {
        "prices": (list[PriceTold], _prices),
        "deleted_at": (MomentTold | None, lambda product: product.deleted_at),
    },
)
DESCRIBED: Any = SHAPE.described
DESCRIBED_PAGE: Any = SHAPE.described_page


class NewProduct(Body):
    """A new product; prices are added to it afterwards."""

    code: Filled60
    name: Title
    category: Id | None = None
    is_active: Flag = LEFT_OUT
    external_id: Text100 = LEFT_OUT


class ProductChanges(Body):
    """What to change; what is left out stays. Others' edits of other fields since `version` are kept."""

    version: Version
    code: Filled60 = LEFT_OUT
    name: Title = LEFT_OUT
    category: Id | None = None
    is_active: Flag = LEFT_OUT
    external_id: Text100 = LEFT_OUT
    reason: Reason = ""


class NewPrice(Body):
    """A price from a day on."""

    from_on: Day
    price: Amount
    currency: Currency
    cost: Amount | None = None


@router.get("", response=documented(DESCRIBED_PAGE), openapi_extra=lists.parameters())
def list_products(request: HttpRequest) -> HttpResponse:
    """List the products, by the same query that the screens use; the catalogue is open to everybody."""
    viewer = viewer_of(request)
    return lists.listed(request, SHAPE, lambda as_of: queries.products(viewer, as_of=as_of))


@router.post("", response=documented(DESCRIBED, status=201))
def create_product(request: HttpRequest, body: NewProduct) -> HttpResponse:
    """Create a product."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        values = _values(viewer, given_in(body))
        new = actions.NewProduct(code=values.pop("code"), name=values.pop("name"), details=values)
        return _shown(viewer, actions.create_product(new, by=viewer, at=at).product_id)

    return write(request, body, run, status=201)


@router.get("/{int:pk}", response=documented(DESCRIBED))
def read_product(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a product with its prices; a deleted one has `deleted_at`."""
    return answer(_shown(viewer_of(request), pk))


@router.patch("/{int:pk}", response=documented(DESCRIBED))
def change_product(request: HttpRequest, pk: int, body: ProductChanges) -> HttpResponse:
    """Change fields; refused with the other's values (409) when somebody changed the same ones meanwhile."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        product = queries.product(viewer, pk, seen=body.version)
        changes = _values(viewer, given_in(body))
        actions.edit_product(product, changes=changes, by=viewer, at=at, reason=body.reason)
        return _shown(viewer, pk)

    return write(request, body, run)


@router.post("/{int:pk}/prices", response=documented(DESCRIBED))
def add_price(request: HttpRequest, pk: int, body: NewPrice) -> HttpResponse:
    """Add the price that holds from a day on."""
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        new = actions.NewPrice(from_on=body.from_on, price=body.price, currency=body.currency, cost=body.cost)
        actions.add_price(queries.product(viewer, pk), new=new, by=viewer, at=at)
        return _shown(viewer, pk)

    return write(request, body, run)


@router.get("/{int:pk}/history", response=documented(HistoryTold))
def read_product_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Read everything that happened to a product and its prices, newest first."""
    viewer = viewer_of(request)
    return answer(history_of(queries.product_history(viewer, queries.product(viewer, pk))))


def _shown(viewer: Viewer, pk: int) -> dict[str, Any]:
    return SHAPE.record(queries.product(viewer, pk))


def _values(viewer: Viewer, given: dict[str, Any]) -> dict[str, Any]:
    return resolved(given, {"category": lambda pk: queries.category(viewer, pk)})
