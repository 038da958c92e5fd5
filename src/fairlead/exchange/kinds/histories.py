"""The past of records, as files bring it: one change a row, or one state a row."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fairlead.access import Verdict, Viewer, no, yes
from fairlead.exchange.reading import CellProblem
from fairlead.exchange.reading import Kind as CellKind
from fairlead.kit.search import fold

from .customers import COMPANIES
from .kind import Field, Kind, text
from .opportunities import OPPORTUNITIES

_NOT_TOLD = ("id", "external_id", "external_system", "created_at")


def may_tell(viewer: Viewer, _record: object = None) -> Verdict:
    """Let administrators tell the past: it counts in everybody's figures as of then."""
    return yes() if viewer.is_administrator else no("Only administrators bring the past of records.")


def _field_of(kind: Kind) -> Callable[[str], str]:
    """Return what finds the field that a cell names: by its name here, its title, or what others call it."""
    names: dict[str, str] = {}
    for known in kind.fields:
        if known.column and known.name not in _NOT_TOLD:
            for word in (known.name, known.title, *known.synonyms):
                names.setdefault(_plain(word), known.name)

    def find(text: str) -> str:
        if (name := names.get(_plain(text))) is None:
            raise CellProblem(f"“{text}” is no field of {kind.title.lower()} whose past is kept.")
        return name

    return find


def _plain(text: str) -> str:
    return "".join(fold(text).replace("_", " ").replace("-", " ").split())


def history_of(kind: Kind) -> Kind:
    """Return the kind of file that tells the past of another kind."""
    own = tuple(
        replace(known, required=False, synonyms=())
        for known in kind.fields
        if known.column and known.name not in _NOT_TOLD
    )
    history: Any = kind.model.history_model  # type: ignore[attr-defined]
    noun = kind.noun
    return Kind(
        f"{noun}_history",
        f"History of {kind.title.lower()}",
        "change",
        history,
        (
            Field(
                "record",
                noun.capitalize(),
                synonyms=(f"{noun} id", "record", "record id", "deal", "deal id", "account id"),
                lookup=kind.lookups[0],
                required=True,
                help="Whose past it is, by its id or name.",
            ),
            Field(
                "moment",
                "Moment",
                CellKind.MOMENT,
                ("timestamp", "changed at", "changed on", "date", "as of", "valid from", "snapshot date"),
                "valid_from",
                required=True,
                help="Since when it holds.",
            ),
            Field(
                "field",
                "Field",
                synonyms=("property", "field name", "changed field"),
                parse=_field_of(kind),
                help="With it, each row is one change; without it, each row says how the record stood.",
            ),
            text_beside("value", "New value", "value", "new", "to"),
            text_beside("before", "Old value", "old", "before", "from"),
            text_beside("by", "Changed by", "user", "author", "changed by"),
            *(known for known in own if known.name not in ("value", "field")),
        ),
        keys=(),
        existing=lambda _viewer: history._base_manager.none(),
        may_create=may_tell,
        may_change=may_tell,
        called=(f"{noun} history", f"{noun} changes", f"{noun} field history"),
        past_of=kind.name,
        help="Each row becomes a version, so that lists and reports as of a day in the past are right.",
    )


def text_beside(name: str, title: str, *synonyms: str) -> Field:
    """Declare a field of text that is no column of the record itself."""
    return replace(text(name, title, *synonyms), column="")


OPPORTUNITY_HISTORY = history_of(OPPORTUNITIES)
COMPANY_HISTORY = history_of(COMPANIES)
