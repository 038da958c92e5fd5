"""The columns of products, declared once for screen, totals, export, import and API."""

from typing import Any

from django.db.models import QuerySet

from fairlead.kit.tables import MOMENT, MONEY, RELATION, TEXT, YES_NO, Column, Options, Table

from .models import Category, Product


def _categories(_viewer: Any) -> QuerySet[Category]:
    return Category.objects.order_by("name", "pk")


def _products(_viewer: Any) -> QuerySet[Product]:
    return Product.objects.active().order_by("search", "pk")


CATEGORY_OPTIONS = Options(rows=_categories)
PRODUCT_OPTIONS = Options(rows=_products, many=True)

PRODUCTS = Table(
    "product",
    Product,
    (
        Column("code", "Code", TEXT, link="record"),
        Column("name", "Name", TEXT, link="record", sort="search"),
        Column("category", "Category", RELATION, options=CATEGORY_OPTIONS, is_tree=True),
        Column(
            "price",
            "Price",
            MONEY,
            path="current_price",
            currency="current_currency",
            sortable=False,
            filterable=False,
            is_summed=False,
            help="The latest price that holds today.",
        ),
        Column("is_active", "Active", YES_NO),
        Column("external_id", "External id", TEXT),
        Column("external_system", "External system", TEXT),
        Column("created_at", "Created", MOMENT),
    ),
    default_columns=("code", "name", "category", "price", "is_active"),
    default_sort=("name",),
    title="Products",
)
"""``price`` reads what ``queries.products(viewer, on=day)`` adds to each row."""
