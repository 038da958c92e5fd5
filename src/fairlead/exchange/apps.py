"""The exchange app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Files in and out."""

    name = "fairlead.exchange"
    verbose_name = "Import"
