"""Load what was planned: whole or not at all, in one batch that can be taken back."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.journal.decorator import durable_transaction
from fairlead.journal.models import Batch
from fairlead.kit.errors import RuleBroken

from . import rules
from .bulk import create_rows, in_chunks, update_rows
from .kinds import SOURCES, Context, Kind
from .planning import Planned, What

CHUNK = 1_000


class CannotLoad(RuleBroken):
    """The file does not fit any more: somebody worked on the same records since the preview."""


@dataclass(frozen=True, slots=True)
class ImportLoaded:
    """A file was loaded."""

    batch_id: int
    kind: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Loading:
    """Planned rows of one kind, ready to be written."""

    kind: Kind
    rows: Sequence[Planned]
    context: Context = field(repr=False)


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
    _make_missing(loading, by, at)
    written: list[Any] = []
    try:
        for chunk in in_chunks(loading.rows, CHUNK):
            _write(loading, chunk)
            written += [row.record for row in chunk]
            progress(len(written))
        loading.kind.settle(written, loading.context)
    except IntegrityError as error:
        raise CannotLoad(f"Nothing was loaded: {_in_words(error)}") from error
    counts = Counter(row.what.value for row in loading.rows)
    return ImportLoaded(batch_id, loading.kind.name, dict(counts))


def _make_missing(loading: Loading, by: Viewer, at: datetime) -> None:
    """Make the records that rows refer to and that do not exist yet, each through its own action."""
    made: dict[tuple[str, str], int] = {}
    for row in loading.rows:
        for column, missing in row.missing.items():
            key = (missing.lookup, missing.text.casefold())
            if key not in made:
                create = SOURCES[missing.lookup].create
                assert create is not None, "the plan asked for it"  # noqa: S101
                made[key] = create(missing.text, by, at)
                loading.context.lookup(missing.lookup).learn(made[key], missing.text)
            if hasattr(row.record, column):
                row.changes[column] = (getattr(row.record, column), made[key])
                setattr(row.record, column, made[key])
            else:
                row.extras[column] = made[key]


def _write(loading: Loading, rows: Sequence[Planned]) -> None:
    create_rows([row.record for row in rows if row.what == What.CREATE])
    updated = [row for row in rows if row.what == What.UPDATE]
    _refuse_changed(loading.kind, updated)
    update_rows(loading.kind.model, [(row.record.pk, _after(row.changes)) for row in updated if row.changes])
    _write_parts(part for row in rows for part in loading.kind.parts(row.record, row.extras, loading.context))


def _write_parts(parts: Any) -> None:
    by_model: dict[type[Any], list[Any]] = {}
    for part in parts:
        if part.pk is None:
            by_model.setdefault(type(part), []).append(part)
        else:
            part.save()
    for new in by_model.values():
        create_rows(new)


def _after(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    return {name: after for name, (_, after) in changes.items()}


def _refuse_changed(kind: Kind, rows: Sequence[Planned]) -> None:
    """Refuse to write over what somebody changed since the rows were planned."""
    seen = {row.record.pk: row for row in rows}
    now = kind.model._base_manager.select_for_update().filter(pk__in=seen).values_list("pk", "version")
    versions = dict(now)
    for pk, row in seen.items():
        if versions.get(pk) != row.record.version:
            raise CannotLoad(
                f"Nothing was loaded: “{row.record}” in row {row.number} was changed by somebody else "
                "meanwhile. Look at the preview again."
            )


def _in_words(error: IntegrityError) -> str:
    """Return what the database says as a sentence; our constraints are named as sentences."""
    found = re.search(r"constraint failed: (\w+)|constraint \"(\w+)\"", str(error))
    name = (found[1] or found[2]) if found else ""
    return f"{name.replace('_', ' ')} does not hold." if name else "a record of the same key exists already."
