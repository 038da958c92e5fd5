"""Note in the journal that somebody took a list away: who, when, which rows, how many."""

from dataclasses import dataclass
from datetime import datetime

from fairlead.access import Permission, Verdict, Viewer
from fairlead.journal import action


@dataclass(frozen=True, slots=True)
class Export:
    """A list that leaves the house.

    :param query: the address of the list, so that the same rows can be asked for again.
    """

    kind: str
    form: str
    query: str


@dataclass(frozen=True, slots=True)
class ListExported:
    """Somebody exported a list."""

    kind: str
    form: str
    query: str


def may_export(viewer: Viewer, _export: Export) -> Verdict:
    """Let those with the permission take lists away."""
    return viewer.may(Permission.EXPORT)


@action("list.exported", rule=may_export, verb="exported")
def note_export(export: Export, *, by: Viewer, at: datetime, reason: str = "") -> ListExported:
    """Note an export before its rows go out.

    :param reason: the filters in words, as the file names them.
    :raises access.Refused: when the viewer lacks the permission.
    """
    del by, at, reason
    return ListExported(export.kind, export.form, export.query)
