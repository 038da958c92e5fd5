"""How far an import is, be it of one file or of several."""

from django.db import models


class State(models.TextChoices):
    """How far an import is."""

    MAPPING = "mapping", "To be mapped"
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked"
    LOADING = "loading", "Being loaded"
    LOADED = "loaded", "Loaded"
    FAILED = "failed", "Failed"
    UNDONE = "undone", "Undone"


BUSY = (State.CHECKING, State.LOADING)
