"""From what happened to what has to be done: turn the journal's outbox into jobs, exactly once each."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from fairlead.journal.models import OutboxEvent
from fairlead.kit import queue

BATCH = 200
Reactions = Mapping[str, Sequence[str]]


def reactions() -> Reactions:
    """Return which jobs each kind of event asks for (config/reactions.py)."""
    found: Reactions = import_string(settings.REACTIONS)
    return found


def deliver(wanted: Reactions, *, at: datetime) -> int:
    """Ask for the jobs that waiting events call for; return how many events that were.

    Events are marked in the transaction that enqueues their jobs, so a crash neither loses nor doubles one.
    """
    waiting = OutboxEvent.objects.filter(delivered_at=None)
    if not waiting.exists():
        return 0
    with transaction.atomic():
        events = list(waiting.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
        for event in events:
            for name in wanted.get(event.name, ()):
                queue.enqueue(name, event_id=event.pk, event=event.payload)
        OutboxEvent.objects.filter(pk__in=[event.pk for event in events]).update(delivered_at=at)
    return len(events)
