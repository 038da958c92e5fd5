"""Rows of a file that tells the past: what one change says, and what is known already."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from fairlead.exchange.kinds import KINDS, Context, Kind
from fairlead.exchange.mapping import Mapping, Source
from fairlead.exchange.reading import Row, Sheet
from fairlead.journal.told import First, first_known
from fairlead.kit.money import Money

from .outcome import Draft
from .rows import RowReader

_CELL = "value"


class Changes:
    """Reads the values of single fields of a kind, as the cells of its own files are read."""

    def __init__(self, kind: Kind, context: Context, system: str = "") -> None:
        self._kind, self._context, self._system = kind, context, system
        self._readers: dict[str, RowReader] = {}

    def read(self, name: str, cell: Any) -> tuple[dict[str, Any], str]:
        """Return what a cell says, field → value, and what is wrong with it."""
        draft = self._reader(name).read(Row(0, (cell,)))
        reasons = [problem.reason for problem in draft.problems]
        return draft.values, " ".join(reasons)

    def columns(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values as a record holds them: attribute → value."""
        held: dict[str, Any] = {}
        for name, value in values.items():
            column = self._kind.by_name[name].column
            held[column] = value.amount if isinstance(value, Money) else value
            if isinstance(value, Money) and value.currency:
                held["currency"] = value.currency
        return held

    def _reader(self, name: str) -> RowReader:
        if name not in self._readers:
            sources = [Source(name, column=_CELL)]
            if "external_system" in self._kind.by_name and self._system:
                sources.append(Source("external_system", template=self._system))
            sheet = Sheet("", "", (_CELL,), lambda: iter(()))
            mapping = Mapping(self._kind.name, tuple(sources))
            self._readers[name] = RowReader(self._kind, mapping, sheet, (), self._context)
        return self._readers[name]


class Telling:
    """Checks the rows of a history before they are loaded."""

    def __init__(self, kind: Kind, context: Context) -> None:
        self.kind = KINDS[kind.past_of]
        self._context = context
        self._changes = Changes(self.kind, context)
        self._known: dict[int, First] = {}

    def look_up(self, drafts: Iterable[Draft]) -> None:
        """Find out since when the records of some rows are known."""
        ids = {pk for draft in drafts if (pk := draft.values.get("record")) and pk > 0}
        model: Any = self.kind.model
        self._known |= first_known(model, ids - self._known.keys())

    def unwanted(self, draft: Draft) -> str:
        """Return why a row adds nothing to what is known."""
        moment, first = draft.values.get("moment"), self._known.get(draft.values.get("record") or 0)
        begun = first.since if first else self._context.at
        if moment is None or moment < begun:
            return ""
        return "From that moment on Fairlead knows it by itself."

    def problems(self, draft: Draft) -> dict[str, str]:
        """Return what is wrong with a row as a whole: field → reason."""
        values = draft.values
        name, moment = values.get("field"), values.get("moment")
        if isinstance(moment, datetime) and moment > self._context.at:
            return {"moment": "It lies ahead; a past does not."}
        if name is None:
            return {}
        found = {
            side: self._changes.read(name, values[side])[1]
            for side in ("value", "before")
            if values.get(side)
        }
        return {side: reason for side, reason in found.items() if reason}
