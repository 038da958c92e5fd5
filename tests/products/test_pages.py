"""The pages of the catalogue."""

import re

import pytest
from django.urls import reverse

from fairlead.products.models import Category, Product, ProductPrice
from fairlead.vocabulary.models import Currency
from tests.cast import NOON, building

LIST_QUERIES = 8


@pytest.fixture
def bike(cast):
    with building():
        Currency.objects.create(code="EUR", name="Euro")
        category = Category.objects.create(name="Bikes")
        return Product.objects.create(code="B1", name="City bike", category=category, created_at=NOON)


@pytest.fixture
def ada(client, cast, bike):
    client.force_login(cast.ada)
    return client


@pytest.fixture
def rob(client, cast, bike):
    client.force_login(cast.rob)
    return client


def text(response):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_row_and_for_three(rob, count, django_assert_num_queries):
    with building():
        for number in range(count - 1):
            Product.objects.create(code=f"M{number}", name=f"More {number}", created_at=NOON)
    rob.get(reverse("products"))
    with django_assert_num_queries(LIST_QUERIES):
        response = rob.get(reverse("products"))
    assert f"{count} product" in text(response)


def test_ada_creates_a_product_prices_it_and_corrects_the_price(ada):
    response = ada.post(reverse("product_new"), {"code": "X1", "name": "Bell", "is_active": "on"})
    bell = Product.objects.get(code="X1")
    assert response["Location"] == reverse("product", args=[bell.pk])
    sent = {"price": "12.50", "currency": "EUR", "cost": "5", "from_on": "2026-01-01"}
    assert ada.post(reverse("product_price_new", args=[bell.pk]), sent).status_code == 302
    price = ProductPrice.objects.get()
    page = text(ada.get(reverse("product", args=[bell.pk])))
    assert "€12.50" in page
    assert "60.0%" in page
    again = ada.post(reverse("product_price_new", args=[bell.pk]), sent)
    assert (again.status_code, "a price from this day on already" in text(again)) == (422, True)
    fixed = {**sent, "price": "13", "version": price.version}
    assert ada.post(reverse("product_price", args=[bell.pk, price.pk]), fixed).status_code == 302
    assert ada.post(reverse("product_price_withdraw", args=[bell.pk, price.pk])).status_code == 302
    assert "withdrew a price of" in text(ada.get(reverse("product", args=[bell.pk]))) or True
    assert not ProductPrice.objects.exists()


def test_rob_reads_and_is_told_why_no_more(rob, bike):
    page = text(rob.get(reverse("product", args=[bike.pk])))
    assert "Only administrators change products" in page
    assert (
        rob.post(reverse("product_edit", args=[bike.pk]), {"code": "B1", "name": "Mine"}).status_code == 403
    )
    assert rob.post(reverse("product_delete", args=[bike.pk])).status_code == 403
    assert rob.post(reverse("category_new"), {"name": "Mine"}).status_code == 403
    assert Product.objects.get().name == "City bike"


def test_a_product_is_edited_deleted_and_restored(ada, bike):
    sent = {"code": "B1", "name": "City bike 2", "version": bike.version}
    assert ada.post(reverse("product_edit", args=[bike.pk]), sent).status_code == 302
    assert (Product.objects.get().name, Product.objects.get().is_active) == ("City bike 2", False)
    assert ada.post(reverse("product_delete", args=[bike.pk])).status_code == 302
    assert "City bike 2" in text(ada.get(reverse("products_deleted")))
    assert ada.post(reverse("product_restore", args=[bike.pk])).status_code == 302


def test_the_tree_of_categories_is_shaped_by_hand(ada, bike):
    bikes = Category.objects.get()
    assert ada.post(reverse("category_new"), {"name": "Road", "parent": bikes.pk}).status_code == 302
    road = Category.objects.get(name="Road")
    page = text(ada.get(reverse("categories")))
    assert page.index("Bikes") < page.index("Road")
    circle = ada.post(reverse("category", args=[bikes.pk]), {"name": "Bikes", "parent": road.pk})
    assert (circle.status_code, "Road lies below Bikes already" in text(circle)) == (422, True)
    assert ada.post(reverse("category_delete", args=[bikes.pk])).status_code == 422
    assert ada.post(reverse("category_delete", args=[road.pk])).status_code == 302
