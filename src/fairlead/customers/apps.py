"""The customers app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Companies and contacts."""

    name = "fairlead.customers"
    verbose_name = "Customers"

    def ready(self) -> None:
        """Tell people and vocabulary, which stand below, what kinds of record there are here."""
        from . import registering  # noqa: PLC0415 -- the registry of models is filled now

        registering.register()
