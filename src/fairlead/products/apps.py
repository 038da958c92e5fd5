"""The products app."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """The catalogue."""

    name = "fairlead.products"
    verbose_name = "Products"
