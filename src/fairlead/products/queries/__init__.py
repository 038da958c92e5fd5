"""Reads about products; the catalogue is the same for everybody who is signed in."""

from .catalogue import priced, prices, product, product_history, products
from .categories import CategoryBranch, categories, category

__all__ = [
    "CategoryBranch",
    "categories",
    "category",
    "priced",
    "prices",
    "product",
    "product_history",
    "products",
]
