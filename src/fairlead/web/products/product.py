"""The page of a product, its forms and its verbs."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from fairlead.products import actions, columns, queries, rules
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.products.forms import ProductForm
from fairlead.web.shared import forming, forms, pages, told
from fairlead.web.shared.pages import Request
from fairlead.web.shared.past import by_day, moment_asked

if TYPE_CHECKING:
    from fairlead.products.models import Product

PARTS = {"productprice": "a price"}


@by_day
def show(request: Request, pk: int) -> HttpResponse:
    """Show a product with its prices, now or as it was at a moment."""
    as_of = moment_asked(request)
    product = queries.product(request.viewer, pk, as_of=as_of)
    today = vocabulary.calendar().today(request.now)
    prices = list(queries.prices(request.viewer, product, as_of=as_of))
    day = vocabulary.calendar().today(as_of or request.now)
    context = {
        "product": product,
        "prices": prices,
        "holding": _holding(prices, day),
        "day": day,
        "today": today,
        "history": told.tell(
            queries.product_history(request.viewer, product),
            "product",
            hide=frozenset({"product"}),
            parts=PARTS,
        ),
        "as_of": as_of,
        "place": "products",
        "may": {
            "edit": rules.may_edit(request.viewer, product),
            "restore": rules.may_restore(request.viewer, product),
        },
    }
    return pages.render(request, "products/product.html", context)


def add(request: Request) -> HttpResponse:
    """Create a product."""
    form = ProductForm(request)

    def save() -> HttpResponse:
        values = form.values()
        new = actions.NewProduct(values.pop("code"), values.pop("name"), values)
        event = actions.create_product(new, by=request.viewer, at=request.now)
        return forming.done(request, f"{new.name} was created. Give it a price.", "product", event.product_id)

    return forming.show(request, form, save, _form_context("New product", reverse("products"), "Create"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Change a product's fields."""
    product = queries.product(request.viewer, pk, seen=forming.seen(request))
    form = ProductForm(request, product)

    def save() -> HttpResponse:
        actions.edit_product(product, changes=form.values(), by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", "product", pk)

    context = _form_context(product.name, reverse("product", args=[pk]), "Save", product)
    return forming.show(request, form, save, context)


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Put a product aside."""
    product = queries.product(request.viewer, pk)
    actions.delete_product(product, by=request.viewer, at=request.now)
    return forming.done(request, f"{product} was deleted. It waits among the deleted products.", "products")


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    """Bring a deleted product back."""
    product = queries.product(request.viewer, pk)
    actions.restore_product(product, by=request.viewer, at=request.now)
    return forming.done(request, f"{product} is back.", "product", pk)


def suggest(request: Request) -> HttpResponse:
    """Offer active products by what was typed."""
    found = columns.PRODUCT_OPTIONS.suggested(request.viewer, request.GET.get("q", "").strip())
    return forms.choices((ref.key, ref.label, "") for ref in found)


def _holding(prices: list[Any], day: Any) -> set[int]:
    """Return the ids of the prices that hold on a day, one a currency."""
    holding: dict[str, int] = {}
    for price in prices:  # the latest first
        if price.from_on <= day:
            holding.setdefault(price.currency, price.pk)
    return set(holding.values())


def _form_context(title: str, back: str, button: str, record: "Product | None" = None) -> dict[str, Any]:
    trail = [("Products", reverse("products"))]
    return {
        "title": title,
        "back": back,
        "button": button,
        "record": record,
        "trail": trail if record is None else [*trail, (record.name, back)],
        "place": "products",
    }
