"""Load what was planned: whole or not at all, in one batch that can be taken back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.journal.decorator import durable_transaction
from fairlead.journal.models import Batch
from fairlead.kit.pacing import Pace
from fairlead.kit.sqlite import checkpoints

from . import rules
from .writing import CannotLoad, Loading, Step, Writing

CHUNK = 1_000

__all__ = ["CannotLoad", "ImportLoaded", "Loading", "load", "load_in_turns"]


@dataclass(frozen=True, slots=True)
class ImportLoaded:
    """A file was loaded."""

    batch_id: int
    kind: str
    counts: dict[str, int]


def load(
    loading: Loading,
    *,
    label: str,
    by: Viewer,
    at: datetime,
    batch: Batch | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Batch:
    """Write all planned rows in one transaction and one batch, and return the batch.

    :param batch: to go on in, when several files are loaded together.
    :raises CannotLoad: when records were changed since they were planned; nothing is written then.
    :raises access.Refused: without the permission to import.
    """
    with durable_transaction():
        batch = batch or journal.start_batch("import", label, by=by, at=at)
        with journal.source("import", batch=batch):
            _load(loading, batch_id=batch.pk, progress=progress, by=by, at=at)
    return batch


@action("import.loaded", rule=rules.may_import, verb="imported")
def _load(
    loading: Loading, *, batch_id: int, progress: Callable[[int], None], by: Viewer, at: datetime
) -> ImportLoaded:
    done = 0
    try:
        for _phase, step in Writing(loading, by=by, at=at).steps(lambda _phase: CHUNK):
            done += step()
            progress(done)
    except IntegrityError as error:
        raise CannotLoad(f"Nothing was loaded: {in_words(error)}") from error
    return loaded(loading, batch_id)


def load_in_turns(
    loading: Loading,
    *,
    batch: Batch,
    by: Viewer,
    at: datetime,
    progress: Callable[[int], None] = lambda _: None,
    pace: Pace | None = None,
) -> None:
    """Write all planned rows in many short transactions of one batch, between which others may write.

    Whoever calls takes the batch back if this does not come to its end.

    :raises CannotLoad: when records were changed since they were planned.
    :raises access.Refused: without the permission to import.
    """
    pace, done = pace or Pace(), 0
    with journal.source("import", batch=batch), checkpoints.apart():
        for phase, step in Writing(loading, by=by, at=at).steps(pace.size):
            with pace.turn(phase):
                done += _turn(step, by=by, at=at)
            checkpoints.carry_over()
            progress(done)
        _end(loaded(loading, batch.pk), by=by, at=at)


@action("import.loaded", rule=rules.may_import, verb="imported")
def _turn(step: Step, *, by: Viewer, at: datetime) -> int:  # noqa: ARG001 -- for @action
    try:
        return step()
    except IntegrityError as error:
        raise CannotLoad(f"Nothing was loaded: {in_words(error)}") from error


@action("import.loaded", rule=rules.may_import, verb="imported")
def _end(event: ImportLoaded, *, by: Viewer, at: datetime) -> ImportLoaded:  # noqa: ARG001 -- for @action
    return event


def loaded(loading: Loading, batch_id: int) -> ImportLoaded:
    """Return what others hear of it."""
    counts = {"create": loading.rows.created, "update": loading.rows.updated}
    return ImportLoaded(batch_id, loading.kind.name, {name: count for name, count in counts.items() if count})


def in_words(error: IntegrityError) -> str:
    """Return what the database says as a sentence; our constraints are named as sentences."""
    found = re.search(r"constraint failed: (\w+)|constraint \"(\w+)\"", str(error))
    name = (found[1] or found[2]) if found else ""
    return f"{name.replace('_', ' ')} does not hold." if name else "a record of the same key exists already."
