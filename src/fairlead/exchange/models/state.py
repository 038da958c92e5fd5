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
    REVERTING = "reverting", "Being taken back"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"
    REDOING = "redoing", "Being redone"


BUSY = (State.CHECKING, State.LOADING, State.REVERTING, State.UNDOING, State.REDOING)
