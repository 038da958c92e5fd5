"""The pipeline app."""

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    """Leads, opportunities, stages."""

    name = "fairlead.pipeline"
