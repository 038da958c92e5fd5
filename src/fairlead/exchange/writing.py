"""The steps that write what was planned, each so many rows: what is missing, what is new, what changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from fairlead.access import Viewer
from fairlead.kit.errors import RuleBroken

from .bulk import create_rows, in_sizes, insert, update_rows
from .kinds import SOURCES, Context, Kind, Missing
from .planning import KeptRow, KeptRows
from .planning.kept import instance, key_of
from .telling import Event, events_of, tell

Step = Callable[[], int]
"""Writes a part, and returns how many rows of the file that was."""

Size = Callable[[str], int]
"""How many to write at a time, of a phase: missing, created, updated, settled, told."""


class CannotLoad(RuleBroken):
    """The file does not fit any more: somebody worked on the same records since the preview."""


@dataclass(frozen=True, slots=True)
class Loading:
    """Planned rows of one kind, ready to be written."""

    kind: Kind
    rows: KeptRows
    context: Context = field(repr=False)


class Writing:
    """Writes a loading, step by step; whoever asks for the steps decides what a transaction is."""

    def __init__(self, loading: Loading, *, by: Viewer, at: datetime) -> None:
        self._kind, self._rows, self._context = loading.kind, loading.rows, loading.context
        self._by, self._at = by, at
        self._made: dict[tuple[str, str], int] = {}
        self._to_settle: set[int] = set()

    def steps(self, size: Size) -> Iterator[tuple[str, Step]]:
        """Yield the steps in their order, each with its phase; what locks records of others comes late."""
        yield from _each(self._rows.missing.values(), size, "missing", self._make)
        if self._kind.past_of:
            events = events_of(self._kind, self._rows, self._context)
            yield from _each(sorted(events), size, "told", partial(self._tell, events))
            return
        if self._rows.created:
            yield from _each((row for row in self._rows if not row.pk), size, "created", self._create)
        if self._rows.updated:
            yield from _each((row for row in self._rows if row.pk), size, "updated", self._update)
        yield from _each(self._to_settle, size, "settled", self._settle)

    def _make(self, wanted: Sequence[Missing]) -> int:
        """Make records that rows refer to and that do not exist yet, each through its own action."""
        for missing in wanted:
            create = SOURCES[missing.lookup].create
            assert create is not None, "the plan asked for it"  # noqa: S101
            key = create(missing.text, self._by, self._at)
            self._made[key_of(missing)] = key
            self._context.lookup(missing.lookup).learn(key, missing.text)
        return 0

    def _tell(self, events: Mapping[int, list[Event]], ids: Sequence[int]) -> int:
        return tell(self._kind, {pk: events[pk] for pk in ids}, self._context, by=self._by)

    def _create(self, rows: Sequence[KeptRow]) -> int:
        rows = [self._complete(row) for row in rows]
        keys = insert(self._kind.model, [row.values for row in rows])
        self._follow(zip(rows, keys, strict=True))
        return len(rows)

    def _update(self, rows: Sequence[KeptRow]) -> int:
        rows = [self._complete(row) for row in rows]
        _refuse_changed(self._kind, rows)
        update_rows(self._kind.model, [(row.pk, row.changes) for row in rows if row.changes])
        self._follow((row, row.pk) for row in rows)
        return len(rows)

    def _settle(self, keys: Sequence[int]) -> int:
        self._kind.settle(keys, self._context)
        return 0

    def _complete(self, row: KeptRow) -> KeptRow:
        """Return the row with the keys of what was made for it."""
        if not row.missing:
            return row
        made = {name: self._made[key_of(missing)] for name, missing in row.missing.items()}
        own = {name: key for name, key in made.items() if name in self._rows.attributes}
        values = tuple(
            own.get(name, value) for name, value in zip(self._rows.attributes, row.values, strict=True)
        )
        extras = row.extras | {name: key for name, key in made.items() if name not in own}
        return row._replace(values=values, changes=row.changes | own if row.pk else {}, extras=extras)

    def _follow(self, rows: Iterable[tuple[KeptRow, int]]) -> None:
        """Write what belongs to records, and remember what their change has to be settled with."""
        parts: list[Any] = []
        settles = self._kind.settles
        for row, pk in rows:
            if row.extras or settles:
                record = instance(self._kind.model, row, pk)
                parts += self._kind.parts(record, row.extras, self._context)
                if settles:
                    self._to_settle.add(getattr(record, settles))
        _write_parts(parts)


def _each(
    things: Iterable[Any], size: Size, phase: str, write: Callable[[Sequence[Any]], int]
) -> Iterator[tuple[str, Step]]:
    for chunk in in_sizes(things, lambda: size(phase)):
        yield phase, partial(write, chunk)


def _write_parts(parts: Iterable[Any]) -> None:
    by_model: dict[type[Any], list[Any]] = {}
    for part in parts:
        if part.pk is None:
            by_model.setdefault(type(part), []).append(part)
        else:
            part.save()
    for new in by_model.values():
        create_rows(new)


def _refuse_changed(kind: Kind, rows: Sequence[KeptRow]) -> None:
    """Refuse to write over what somebody changed since the rows were planned."""
    seen = {row.pk: row for row in rows}
    found = kind.model._base_manager.select_for_update(no_key=True).filter(pk__in=seen)
    versions = dict(found.values_list("pk", "version"))
    for pk, row in seen.items():
        if versions.get(pk) != row.version:
            name = kind.model._base_manager.filter(pk=pk).first() or f"#{pk}"
            raise CannotLoad(
                f"Nothing was loaded: “{name}” in row {row.number} was changed by somebody else "
                "meanwhile. Look at the preview again."
            )
