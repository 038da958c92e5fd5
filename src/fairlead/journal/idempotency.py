"""A write that carries a key takes effect once, however often it arrives."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from fairlead.access import Viewer
from fairlead.kit.errors import RuleBroken

from .decorator import durable_transaction
from .models import IdempotencyKey


class KeyReused(RuleBroken):
    """The same key came with another request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the write was answered: an HTTP status and a JSON body, whichever door asked."""

    status: int
    body: Any
    repeated: bool = False


def once(viewer: Viewer, key: str, payload: Any, run: Callable[[], Answer], *, at: datetime) -> Answer:
    """Run a write and keep its answer, or return the answer it was given before.

    The key's row is written first and in the transaction of the effect, so two arrivals at the same time
    have one effect, and a crash leaves neither.

    :raises KeyReused: when the key came with a different payload before.
    """
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()
    try:
        with durable_transaction():
            row = _claim(viewer, key, digest, at)
            answer = run()
            row.status, row.body = answer.status, answer.body
            row.save(update_fields=["status", "body"])
            return answer
    except _Taken:
        return _given_before(viewer, key, digest)


class _Taken(Exception):
    """The key was used before."""


def _person(viewer: Viewer) -> int:
    if viewer.person_id is None:
        raise RuleBroken("Only a person's writes carry an idempotency key.")
    return viewer.person_id


def _claim(viewer: Viewer, key: str, digest: str, at: datetime) -> IdempotencyKey:
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(
                person_id=_person(viewer), key=key[:200], request_hash=digest, created_at=at
            )
    except IntegrityError as taken:
        raise _Taken from taken


def _given_before(viewer: Viewer, key: str, digest: str) -> Answer:
    row = IdempotencyKey.objects.get(person_id=_person(viewer), key=key[:200])
    if row.request_hash != digest:
        raise KeyReused(
            "This idempotency key was used for a different request. Use a new key for a new request."
        )
    return Answer(row.status, row.body, repeated=True)
