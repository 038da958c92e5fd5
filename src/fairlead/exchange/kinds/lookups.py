"""Finding the record that a cell means: by external id, by name, by whatever else names it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from fairlead.access import Viewer
from fairlead.exchange.reading import CellProblem
from fairlead.kit.search import fold

from .nearest import Nearest

Row: TypeAlias = tuple[int, tuple[str, ...]]
"""A record's id and what it goes by, the surest first."""

_SEVERAL = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """A record that does not exist yet and is to be made when the file is loaded."""

    lookup: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a lookup's records come from.

    :param noun: what one of them is called, for messages.
    :param create: makes one from its name, through the action of its app; nothing where that makes no sense.
    """

    name: str
    noun: str
    rows: Callable[[Viewer], Iterable[Row]]
    create: Callable[[str, Viewer, datetime], int] | None = None


class Lookup:
    """All records of one sort that the viewer may refer to, by what they go by."""

    def __init__(self, source: Source, viewer: Viewer) -> None:
        self.source = source
        self._levels: list[dict[str, int]] = []
        self._labels: dict[str, str] = {}
        self._names: dict[int, str] = {}
        self._nearest: Nearest | None = None
        for pk, keys in source.rows(viewer):
            self._add(pk, keys)

    def _add(self, pk: int, keys: tuple[str, ...]) -> None:
        while len(self._levels) < len(keys):
            self._levels.append({})
        for level, key in zip(self._levels, keys, strict=False):
            if folded := _folded(key):
                level[folded] = pk if level.get(folded, pk) == pk else _SEVERAL
        if keys:
            self._labels.setdefault(_folded(keys[-1]), keys[-1])
            self._names[pk] = keys[-1]
            if self._nearest is not None:
                self._nearest.add(keys[-1])

    def find(self, text: str, system: str = "") -> int | None:
        """Return the id of the record that goes by this text, or nothing.

        :param system: the system whose external ids come first.
        :raises CellProblem: when several go by it.
        """
        for folded in (_folded(within(system, text)), _folded(text)):
            for level in self._levels if folded else ():
                if (pk := level.get(folded)) is not None:
                    if pk == _SEVERAL:
                        raise CellProblem(
                            f"There is more than one {self.source.noun} “{text}”; use the external id."
                        )
                    return pk
        return None

    def demand(self, text: str, system: str = "") -> int:
        """Return the id of the record that goes by this text, with the external ids of a system first.

        :raises CellProblem: when none does, with the nearest one there is.
        """
        if (pk := self.find(text, system)) is not None:
            return pk
        near = self.near(text)
        hint = f" Did you mean “{near}”?" if near else ""
        raise CellProblem(f"There is no {self.source.noun} “{text}”.{hint}")

    def near(self, text: str) -> str:
        """Return what the record is called that this text nearly names; nothing where none stands out."""
        if self._nearest is None:
            self._nearest = Nearest(self._labels.values())
        return self._nearest.to(text)

    def names(self) -> list[str]:
        """Return what the records are called, in the order of the alphabet."""
        return sorted(self._labels.values(), key=str.casefold)

    def name_of(self, pk: int | None) -> str:
        """Return what a record is called; nothing for none."""
        return "" if pk is None else self._names.get(pk, f"#{pk}")

    def learn(self, pk: int, *keys: str) -> None:
        """Take up a record that has just been made, or is promised, by what it goes by."""
        self._add(pk, keys)


class Lookups:
    """Lookups of one viewer, each loaded when it is first used."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._loaded: dict[str, Lookup] = {}

    def __getitem__(self, name: str) -> Lookup:
        if name not in self._loaded:
            self._loaded[name] = Lookup(SOURCES[name], self._viewer)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(SOURCES)


SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Make a lookup known under its name."""
    SOURCES[source.name] = source
    return source


def within(system: str, external_id: str) -> str:
    """Return what an external id is called where it has to be told from the same id of another system."""
    return f"{system}\N{SYMBOL FOR UNIT SEPARATOR}{external_id}" if system and external_id else ""


def _folded(text: str) -> str:
    return " ".join(fold(str(text)).split())
