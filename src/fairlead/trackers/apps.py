"""The trackers app."""

from django.apps import AppConfig


class TrackersConfig(AppConfig):
    """Saved views of rows."""

    name = "fairlead.trackers"
    verbose_name = "Trackers"
