"""Changes of the catalogue: products, prices, categories."""

from .categories import CannotChangeCategory, NewCategory, create_category, delete_category, edit_category
from .prices import CannotPrice, NewPrice, add_price, correct_price, withdraw_price
from .products import (
    CannotEditProduct,
    NewProduct,
    create_product,
    delete_product,
    edit_product,
    restore_product,
)

__all__ = [
    "CannotChangeCategory",
    "CannotEditProduct",
    "CannotPrice",
    "NewCategory",
    "NewPrice",
    "NewProduct",
    "add_price",
    "correct_price",
    "create_category",
    "create_product",
    "delete_category",
    "delete_product",
    "edit_category",
    "edit_product",
    "restore_product",
    "withdraw_price",
]
