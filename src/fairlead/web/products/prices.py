"""The dated prices of a product: add, correct, withdraw."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from fairlead.access import OutOfReach
from fairlead.products import actions, queries
from fairlead.web.products.forms import PriceForm
from fairlead.web.shared import forming
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.products.models import ProductPrice


def add(request: Request, pk: int) -> HttpResponse:
    """Set a price from a day on."""
    product = queries.product(request.viewer, pk)
    form = PriceForm(request)

    def save() -> HttpResponse:
        actions.add_price(product, new=form.value(), by=request.viewer, at=request.now)
        return forming.done(request, "The price is set.", "product", pk)

    note = "Earlier prices stay; sales made at them keep them."
    context = {"title": f"New price of {product}", "note": note, "button": "Set price", "place": "products"}
    return forming.show(request, form, save, {**context, "back": reverse("product", args=[pk])})


def correct(request: Request, pk: int, price: int) -> HttpResponse:
    """Correct a price that was entered wrongly."""
    found = _price(request, pk, price)
    if (seen := forming.seen(request)) is not None:
        found.version = seen
    form = PriceForm(request, found)

    def save() -> HttpResponse:
        actions.correct_price(found, to=form.value(), by=request.viewer, at=request.now)
        return forming.done(request, "The price is corrected.", "product", pk)

    context = {"title": "Correct a price", "record": found, "place": "products"}
    return forming.show(request, form, save, {**context, "back": reverse("product", args=[pk])})


@require_POST
def withdraw(request: Request, pk: int, price: int) -> HttpResponse:
    """Take a price back."""
    actions.withdraw_price(_price(request, pk, price), by=request.viewer, at=request.now)
    return forming.done(request, "The price is withdrawn.", "product", pk)


def _price(request: Request, pk: int, price: int) -> "ProductPrice":
    found = queries.prices(request.viewer, queries.product(request.viewer, pk)).filter(pk=price).first()
    if found is None:
        raise OutOfReach("There is no such price.")
    return found
