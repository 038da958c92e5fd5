"""Choices that the vocabulary offers: which lists there are, and the colours of badges."""

from django.db import models


class ReferenceList(models.TextChoices):
    """The lists an organisation keeps."""

    INDUSTRY = "industry", "Industries"
    COMPANY_TYPE = "company_type", "Company types"
    SOURCE = "source", "Sources"
    LOST_REASON = "lost_reason", "Lost reasons"
    COMPETITOR = "competitor", "Competitors"
    LEAD_STATUS = "lead_status", "Lead statuses"
    RATING = "rating", "Ratings"


class Colour(models.TextChoices):
    """The palette of badges and stages; each name is a class of the style sheet, readable light and dark."""

    NONE = "", "None"
    BLUE = "blue", "Blue"
    AZURE = "azure", "Azure"
    INDIGO = "indigo", "Indigo"
    PURPLE = "purple", "Purple"
    PINK = "pink", "Pink"
    RED = "red", "Red"
    ORANGE = "orange", "Orange"
    YELLOW = "yellow", "Yellow"
    LIME = "lime", "Lime"
    GREEN = "green", "Green"
    TEAL = "teal", "Teal"
    CYAN = "cyan", "Cyan"
