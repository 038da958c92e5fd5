"""Decide for every row: create, update, leave, skip, or refuse."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.base import ModelState

from fairlead.exchange.bulk import in_chunks
from fairlead.exchange.kinds import Context, Kind
from fairlead.exchange.mapping import Mapping, Mode, mended
from fairlead.exchange.reading import ColumnProfile, Sheet
from fairlead.kit.money import Money

from .histories import Telling
from .matching import Key, Matcher, Uniques
from .outcome import Draft, Planned, Problem, What
from .rows import RowReader

CHUNK = 1_000
_EXTERNAL = frozenset(("external_id", "external_system"))
_STAMPS = frozenset(("id", "version", "valid_from", "entry_id", "search", "weighted"))


class Plan:
    """What loading one sheet would do; iterating reads the file and writes nothing."""

    def __init__(
        self,
        sheet: Sheet,
        profiles: tuple[ColumnProfile, ...],
        kind: Kind,
        mapping: Mapping,
        context: Context,
    ) -> None:
        self.sheet, self.kind, self.mapping, self.context = mended(sheet, mapping), kind, mapping, context
        self._reader = RowReader(kind, mapping, sheet, profiles, context)
        self._matcher = Matcher(kind, mapping, context)
        self._uniques = Uniques(kind)
        self._keys: dict[Key, int] = {}
        self._telling = Telling(kind, context) if kind.past_of else None
        model_fields = {field.attname: field for field in kind.model._meta.concrete_fields}
        self._model_fields = model_fields
        self._compared = [name for name in model_fields if name not in _STAMPS]
        self._blank = _blank(kind.model)

    def __iter__(self) -> Iterator[Planned]:
        for chunk in in_chunks(self.sheet.rows(), CHUNK):
            drafts = [self._reader.read(row) for row in chunk]
            existing = self._matcher.existing(drafts)
            if self._telling:
                self._telling.look_up(drafts)
            taken = self._uniques.taken(drafts)
            for draft in drafts:
                if draft.is_left_out:
                    yield Planned(draft.number, What.SKIP, note="You left it out.")
                else:
                    yield self._decide(draft, existing, taken)

    def _decide(self, draft: Draft, existing: dict[Key, list[Any]], taken: dict[str, Any]) -> Planned:
        if draft.problems:
            return Planned(draft.number, What.ERROR, problems=tuple(draft.problems))
        if self._telling:
            return self._tell(draft, self._telling)
        key = self._matcher.key(draft)
        if key is not None:
            first = self._keys.setdefault(key, draft.number)
            if first != draft.number:
                return self._again(draft, first)
        found = existing.get(key, []) if key is not None else []
        if reason := self._impossible(draft, found):
            return self._refused(draft, {self.mapping.match[0] if self.mapping.match else "id": reason})
        if note := self._unwanted(found):
            return Planned(draft.number, What.SKIP, found[0] if found else None, note=note)
        return self._change(draft, found[0], taken) if found else self._make(draft, taken)

    def _tell(self, draft: Draft, telling: Telling) -> Planned:
        if problems := telling.problems(draft):
            return self._refused(draft, problems)
        if note := telling.unwanted(draft):
            return Planned(draft.number, What.SKIP, note=note)
        row = self._make(draft, {})
        row.extras = {name: value for name, value in draft.values.items() if value is not None}
        return row

    def _impossible(self, draft: Draft, found: list[Any]) -> str:
        if len(found) > 1:
            return f"It means {len(found)} {self.kind.title.lower()} at once."
        if not found and draft.values.get("id"):
            return f"There is no such {self.kind.noun}; a new one has no number yet."
        return ""

    def _unwanted(self, found: list[Any]) -> str:
        if found and self.mapping.mode == Mode.CREATE:
            return "It exists already."
        if not found and self.mapping.mode == Mode.UPDATE:
            return f"There is no such {self.kind.noun}."
        return ""

    def _again(self, draft: Draft, first: int) -> Planned:
        if self.mapping.is_distinct:
            return Planned(draft.number, What.SKIP, note=f"Row {first} is the same {self.kind.noun}.")
        return self._refused(draft, {self.mapping.match[0]: f"Row {first} is the same {self.kind.noun}."})

    def _make(self, draft: Draft, taken: dict[str, Any]) -> Planned:
        record = _twin(self._blank) if self._blank else self.kind.model()
        problems = self._fill(record, draft)
        given = (
            frozenset(name for name, value in draft.values.items() if value is not None)
            | draft.missing.keys()
        )
        problems |= {
            known.name: f"Every {self.kind.noun} has this."
            for known in self.kind.fields
            if known.required and known.name not in given
        }
        problems = problems or dict(self.kind.complete(record, given, self.context))
        problems |= self._uniques.collisions(record, taken, draft.number)
        if not problems and not (verdict := self.kind.may_create(self.context.viewer, record)):
            problems = {"": verdict.reason}
        if problems:
            return self._refused(draft, problems)
        return Planned(
            draft.number, What.CREATE, record, extras=self._extras(draft), missing=self._by_column(draft)
        )

    def _change(self, draft: Draft, record: Any, taken: dict[str, Any]) -> Planned:
        before = _twin(record)
        problems = self._fill(record, draft)
        given = frozenset(name for name in draft.values if self._says(draft, name))
        problems = problems or dict(self.kind.complete(record, given, self.context))
        problems |= self._uniques.collisions(record, taken, draft.number)
        changes = self._changes(before, record)
        extras, missing = self._extras(draft), self._by_column(draft)
        if not (changes or missing or problems or (extras and self._has_parts(record, extras))):
            return Planned(draft.number, What.UNCHANGED, record)
        if not problems and (reason := self._refusal(before, record, changes)):
            problems = {"": reason}
        if problems:
            return self._refused(draft, problems)
        return Planned(draft.number, What.UPDATE, record, changes, extras, missing)

    def _has_parts(self, record: Any, extras: dict[str, Any]) -> bool:
        return any(True for _ in self.kind.parts(record, extras, self.context))

    def _refusal(self, before: Any, record: Any, changes: dict[str, Any]) -> str:
        """Return why the viewer may not change the record; a new owner must be within their reach as well."""
        verdict = self.kind.may_change(self.context.viewer, before)
        if verdict and "owner_id" in changes:
            verdict = self.kind.may_create(self.context.viewer, record)
        return verdict.reason

    def _fill(self, record: Any, draft: Draft) -> dict[str, str]:
        """Put the row's values into the record; return what does not fit: field → reason."""
        problems: dict[str, str] = {}
        ids_stay = self._keeps_ids(record, draft)
        for name, value in draft.values.items():
            known = self.kind.by_name[name]
            if ids_stay and name in _EXTERNAL:
                continue
            if known.column in ("", "id") or (value is None and not self._says(draft, name)):
                continue
            try:
                self._set(record, known.column, value, draft)
            except ValidationError as problem:
                problems[name] = " ".join(problem.messages)
        return problems

    def _keeps_ids(self, record: Any, draft: Draft) -> bool:
        """Tell whether the record's external id stays: the row brings none, or it is another system's."""
        if not draft.values.get("external_id"):
            return not self.mapping.clears("external_id") or "external_id" not in draft.values
        system, ours = draft.values.get("external_system"), getattr(record, "external_system", "")
        return bool(system and ours and system != ours and record.external_id)

    def _says(self, draft: Draft, name: str) -> bool:
        return draft.values.get(name) is not None or self.mapping.clears(name)

    def _set(self, record: Any, column: str, value: Any, draft: Draft) -> None:
        field = self._model_fields[column]
        if isinstance(value, Money):
            if value.currency and "currency" in self.kind.by_name and not draft.values.get("currency"):
                record.currency = value.currency
            value = value.amount
        if value is None:
            value = None if field.null else field.get_default()
        elif not (isinstance(field, models.ForeignKey) or _is_plain(field, value)):
            value = field.clean(value, record)
        setattr(record, column, value)

    def _changes(self, before: Any, after: Any) -> dict[str, tuple[Any, Any]]:
        was, now = before.__dict__, after.__dict__
        return {name: (was[name], now[name]) for name in self._compared if was[name] != now[name]}

    def _extras(self, draft: Draft) -> dict[str, Any]:
        """Return what the row says beside the record's own columns."""
        return {
            name: value
            for name, value in draft.values.items()
            if value is not None and not self.kind.by_name[name].column
        }

    def _by_column(self, draft: Draft) -> dict[str, Any]:
        return {self.kind.by_name[name].column or name: missing for name, missing in draft.missing.items()}

    def _refused(self, draft: Draft, problems: dict[str, str]) -> Planned:
        return Planned(
            draft.number,
            What.ERROR,
            problems=tuple(self._problem(draft, name, reason) for name, reason in problems.items()),
        )

    def _problem(self, draft: Draft, name: str, reason: str) -> Problem:
        source = self.mapping.source(name)
        known = self.kind.by_name.get(name)
        column = source.column if source and source.column else known.title if known else ""
        value = draft.values.get(name)
        shown = (
            ""
            if value is None or (known and known.lookup)
            else str(value.amount if isinstance(value, Money) else value)
        )
        return replace(Problem(self.sheet.file, draft.number, column, shown, reason), field=name)


def _blank(model: type[models.Model]) -> Any:
    """Return a new record to make others from; nothing where a default has to be made for each."""
    defaults = (field.default for field in model._meta.concrete_fields)
    return (
        None
        if any(callable(default) and default is not models.NOT_PROVIDED for default in defaults)
        else model()
    )


def _is_plain(field: Any, value: Any) -> bool:
    """Tell whether a value needs no cleaning: a day, or a text that is not too long."""
    if type(field) in (models.CharField, models.TextField):
        return type(value) is str and 0 < len(value) <= (field.max_length or len(value)) and not field.choices
    return type(field) is models.DateField and type(value) is date


def _twin(record: Any) -> Any:
    """Return the same record again; ``copy.copy`` takes several times as long."""
    twin = object.__new__(type(record))
    twin.__dict__.update(record.__dict__)
    twin._state = ModelState()
    twin._state.adding, twin._state.db = record._state.adding, record._state.db
    twin._state.fields_cache = dict(record._state.fields_cache)
    return twin
