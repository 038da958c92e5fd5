"""What happened to a record, as sentences by day; field by field on demand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from markupsafe import Markup

from fairlead.journal import Change
from fairlead.web.shared import formats, frame

HIDDEN = frozenset(
    {"search", "stage_since", "created_at", "closed_at", "deleted_at", "probability_source", "position"}
)
_FEW, _NAMED = 2, 5


@dataclass(frozen=True, slots=True)
class Told:
    """One field of an entry: what it was and became, ready to be read."""

    title: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the journal as a sentence.

    :param verb: what goes on after the person's name.
    """

    at: datetime
    who: str
    verb: str
    reason: str
    door: str
    icon: str
    tone: str
    fields: list[Told] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The sentences by day, newest first, and what they can be narrowed to."""

    days: list[tuple[date, list[Said]]]
    titles: list[str]
    people: list[str]
    title: str = ""
    who: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Tell whether something is left out."""
        return bool(self.title or self.who)


Look = Mapping[str, tuple[str, str]]
"""For an action its icon and tone."""

USUAL: Look = {
    "created": ("plus", ""),
    "edited": ("pencil", ""),
    "changed": ("pencil", ""),
    "moved": ("arrow-right", ""),
    "won": ("trophy", "green"),
    "lost": ("circle-x", "red"),
    "voided": ("circle-x", ""),
    "reopened": ("rotate", ""),
    "published": ("send", ""),
    "reassigned": ("users", ""),
    "split": ("percentage", ""),
    "qualified": ("check", "green"),
    "disqualified": ("circle-x", "red"),
    "deleted": ("trash", "red"),
    "restored": ("restore", ""),
    "undone": ("arrow-back-up", ""),
    "merged": ("git-merge", ""),
    "told": ("history", ""),
}


def timeline(
    changes: Iterable[Change], kind: str, *, until: datetime | None = None, title: str = "", who: str = ""
) -> Timeline:
    """Return the changes of a record and its parts as sentences, one for each entry.

    :param kind: the record's own kind, as the changes name it; others are its parts.
    :param until: leave out what came later, when the record is shown as of a moment.
    """
    known = [change for change in changes if until is None or change.at <= until]
    titles = sorted(
        {_title(one.title) for change in known for one in change.fields if _is_shown(one.name, change)}
    )
    people = sorted({change.who for change in known})
    said = [
        one for one in _said(known, kind) if (not who or one.who == who) and (not title or _tells(one, title))
    ]
    zone = frame.current().zone
    days = [
        (day, list(group)) for day, group in groupby(said, key=lambda one: one.at.astimezone(zone).date())
    ]
    return Timeline(days, titles, people, title, who)


def sentence(change: Change, kind: str) -> str:
    """Return what one change says after the person's name: “moved it from Enquiry to Proposal”."""
    return _verb(change, _fields(change, kind))


def _tells(said: Said, title: str) -> bool:
    return any(told.title == title or told.title.startswith(f"{title} (") for told in said.fields)


def _said(changes: list[Change], kind: str) -> Iterable[Said]:
    for _entry, group in groupby(changes, key=lambda change: change.entry_id):
        parts = sorted(group, key=lambda change: change.kind != kind)
        first = parts[0]
        fields = [told for part in parts for told in _fields(part, kind)]
        drawing, tone = USUAL.get(first.action.rpartition(".")[2], ("note", ""))
        yield Said(first.at, first.who, _verb(first, fields), first.reason, first.door, drawing, tone, fields)


def _verb(change: Change, fields: list[Told]) -> str:
    """Return the sentence after the name: “moved it from Enquiry to Proposal”."""
    ends = change.action.rpartition(".")[2]
    told = {one.title: one for one in fields}
    if ends in _BETWEEN and (one := told.get(_BETWEEN[ends][1])):
        return f"{_BETWEEN[ends][0]} it from {one.before} to {one.after}"
    if ends == "edited" and fields:
        return _edited(fields)
    if ends == "told" and fields:
        return "told that it was there by then" if change.created else f"told of the past: {_edited(fields)}"
    if ends in ("lines_set", "contacts_set"):
        return change.verb.removesuffix(" of")
    if change.action.startswith(("batch.", "opportunities.")):
        first = change.verb.partition(" ")[0]
        return f"{first} it in one go with others" + (f": {_edited(fields)}" if fields else "")
    why = f", for {told['Lost reason'].after}" if ends == "lost" and "Lost reason" in told else ""
    return f"{change.verb} it{why}"


_BETWEEN = {"moved": ("moved", "Stage"), "reassigned": ("handed", "Owner")}


def _edited(fields: list[Told]) -> str:
    if len(fields) > _FEW:
        names = ", ".join(told.title.lower() for told in fields[:_NAMED])
        return f"changed {len(fields)} fields: {names}{' …' if len(fields) > _NAMED else ''}"
    return "changed " + " and ".join(_changed(told) for told in fields)


def _changed(told: Told) -> str:
    if told.before in (None, ""):
        return f"{told.title.lower()} to {_short(told.after)}"
    if told.after in (None, ""):
        return f"{told.title.lower()} to nothing (was {_short(told.before)})"
    return f"{told.title.lower()} from {_short(told.before)} to {_short(told.after)}"


def _short(value: Any) -> str:
    text = value.striptags() if isinstance(value, Markup) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _fields(change: Change, kind: str) -> list[Told]:
    part = "" if change.kind == kind else f" ({_part_of(change)})"
    return [
        Told(f"{_title(one.title)}{part}", _shown(one.name, one.before), _shown(one.name, one.after))
        for one in change.fields
        if _is_shown(one.name, change)
    ]


def _part_of(change: Change) -> str:
    words = {"opportunityline": "line", "opportunitysplit": "split", "opportunitycontact": "contact"}
    state = " added" if change.created else " removed" if change.deleted else ""
    return f"{words.get(change.kind, change.kind)}{state}"


def _is_shown(name: str, change: Change) -> bool:
    return name not in HIDDEN and not (name == "opportunity" and change.kind != "opportunity")


def _title(title: str) -> str:
    return title[:1].upper() + title[1:]


def _shown(name: str, value: Any) -> Any:
    """Return a value as the organisation writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal | int | float):
        return (
            formats.percent(value, 0)
            if name in ("probability", "share", "discount")
            else formats.number(value)
        )
    return value
