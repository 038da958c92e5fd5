"""Entries, batches, the outbox and idempotency keys."""

from .batch import Batch
from .entry import Entry
from .key import IdempotencyKey
from .outbox import OutboxEvent
from .taken import TakenVersion

__all__ = ["Batch", "Entry", "IdempotencyKey", "OutboxEvent", "TakenVersion"]
