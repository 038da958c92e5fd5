"""What a recipe says: which files, in which order, as what, and how they map."""

import tomllib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from fairlead.exchange.kinds import Kind, kind
from fairlead.exchange.mapping import Empty, Mapping, Mode, Source
from fairlead.kit.errors import Problem

_FOLDER = Path(__file__).parent


class BrokenRecipe(Problem):
    """There is no such recipe, or it says something that cannot be."""


@dataclass(frozen=True, slots=True)
class StageOf:
    """A stage that the pipeline of the recipe has."""

    name: str
    probability: Decimal
    phase: str = "enquiry"


@dataclass(frozen=True, slots=True)
class Joined:
    """Another file whose columns stand beside those of the step's file."""

    file: str
    on: str
    theirs: str = ""

    @property
    def prefix(self) -> str:
        """Return what its columns are called by: the file's name up to the first dot."""
        return self.file.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Step:
    """One file as one kind of record."""

    file: str
    kind: Kind
    mapping: Mapping
    joins: tuple[Joined, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """All steps, and what has to be there before the first of them."""

    title: str
    steps: tuple[Step, ...]
    currency: str = ""
    pipeline: str = ""
    stages: tuple[StageOf, ...] = field(default=())


def names() -> list[str]:
    """Return the recipes that come with Fairlead."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def recipe(name: str) -> Recipe:
    """Return a recipe that comes with Fairlead, or one of your own by the path of its file.

    :raises BrokenRecipe: when there is none, or it cannot be understood.
    """
    path = _FOLDER / f"{name}.toml" if name in names() else Path(name)
    if not path.is_file():
        raise BrokenRecipe(f"There is no recipe “{name}”. Choose from: {', '.join(names())}, or give a file.")
    try:
        return _recipe(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise BrokenRecipe(f"The recipe {path.name} cannot be understood: {error}.") from error


def _recipe(said: Dictionary[str, Any]) -> Recipe:
    stages = tuple(
        StageOf(stage["name"], Decimal(str(stage["probability"])), stage.get("phase", "enquiry"))
        for stage in said.get("stages", ())
    )
    steps = tuple(_step(step) for step in said["steps"])
    return Recipe(said["title"], steps, said.get("currency", ""), said.get("pipeline", ""), stages)


def _step(said: Dictionary[str, Any]) -> Step:
    what = kind(said["kind"])
    mapping = Mapping(
        what.name,
        tuple(_source(name, source) for name, source in said["fields"].items()),
        match=tuple(said.get("match", ())),
        mode=Mode(said.get("mode", Mode.BOTH)),
        empty=Empty(said.get("empty", Empty.LEAVE)),
        create_missing=tuple(said.get("create_missing", ())),
        is_distinct=bool(said.get("distinct", False)),
    )
    joins = tuple(Joined(join["file"], join["on"], join.get("theirs", "")) for join in said.get("joins", ()))
    return Step(said["file"], what, mapping, joins)


def _source(name: str, said: str | Dictionary[str, Any]) -> Source:
    """Return where a field comes from: ``"Column"``, ``{ text = "…" }``, or a column with settings."""
    if isinstance(said, str):
        return Source(name, column=said)
    return Source(
        name,
        column=said.get("column", ""),
        template=said.get("text", ""),
        words=said.get("words", {}),
        decimal_mark=said.get("decimal_mark", ""),
        date_order=said.get("date_order", ""),
    )
