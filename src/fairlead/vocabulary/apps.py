"""The vocabulary app."""

from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    """Reference lists, the organisation, its terms and its currencies."""

    name = "fairlead.vocabulary"
    verbose_name = "Vocabulary"
