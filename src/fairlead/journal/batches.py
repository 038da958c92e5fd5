"""Start a batch: what follows in it can be taken back together."""

from datetime import datetime

from fairlead.access import Viewer

from .models import Batch


def start_batch(kind: str, label: str, *, by: Viewer, at: datetime, undo_of: Batch | None = None) -> Batch:
    """Open a batch; pass it to ``journal.source(batch=…)`` or ``journal.in_batch``."""
    return Batch.objects.create(
        kind=kind, label=label[:200], actor_id=by.person_id, started_at=at, undo_of=undo_of
    )
