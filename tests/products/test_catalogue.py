"""The catalogue: products with dated prices in a tree of categories."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from fairlead import journal
from fairlead.access import OutOfReach, Refused
from fairlead.kit import tables
from fairlead.kit.money import Money
from fairlead.kit.periods import Calendar
from fairlead.kit.tables import Context
from fairlead.kit.validation import Invalid
from fairlead.products import actions, columns, queries
from fairlead.products.models import Category, Product, ProductPrice
from fairlead.vocabulary.models import Currency
from tests.cast import NOON, building

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def catalogue(cast):
    with building():
        Currency.objects.create(code="EUR", name="Euro")
        Currency.objects.create(code="USD", name="Dollar")
        bikes = Category.objects.create(name="Bikes")
        Category.objects.create(name="Road", parent=bikes)
        Product.objects.create(
            code="R1", name="Racer", category=Category.objects.get(name="Road"), created_at=NOON
        )
    return cast


def racer():
    return Product.objects.get(code="R1")


def price(cast, from_on, amount, currency="EUR", cost=None):
    new = actions.NewPrice(date.fromisoformat(from_on), Decimal(amount), currency, cost and Decimal(cost))
    return actions.add_price(racer(), new=new, by=cast.viewer("ada"), at=LATER)


def test_a_price_holds_from_its_day_until_the_next_one(catalogue):
    price(catalogue, "2026-01-01", "100", cost="60")
    price(catalogue, "2026-03-01", "120")
    price(catalogue, "2026-02-01", "130", currency="USD")
    held = [
        racer().price_on(date.fromisoformat(day), "EUR") for day in ("2025-12-31", "2026-02-28", "2026-03-01")
    ]
    assert [found and found.price for found in held] == [None, Decimal("100.0000"), Decimal("120.0000")]
    assert held[1].margin == Decimal(40)
    assert racer().price_on(date(2026, 3, 1), "USD").price == Decimal("130.0000")


def test_the_list_shows_the_price_of_the_day_in_one_query(catalogue, django_assert_num_queries):
    price(catalogue, "2026-01-01", "100")
    price(catalogue, "2026-03-01", "120")
    price(catalogue, "2026-04-01", "140")
    query = tables.parse("", columns.PRODUCTS)
    rows = queries.products(catalogue.viewer("rob"), on=date(2026, 3, 2))
    with django_assert_num_queries(1):
        page = tables.page(query, columns.PRODUCTS, rows, Context(None, Calendar(), NOON))
        cells = [columns.PRODUCTS.column(name).value(page.rows[0]) for name in query.columns]
    assert cells[3] == Money(Decimal("120.0000"), "EUR")
    assert [str(cell) for cell in cells[:3]] == ["R1", "Racer", "Road"]


def test_one_day_has_one_price_a_currency(catalogue):
    price(catalogue, "2026-01-01", "100")
    with pytest.raises(Invalid, match="a price from this day on already"):
        price(catalogue, "2026-01-01", "90")
    with pytest.raises(Invalid, match="not negative"):
        price(catalogue, "2026-01-02", "-1")
    with pytest.raises(actions.CannotPrice, match="GBP is no currency in use"):
        price(catalogue, "2026-01-02", "1", currency="GBP")


def test_a_wrong_price_is_corrected_or_withdrawn_and_the_history_keeps_it(catalogue):
    price(catalogue, "2026-01-01", "1000")
    ada, held = catalogue.viewer("ada"), ProductPrice.objects.get()
    actions.correct_price(held, to=actions.NewPrice(held.from_on, Decimal(100), "EUR"), by=ada, at=LATER)
    actions.withdraw_price(ProductPrice.objects.get(), by=ada, at=LATER + timedelta(hours=1))
    told = queries.product_history(ada, racer())
    assert [change.action for change in told[:3]] == [
        "product.price_withdrawn",
        "product.price_corrected",
        "product.priced",
    ]
    then = queries.prices(ada, racer(), as_of=LATER + timedelta(minutes=1))
    assert [row.price for row in then] == [Decimal("100.0000")]


def test_only_administrators_change_the_catalogue_and_everybody_reads_it(catalogue):
    rob = catalogue.viewer("rob")
    assert [row.code for row in queries.products(rob)] == ["R1"]
    for change in (
        lambda: actions.create_product(actions.NewProduct("X", "X"), by=rob, at=LATER),
        lambda: actions.edit_product(racer(), changes={"name": "X"}, by=rob, at=LATER),
        lambda: actions.delete_product(racer(), by=rob, at=LATER),
        lambda: actions.create_category(actions.NewCategory("X"), by=rob, at=LATER),
    ):
        with pytest.raises(Refused, match="Only administrators"):
            change()
    assert Product.objects.count() == 1


def test_a_product_is_created_edited_deleted_and_restored(catalogue):
    ada = catalogue.viewer("ada")
    event = actions.create_product(actions.NewProduct(" B1 ", "Bell"), by=ada, at=LATER)
    bell = queries.product(ada, event.product_id)
    assert (bell.code, bell.is_active) == ("B1", True)
    actions.edit_product(bell, changes={"is_active": False}, by=ada, at=LATER)
    actions.delete_product(queries.product(ada, bell.pk), by=ada, at=LATER)
    assert bell not in queries.products(ada)
    actions.create_product(actions.NewProduct("B1", "Bell, new"), by=ada, at=LATER)
    with pytest.raises(Invalid, match="Another product has this code"):
        actions.restore_product(queries.product(ada, bell.pk), by=ada, at=LATER)
    with pytest.raises(OutOfReach):
        queries.product(ada, 0)


def test_the_tree_of_categories_has_no_circle_and_loses_no_product(catalogue):
    ada = catalogue.viewer("ada")
    bikes, road = Category.objects.get(name="Bikes"), Category.objects.get(name="Road")
    with pytest.raises(actions.CannotChangeCategory, match="Road lies below Bikes already"):
        actions.edit_category(bikes, name="Bikes", parent=road, by=ada, at=LATER)
    with pytest.raises(actions.CannotChangeCategory, match="still holds 1 products"):
        actions.delete_category(road, by=ada, at=LATER)
    with pytest.raises(Invalid, match="such a category already"):
        actions.create_category(actions.NewCategory("Bikes"), by=ada, at=LATER)
    actions.edit_category(road, name="Racing", parent=None, by=ada, at=LATER)
    tree = [(branch.path, branch.product_count) for branch in queries.categories(ada)]
    assert tree == [("Bikes", 0), ("Racing", 1)]


def test_products_below_a_category_are_found_with_it(catalogue):
    bikes = Category.objects.get(name="Bikes").pk
    query = tables.parse(f"where=category.under:{bikes}&columns=code", columns.PRODUCTS)
    rows = tables.compile_query(
        query, columns.PRODUCTS, queries.products(catalogue.viewer("rob")), Context(None, Calendar(), NOON)
    )
    assert [row.code for row in rows] == ["R1"]


def test_the_history_of_a_product_holds_its_prices(catalogue):
    price(catalogue, "2026-01-01", "100")
    assert {change.kind for change in journal.history(racer(), (ProductPrice, "product"))} == {
        "product",
        "productprice",
    }
