"""The forms of products, prices and categories."""

from typing import TYPE_CHECKING, Any

from django import forms

from fairlead.products import queries
from fairlead.products.actions import NewPrice
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.shared.forms import Amount, Day, Form
from fairlead.web.shared.pages import Request

if TYPE_CHECKING:
    from fairlead.products.models import Category, Product, ProductPrice

INDENT = "\u2007\u2007"


class ProductForm(Form):
    """A product's fields."""

    code = forms.CharField(max_length=60)
    name = forms.CharField(max_length=200)
    category = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    external_id = forms.CharField(max_length=100, required=False, help_text="Its number in another system.")
    is_active = forms.BooleanField(required=False, label="Active", help_text="It is offered for new sales.")

    def __init__(self, request: Request, product: "Product | None" = None) -> None:
        self.viewer = request.viewer
        initial = {"is_active": True} if product is None else {
            "code": product.code, "name": product.name, "category": product.category_id,
            "external_id": product.external_id, "is_active": product.is_active,
        }  # fmt: skip
        super().__init__(request.POST or None, initial=initial)
        _plant(self, "category", request)

    def values(self) -> dict[str, Any]:
        """Return the fields as an action takes them."""
        return {**self.cleaned_data, "category": _category(self, self.cleaned_data["category"])}


class PriceForm(Form):
    """What one piece costs from a day on."""

    price = Amount(min_value=0)
    currency = forms.ChoiceField()
    cost = Amount(min_value=0, required=False, help_text="What one piece costs us, in the same currency.")
    from_on = Day(label="From day")

    def __init__(self, request: Request, price: "ProductPrice | None" = None) -> None:
        today = vocabulary.calendar().today(request.now)
        organisation = vocabulary.organisation()
        initial = {"from_on": today, "currency": organisation.base_currency} if price is None else {
            "price": price.price, "cost": price.cost, "currency": price.currency, "from_on": price.from_on,
        }  # fmt: skip
        super().__init__(request.POST or None, initial=initial)
        codes = [*vocabulary.currencies().values_list("code", flat=True)]
        kept = [price.currency] if price and price.currency not in codes else []
        self.fields["currency"].choices = [(code, code) for code in [*codes, *kept]]  # type: ignore[attr-defined]

    def value(self) -> NewPrice:
        """Return the price as an action takes it."""
        sent = self.cleaned_data
        return NewPrice(sent["from_on"], sent["price"], sent["currency"], sent["cost"])


class CategoryForm(Form):
    """A category's name and the one above it."""

    name = forms.CharField(max_length=120)
    parent = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label="Below")

    def __init__(self, request: Request, category: "Category | None" = None) -> None:
        self.viewer = request.viewer
        initial = {"name": category.name, "parent": category.parent_id} if category else None
        super().__init__(request.POST or None, initial=initial)
        _plant(self, "parent", request)

    def above(self) -> "Category | None":
        """Return the category above."""
        return _category(self, self.cleaned_data["parent"])


def _plant(form: Form, name: str, request: Request) -> None:
    """Offer the tree of categories, indented."""
    tree = queries.categories(request.viewer)
    branches = [(branch.category.pk, INDENT * branch.depth + branch.category.name) for branch in tree]
    form.fields[name].choices = [("", "–"), *branches]  # type: ignore[attr-defined]


def _category(form: Any, pk: int | None) -> "Category | None":
    return queries.category(form.viewer, pk) if pk else None
