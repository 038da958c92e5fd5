"""Name what this app stores."""

from fairlead.products.models.category import Category
from fairlead.products.models.price import ProductPrice
from fairlead.products.models.product import Product

__all__ = ["Category", "Product", "ProductPrice"]
