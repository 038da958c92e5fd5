"""How a kind of record is declared: its fields, references and keys, and the rules that hold."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import QuerySet

from fairlead.access import Verdict, Viewer
from fairlead.exchange.reading import Kind as CellKind

from .lookups import Lookup, Lookups


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a file may say about a record.

    :param column: the model's attribute for the value; empty for what goes elsewhere (``Kind.parts``).
    :param lookup: for a reference, the lookup that finds the other record.
    :param choices: for a choice, value and label; both are understood.
    :param instead: for a reference, texts that name no record but say another field: text → field and value.
    :param parse: turns the text further, such as the name of a country into its code; raises ``CellProblem``.
    """

    name: str
    title: str
    kind: CellKind = CellKind.TEXT
    synonyms: tuple[str, ...] = ()
    column: str = ""
    required: bool = False
    lookup: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    parse: Callable[[str], Any] | None = None
    help: str = ""
    instead: Mapping[str, tuple[str, Any]] = field(default_factory=dict)


class Promises:
    """Records that files of the same import will make; until they are written their ids are below nought."""

    def __init__(self) -> None:
        self._last = 0
        self._by_lookup: dict[str, dict[int, Any]] = {}

    def add(self, lookup: str, record: Any) -> None:
        """Take a record up under an id of its own."""
        self._last -= 1
        record.pk = self._last
        self._by_lookup.setdefault(lookup, {})[record.pk] = record

    def of(self, lookup: str, pk: int | None) -> Any:
        """Return the promised record with this id, or nothing."""
        return self._by_lookup.get(lookup, {}).get(pk or 0)


class Context:
    """Who imports, when, and what has to be known about other records, loaded once."""

    def __init__(self, viewer: Viewer, at: datetime, zone: ZoneInfo, base_currency: str) -> None:
        self.viewer, self.at, self.zone, self.base_currency = viewer, at, zone, base_currency
        self.lookups = Lookups(viewer)
        self.promised = Promises()
        self._known: dict[str, Any] = {}

    def known(self, name: str, load: Callable[[], Any]) -> Any:
        """Return what was loaded under this name before, or load it now."""
        if name not in self._known:
            self._known[name] = load()
        return self._known[name]

    def lookup(self, name: str) -> Lookup:
        """Return the lookup of this name."""
        return self.lookups[name]

    @cached_property
    def today(self) -> Any:
        """Return the day it is where the organisation is."""
        return self.at.astimezone(self.zone).date()


def no_parts(_record: Any, _extras: Mapping[str, Any], _context: Context) -> Iterable[models.Model]:
    """Return nothing: this kind has no records that belong to it."""
    return ()


def nothing_more(_record: Any, _given: frozenset[str], _context: Context) -> Mapping[str, str]:
    """Add nothing to the record, and find nothing wrong with it."""
    return {}


def nothing_to_settle(_keys: Sequence[int], _context: Context) -> None:
    """Leave it at that."""


Closing: TypeAlias = tuple[datetime, Mapping[str, Any]]
"""A moment, and attribute → value from then on."""


class Past:
    """How the past of a record follows from what is told of it; kinds with rules of their own say more."""

    later: Set[str] = frozenset()
    """Attributes that say what became of a record: how it began tells none of them."""

    def opening(self, record: Any) -> None:
        """Make the earliest known state of a record into one from before all that is told."""

    def closing(self, record: Any, told: Sequence[Closing], zone: ZoneInfo) -> Closing | None:
        """Return what must have happened although nobody tells when, and when."""

    def follow(self, record: Any, changed: Set[str], told: Set[str], at: datetime, context: Context) -> None:
        """Let the other columns of a record follow a change of some fields, of those told, at a moment."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record that can be imported.

    :param keys: what may identify a record, the best first; each a tuple of field names.
    :param uniques: further fields that no two records share.
    :param existing: the records that the viewer's file may meet.
    :param may_create: the rule for a new record, ``rule(viewer, record)``.
    :param may_change: the rule for an existing record as it was, ``rule(viewer, record)``.
    :param complete: fills in what the file leaves out, and returns what is wrong: field → reason.
    :param past_of: the kind whose past such a file tells, instead of making records.
    :param past: how the past of such a record follows from what is told of it.
    :param settles: the attribute of a written record that names another one which has to follow.
    :param settle: works out what follows for these others, by their keys.
    :param lookups: the lookups that find its records, so that other files can refer to them.
    :param goes_by: attributes that name a record beside its external id, the surest first.
    :param called: what else a file of these is called: ``accounts``.
    :param parts: records that belong to a saved one, from what the file says beside its own columns.
    """

    name: str
    title: str
    noun: str
    model: type[models.Model]
    fields: tuple[Field, ...]
    keys: tuple[tuple[str, ...], ...]
    existing: Callable[[Viewer], QuerySet[Any]]
    may_create: Callable[[Viewer, Any], Verdict]
    may_change: Callable[[Viewer, Any], Verdict]
    uniques: tuple[str, ...] = ()
    complete: Callable[[Any, frozenset[str], Context], Mapping[str, str]] = nothing_more
    parts: Callable[[Any, Mapping[str, Any], Context], Iterable[models.Model]] = no_parts
    settles: str = ""
    settle: Callable[[Sequence[int], Context], None] = nothing_to_settle
    past_of: str = ""
    past: Past = field(default_factory=Past)
    lookups: tuple[str, ...] = ()
    goes_by: tuple[str, ...] = ("name",)
    called: tuple[str, ...] = ()
    help: str = ""
    by_name: Mapping[str, Field] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {known.name: known for known in self.fields})


def reference(
    name: str, title: str, lookup: str, *synonyms: str, required: bool = False, help: str = ""
) -> Field:
    """Declare a field that names another record."""
    return Field(
        name, title, synonyms=synonyms, column=f"{name}_id", lookup=lookup, required=required, help=help
    )


def text(name: str, title: str, *synonyms: str, required: bool = False, help: str = "") -> Field:
    """Declare a field of text."""
    return Field(name, title, synonyms=synonyms, column=name, required=required, help=help)


EXTERNAL_ID = Field(
    "external_id",
    "External id",
    synonyms=("id", "external id", "record id", "key", "number"),
    column="external_id",
    help="The id in the system it comes from; the same file next week updates instead of doubling.",
)
EXTERNAL_SYSTEM = Field(
    "external_system",
    "External system",
    synonyms=("external system", "source system"),
    column="external_system",
    help="The system that the ids come from, such as Salesforce; two systems may use the same id.",
)
KNOWN_AT = Field(
    "known_at",
    "As of",
    CellKind.MOMENT,
    ("as of date", "snapshot", "snapshot date", "snapshot on"),
    help="When a row was true. Of several rows of one record the newest makes it, the others its past.",
)
CREATED_AT = Field(
    "created_at",
    "Created",
    CellKind.MOMENT,
    ("created", "created at", "created on", "created date", "creation date", "create date", "date created"),
    "created_at",
    help="When the record was made in the system it comes from.",
)
