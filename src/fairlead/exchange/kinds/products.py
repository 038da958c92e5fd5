"""Products with their prices, as files bring them."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from fairlead.exchange.reading import Kind as CellKind
from fairlead.kit.money import Money
from fairlead.products import rules
from fairlead.products.models import Product, ProductPrice

from .currencies import currency_code
from .kind import CREATED_AT, EXTERNAL_ID, EXTERNAL_SYSTEM, Context, Field, Kind, reference, text


def _complete(product: Any, _given: frozenset[str], context: Context) -> Mapping[str, str]:
    if product.pk is None:
        product.code = product.code or product.external_id
        product.created_at = product.created_at or context.at
    return {} if product.code else {"code": "A product has a code."}


def _prices(product: Any, extras: Mapping[str, Any], context: Context) -> Iterable[models.Model]:
    """Return the price that the file sets, unless the product has it already."""
    price, cost = extras.get("price"), extras.get("cost")
    if price is None:
        return []
    currency = extras.get("currency") or price.currency or context.base_currency
    from_on = extras.get("price_from") or context.today
    known = context.known("prices", _known_prices)
    before: ProductPrice | None = known.get((product.pk, currency, extras.get("price_from")))
    amounts = (price.amount, cost.amount if isinstance(cost, Money) else None)
    if before is not None and (before.price, before.cost) == (amounts[0], amounts[1] or before.cost):
        return []
    is_same_day = before is not None and before.from_on == from_on
    new = copy.copy(before) if before and is_same_day else ProductPrice(currency=currency, from_on=from_on)
    new.product_id, new.price, new.cost = product.pk, amounts[0], amounts[1] or new.cost
    return [new]


def _known_prices() -> dict[tuple[int, str, Any], ProductPrice]:
    """Return prices by day, and under no day the latest of each product and currency."""
    known: dict[tuple[int, str, Any], ProductPrice] = {}
    for price in ProductPrice.objects.order_by("from_on"):
        known[price.product_id, price.currency, price.from_on] = price
        known[price.product_id, price.currency, None] = price
    return known


PRODUCTS = Kind(
    "products",
    "Products",
    "product",
    Product,
    (
        text("name", "Name", "product", "product name", "item", "article", "description", required=True),
        text("code", "Code", "sku", "product code", "item number", "article number", "product number"),
        reference(
            "category", "Category", "category", "product category", "group", "family", "product family"
        ),
        Field("is_active", "Active", CellKind.YES_NO, ("active", "enabled", "for sale"), "is_active"),
        Field("price", "Price", CellKind.MONEY, ("list price", "unit price", "sales price", "rate")),
        Field("cost", "Cost", CellKind.MONEY, ("standard cost", "unit cost", "purchase price")),
        Field("currency", "Currency", synonyms=("currency code",), parse=currency_code),
        Field("price_from", "Price from", CellKind.DATE, ("valid from", "price date", "start date")),
        EXTERNAL_ID,
        EXTERNAL_SYSTEM,
        CREATED_AT,
    ),
    keys=(("external_id",), ("code",), ("name",)),
    uniques=("external_id", "code"),
    lookups=("product",),
    goes_by=("code", "name"),
    called=("items", "articles", "catalogue"),
    existing=lambda _viewer: Product.objects.filter(deleted_at=None),
    may_create=rules.may_maintain,
    may_change=rules.may_maintain,
    complete=_complete,
    parts=_prices,
)
