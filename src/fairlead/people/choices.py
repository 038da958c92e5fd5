"""Choices that people offers: what sorts of places there are."""

from django.db import models


class LocationKind(models.TextChoices):
    """What sort of place a location is."""

    REGION = "region", "Region"
    COUNTRY = "country", "Country"
    TERRITORY = "territory", "Territory"
    CITY = "city", "City"
    SITE = "site", "Site"
