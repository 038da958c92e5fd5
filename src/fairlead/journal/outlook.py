"""What an undo would do, before anybody asks for it: how many records, and which would stay and why."""

from collections import defaultdict
from dataclasses import dataclass, field

from .models import Batch, Entry
from .timeline import Change, changes_since
from .tracking import tracked_models
from .undo import STEPS, Left, tables_of
from .undo_sets import CHANGED, DELETED, keep_what_is_needed

SHOWN = 100
"""How many records that would stay are told one by one."""


@dataclass(frozen=True, slots=True)
class Staying:
    """A record that an undo would leave as it is, and what others did to it since."""

    left: Left
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an undo would do; ``staying`` tells the first of the records that it would leave.

    :param forcible: how many of those would go back as well, if that was asked for.
    """

    removed: int
    restored: int
    brought_back: int
    left_count: int
    forcible: int
    staying: list[Staying]


def foresee_undo(batch: Batch) -> Outlook:
    """Return what taking a batch back would do now; writes nothing."""
    tables = tables_of(batch, Batch.objects.filter(undo_of=batch).first())
    keep_what_is_needed(tables)
    counts = {step: sum(len(table.ids(step)) for table in tables) for step in STEPS}
    left_count = sum(table.left_count() for table in tables)
    left = [Left(table.kind, *row) for table in tables for row in table.left(SHOWN)][:SHOWN]
    return Outlook(
        counts["remove"],
        counts["restore"],
        counts["bring_back"],
        left_count,
        sum(table.forcible() for table in tables),
        _with_changes(batch, left),
    )


def _with_changes(batch: Batch, left: list[Left]) -> list[Staying]:
    """Return the records with what was done to them since the batch, newest first."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for one in left:
        if one.reason in (CHANGED, DELETED):
            wanted[one.kind].append(one.record_id)
    told: dict[tuple[str, int], list[Change]] = defaultdict(list)
    for model in tracked_models():
        ids = wanted.get(model._meta.model_name or "", [])
        changes = changes_since(model, ids, batch.started_at) if ids else []
        entries = [change.entry_id for change in changes]
        own = set(Entry.objects.filter(pk__in=entries, batch=batch).values_list("pk", flat=True))
        for change in changes:
            if change.entry_id not in own:
                told[change.kind, change.record_id].append(change)
    return [Staying(one, told[one.kind, one.record_id]) for one in left]
