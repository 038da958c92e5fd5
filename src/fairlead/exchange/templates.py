"""Text made of columns: ``{Product} for {Account}``, ``{Name|first}``; without braces, one for all rows."""

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass

from fairlead.kit.errors import RuleBroken
from fairlead.kit.search import fold

from .reading import Cell, numbers

_PART = re.compile(r"\{([^{}|]+)(?:\|(\w+))?\}")


class BadTemplate(RuleBroken):
    """The text asks for a column that the file does not have, or for a part of it that nobody knows."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text, and what follows it: a column or a part of one; nothing follows the last text."""

    before: str = ""
    column: str = ""
    part: str = ""


def pieces_of(template: str) -> list[Piece]:
    """Return what a template is made of, in order; ``template_of`` puts it together again."""
    pieces, place = [], 0
    for match in _PART.finditer(template):
        pieces.append(Piece(template[place : match.start()], match[1], match[2] or ""))
        place = match.end()
    return [*pieces, Piece(template[place:])] if template[place:] else pieces


def template_of(pieces: Iterable[Piece]) -> str:
    """Return the template that is made of these pieces."""
    return "".join(piece.before + _in_braces(piece) for piece in pieces)


def _in_braces(piece: Piece) -> str:
    if not piece.column:
        return ""
    return f"{{{piece.column}|{piece.part}}}" if piece.part else f"{{{piece.column}}}"


def is_nameable(column: str) -> bool:
    """Tell whether a template can name this column: braces and bars have a meaning of their own there."""
    return bool(column) and not set(column) & set("{}|")


def columns_of(template: str) -> set[str]:
    """Return the columns that a template is made of."""
    return {column for column, _part in _PART.findall(template)}


def check(template: str, header: Iterable[str]) -> None:
    """Refuse a template that cannot be filled from the columns of a file.

    :raises BadTemplate: naming the column or the part.
    """
    names = set(header)
    for column, part in _PART.findall(template):
        if column not in names:
            raise BadTemplate(f"There is no column “{column}” in the file.")
        if part and part not in PARTS:
            raise BadTemplate(f"“{part}” is no part of a column. There are: {', '.join(PARTS)}.")
    if "{" in (left := _PART.sub("", template)) or "}" in left:
        raise BadTemplate(f"A brace of “{template}” is not closed, or not opened.")


def fill(template: str, places: Dictionary[str, int], cells: tuple[Cell, ...]) -> str:
    """Return the template with the row's cells in it; nothing where all of them are empty."""
    found = False

    def cell(match: re.Match[str]) -> str:
        nonlocal found
        value = cells[places[match[1]]] if match[1] in places else None
        text = "" if value is None else str(value).strip()
        found = found or bool(text)
        return PARTS[match[2]](text) if match[2] else text

    text = _PART.sub(cell, template).strip()
    return text if found or "{" not in template else ""


def key_text(value: object) -> str:
    """Return a key as text; whole numbers that a program wrote as 12.0 are 12."""
    text = "" if value is None else str(value)
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def _for_address(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", ".", fold(text)).strip(".")


def _number(text: str) -> str:
    found = numbers.take_apart(text)
    return found.plain if found else text


def _currency(text: str) -> str:
    found = numbers.take_apart(text)
    return found.currency if found else ""


PARTS: Dictionary[str, Callable[[str], str]] = {
    "first": lambda text: text.partition(" ")[0],
    "rest": lambda text: text.partition(" ")[2].strip(),
    "last": lambda text: text.rpartition(" ")[2],
    "before": lambda text: text.partition(",")[0].strip(),
    "after": lambda text: text.partition(",")[2].strip(),
    "number": _number,
    "currency": _currency,
    "email": _for_address,
    "lower": str.lower,
    "key": key_text,
}
"""What can be taken of a column: words, what stands before and after a comma, an amount and its currency."""
