"""The queue as a Django app."""

from django.apps import AppConfig


class QueueConfig(AppConfig):
    """Register the tables of the queue."""

    name = "fairlead.kit.queue"
    label = "queue"
    default_auto_field = "django.db.models.BigAutoField"
