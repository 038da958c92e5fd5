"""Add, correct and withdraw the dated prices of a product."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.products import events, rules
from fairlead.products.models import Product, ProductPrice
from fairlead.vocabulary import queries as vocabulary


class CannotPrice(RuleBroken):
    """A price cannot be set like this."""


@dataclass(frozen=True, slots=True)
class NewPrice:
    """What one piece costs from a day on, and what it costs us."""

    from_on: date
    price: Decimal
    currency: str
    cost: Decimal | None = None


@action("product.priced", rule=rules.may_edit, verb="set the price of")
def add_price(product: Product, *, new: NewPrice, by: Viewer, at: datetime) -> events.ProductPriced:
    """Set the price of a product from a day on; earlier prices stay as they are.

    :raises CannotPrice: for a currency that is not in use.
    :raises kit.validation.Invalid: when there is a price from that day on already.
    """
    _refuse_unknown_currency(new.currency)
    price = ProductPrice(
        product=product, from_on=new.from_on, price=new.price, cost=new.cost, currency=new.currency
    )
    validation.save(price)
    return events.ProductPriced(product.pk, price.currency)


@action("product.price_corrected", rule=rules.may_maintain, verb="corrected the price of")
def correct_price(
    price: ProductPrice, *, to: NewPrice, by: Viewer, at: datetime, reason: str = ""
) -> events.ProductPriced | None:
    """Correct a price that was entered wrongly.

    :raises kit.validation.Invalid: when there is another price from that day on.
    """
    before = (price.from_on, price.price, price.cost, price.currency)
    if before == (to.from_on, to.price, to.cost, to.currency):
        return None
    if to.currency != price.currency:
        _refuse_unknown_currency(to.currency)
    price.from_on, price.price, price.cost, price.currency = to.from_on, to.price, to.cost, to.currency
    validation.save(price)
    return events.ProductPriced(price.product_id, price.currency)


@action("product.price_withdrawn", rule=rules.may_maintain, verb="withdrew a price of")
def withdraw_price(
    price: ProductPrice, *, by: Viewer, at: datetime, reason: str = ""
) -> events.ProductPriced:
    """Take a price back, as if it had not been set; the history keeps it."""
    product_id, currency = price.product_id, price.currency
    price.delete()
    return events.ProductPriced(product_id, currency)


def _refuse_unknown_currency(code: str) -> None:
    if not vocabulary.currencies().filter(code=code).exists():
        problem = f"{code or 'This'} is no currency in use here."
        raise CannotPrice(problem, fields={"currency": problem})
