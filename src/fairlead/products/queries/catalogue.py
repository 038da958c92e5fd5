"""Products with the price that holds now."""

from datetime import date, datetime

from django.db.models import QuerySet

from fairlead import journal
from fairlead.access import OutOfReach, Viewer
from fairlead.products.models import Product, ProductPrice
from fairlead.vocabulary import queries as vocabulary


def products(
    viewer: Viewer, *, on: date | None = None, as_of: datetime | None = None, deleted: bool = False
) -> QuerySet[Product]:
    """Return the products, or those that were deleted; with ``on``, each with its price of that day.

    The price stands in ``current_price`` and ``current_currency``: the latest one that holds on the day.
    """
    del viewer  # the catalogue is open to everybody who is signed in
    rows = Product.objects.exclude(deleted_at=None) if deleted else Product.objects.existing()
    if on is not None:
        rows = rows.with_price_on(on)
    return journal.as_of(rows, as_of) if as_of else rows


def priced(
    viewer: Viewer, *, as_of: datetime | None, now: datetime, deleted: bool = False
) -> QuerySet[Product]:
    """Return the products, each with its price of the organisation's day: today, or that of ``as_of``."""
    day = vocabulary.calendar().today(as_of or now)
    return products(viewer, on=day, as_of=as_of, deleted=deleted)


def product(viewer: Viewer, pk: int, *, seen: int | None = None, as_of: datetime | None = None) -> Product:
    """Return one product with its category; a deleted one too, so that it can be restored.

    :param seen: the version that the caller last saw, for an action to compare.
    :raises OutOfReach: when there is none with this id.
    """
    del viewer
    rows: QuerySet[Product] = Product.objects.select_related("category__parent")
    if as_of:
        rows = journal.as_of(rows, as_of)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such product.")
    if seen is not None:
        found.version = seen
    return found


def prices(viewer: Viewer, product: Product, *, as_of: datetime | None = None) -> QuerySet[ProductPrice]:
    """Return the prices of a product, the latest first."""
    del viewer
    rows = ProductPrice.objects.filter(product=product.pk).order_by("-from_on", "currency")
    return journal.as_of(rows, as_of) if as_of else rows


def product_history(viewer: Viewer, product: Product) -> list[journal.Change]:
    """Return what happened to a product and its prices, newest first."""
    del viewer
    return journal.history(product, (ProductPrice, "product"))
