"""The history of a record as sentences that people read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fairlead import journal
from fairlead.web.shared import formats

_ICONS = {
    "created": "plus", "edited": "pencil", "reassigned": "users", "merged": "git-merge", "deleted": "trash",
    "restored": "restore", "shared": "share", "unshared": "unlink", "moved": "arrow-right", "won": "trophy",
    "lost": "thumb-down", "reopened": "arrow-back-up", "published": "send", "split": "percentage",
    "priced": "coin", "undone": "arrow-back-up",
}  # fmt: skip
_TONES = {"won": "green", "lost": "red", "deleted": "red", "created": "blue", "merged": "purple"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that happened: who did what, when, why, and what became of which field."""

    who: str
    at: datetime
    words: str
    icon: str
    tone: str
    door: str
    reason: str
    fields: tuple[tuple[str, Any, Any], ...]
    is_addition: bool = False


def tell(
    changes: Sequence[journal.Change],
    kind: str,
    *,
    hide: frozenset[str] = frozenset(),
    parts: Mapping[str, str] | None = None,
) -> list[Sentence]:
    """Return the changes of a record as sentences, newest first.

    :param kind: the record's own kind; changes of other kinds are of its parts.
    :param hide: fields that say nothing to people.
    :param parts: for each kind of part, what people call it.
    """
    return [_sentence(change, kind, hide, parts or {}) for change in changes]


def _sentence(change: journal.Change, kind: str, hide: frozenset[str], parts: Mapping[str, str]) -> Sentence:
    verb = change.action.rpartition(".")[2]
    is_part = change.kind != kind
    noun = parts.get(change.kind, change.kind)
    happened = "added" if change.created else "removed" if change.deleted else "changed"
    words = f"{happened} {noun}" if is_part else "created it" if change.created else f"{change.verb} it"
    fields = tuple(
        (field.title[:1].upper() + field.title[1:], shown(field.before), shown(field.after))
        for field in change.fields
        if field.name not in hide
    )
    return Sentence(
        who=change.who,
        at=change.at,
        words=words,
        icon=_ICONS.get("created" if change.created and not is_part else verb, "note"),
        tone=_TONES.get(verb, ""),
        door=change.door,
        reason=change.reason,
        fields=() if change.created and not is_part else fields,
        is_addition=change.created,
    )


def shown(value: Any) -> Any:
    """Return a field's value as people read it, ready for the page."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal):
        return formats.number(value)
    return value
