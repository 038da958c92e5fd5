"""Values made of columns, as a person puts them together: text, column, part; up to three of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import QueryDict

from fairlead.exchange import queries, templates
from fairlead.exchange.kinds import Kind
from fairlead.exchange.mapping import Mapping, Source, profile_of
from fairlead.exchange.reading import DateOrder, Question
from fairlead.exchange.templates import Piece

PIECES = 3
_LINES = 20
_SAMPLES = 3
PARTS = {
    "": "all of it",
    "first": "first word",
    "rest": "all but the first word",
    "last": "last word",
    "before": "before the comma",
    "after": "after the comma",
    "number": "amount",
    "currency": "currency of the amount",
    "email": "fit for an address",
    "lower": "in small letters",
    "key": "number without .0",
}


@dataclass(frozen=True, slots=True)
class Made:
    """One value made of columns, as the page shows it, with what it comes to in the first rows."""

    place: int
    field: str
    pieces: tuple[Piece, ...]
    samples: tuple[str, ...] = ()
    question: Question | None = None
    answer: str = ""


def lines(mapping: Mapping, kind: Kind, opened: queries.Opened) -> list[Made]:
    """Return the made values that three pieces can show, and an empty line for one more."""
    found = [source for source in mapping.sources if is_made(source)]
    rows = list(islice((row for row in opened.sheet.rows() if not row.problem), _SAMPLES)) if found else []
    places = {name: place for place, name in enumerate(opened.sheet.header)}
    profiles = {profile.name: profile for profile in opened.profiles}
    shown = []
    for place, source in enumerate(found):
        samples = tuple(templates.fill(source.template, places, row.cells) for row in rows)
        profile, known = profile_of(source, profiles), kind.by_name.get(source.field)
        question = profile.question_for(known.kind) if profile and known else None
        answer = getattr(source, question.setting) if question else ""
        shown.append(Made(place, source.field, _padded(source.template), samples, question, answer))
    return [*shown, Made(len(shown), "", _padded(""))]


def is_made(source: Source) -> bool:
    """Tell whether a value is made of columns in a way that the page can show."""
    pieces = templates.pieces_of(source.template)
    is_shown = len(pieces) <= PIECES and all(piece.part in PARTS for piece in pieces)
    return is_shown and bool(templates.columns_of(source.template))


def said(form: QueryDict, kind: Kind, header: Sequence[str]) -> list[Source]:
    """Return the values that the form makes of columns."""
    return list(_said(form, kind, header))


def _said(form: QueryDict, kind: Kind, header: Sequence[str]) -> Iterator[Source]:
    for line in range(_LINES):
        name = form.get(f"made-{line}", "")
        if name not in kind.by_name:
            continue
        pieces = [_piece(form, f"made-{line}-{number}", header) for number in range(PIECES)]
        template = templates.template_of(piece for piece in pieces if piece.column or piece.before.strip())
        if templates.columns_of(template):
            yield Source(name, template=template, **answers(form, f"made-{line}"))


def answers(form: QueryDict, place: str) -> dict[str, Any]:
    """Return what was said about numbers and dates that could be read in two ways."""
    mark, order = form.get(f"mark-{place}", ""), form.get(f"order-{place}", "")
    return {
        "decimal_mark": mark if mark in (".", ",") else "",
        "date_order": order if order in list(DateOrder) else "",
    }


def _piece(form: QueryDict, name: str, header: Sequence[str]) -> Piece:
    column, part = form.get(f"{name}-column", ""), form.get(f"{name}-part", "")
    return Piece(
        form.get(f"{name}-before", "").replace("{", "").replace("}", "")[:100],
        column if column in header and templates.is_nameable(column) else "",
        part if part in PARTS else "",
    )


def _padded(template: str) -> tuple[Piece, ...]:
    pieces = templates.pieces_of(template)
    return tuple(pieces + [Piece(" " if number else "") for number in range(len(pieces), PIECES)])
