"""Tell Django about the app."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Hold the catalogue."""

    name = "fairlead.products"
    verbose_name = "Products"
