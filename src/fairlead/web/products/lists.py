"""The lists of products: those there are, and those that were deleted."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from fairlead.access import Viewer
from fairlead.products import columns, queries
from fairlead.web.shared import frame
from fairlead.web.shared.listing import Listing, Preset


def _rows(viewer: Viewer, as_of: datetime | None, *, deleted: bool = False) -> QuerySet[Any]:
    """Return the products with the price of the day that the list shows."""
    return queries.priced(viewer, as_of=as_of, now=frame.current().now, deleted=deleted)


PRODUCTS = Listing(
    name="products",
    table=columns.PRODUCTS,
    rows=_rows,
    nouns=("product", "products"),
    keeps_views=True,
    record="product",
    create="product_new",
    create_label="New product",
    presets=(
        Preset("All"),
        Preset("Active", "where=is_active.is:yes"),
        Preset("Inactive", "where=is_active.is:no"),
        Preset("Without a category", "where=category.empty"),
    ),
    empty=("No products yet", "Bring the price list you have, or start with one."),
    hint="Administrators keep the catalogue.",
    links=(("Categories", "categories", "category-2"), ("Deleted products", "products_deleted", "trash")),
)
DELETED = Listing(
    name="products_deleted",
    table=columns.PRODUCTS,
    rows=lambda viewer, as_of: _rows(viewer, as_of, deleted=True),
    nouns=("deleted product", "deleted products"),
    record="product",
    title="Deleted products",
    place="products",
    empty=("Nothing is deleted", "What an administrator deletes waits here and can be restored."),
)
