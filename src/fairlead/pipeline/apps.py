"""The pipeline app."""

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    """Leads, opportunities, stages."""

    name = "fairlead.pipeline"

    def ready(self) -> None:
        """Make the pipeline's kinds known below."""
        from . import registering  # noqa: PLC0415 -- models are not ready before

        registering.register()
