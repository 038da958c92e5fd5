"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, teams, locations, supervision, shares and tokens."""

    name = "fairlead.people"
    verbose_name = "People"
