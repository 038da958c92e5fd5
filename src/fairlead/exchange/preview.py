"""What loading would do, counted and shown: every problem with its place, every change before and after."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from .kinds import Context, Kind
from .planning import KeptRows, Planned, Problem, What

PROBLEMS_KEPT = 1_000
UPDATES_KEPT = 2_000
_TOLD_EVERY = 500


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an existing record, before and after."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Update:
    """What would change in one existing record."""

    row: int
    label: str
    changes: tuple[Change, ...]


@dataclass(slots=True)
class Preview:
    """The dry run of one sheet. Nothing has been written.

    :param problems: the first of them; ``problem_count`` says how many there are.
    :param missing: lookup → names of the records that would be made.
    """

    counts: Counter[What] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    updates: list[Update] = field(default_factory=list)
    missing: dict[str, list[str]] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """Return how many rows were looked at."""
        return self.counts.total()

    @property
    def is_loadable(self) -> bool:
        """Tell whether there is something to load and nothing against it."""
        return not self.problem_count and bool(self.counts[What.CREATE] or self.counts[What.UPDATE])

    def to_json(self) -> dict[str, Any]:
        """Return the preview as it is kept with the job."""
        return {
            "counts": {what.value: self.counts[what] for what in What},
            "problems": [asdict(problem) for problem in self.problems],
            "problem_count": self.problem_count,
            "updates": [asdict(update) for update in self.updates],
            "missing": self.missing,
            "skipped": dict(self.skipped),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Preview":
        """Return the preview that was kept."""
        return cls(
            Counter({What(name): count for name, count in kept["counts"].items()}),
            [Problem(**problem) for problem in kept["problems"]],
            kept["problem_count"],
            [
                Update(
                    update["row"], update["label"], tuple(Change(**change) for change in update["changes"])
                )
                for update in kept["updates"]
            ],
            kept["missing"],
            Counter(kept["skipped"]),
        )


def preview(
    plan: Iterable[Planned], kind: Kind, context: Context, *, progress: Callable[[int], None] = lambda _: None
) -> tuple[Preview, KeptRows]:
    """Return what a plan would do, and the rows of it that would be written.

    The rows come along so that loading needs not plan again; there are none if any row has a problem.
    """
    seen = Preview()
    kept = KeptRows(kind)
    for number, row in enumerate(plan, start=1):
        _count(seen, row, kind, context)
        if row.what in (What.CREATE, What.UPDATE) and not seen.problem_count:
            kept.add(row)
        if number % _TOLD_EVERY == 0:
            progress(number)
    if seen.problem_count:
        kept.clear()
    return seen, kept


def _count(seen: Preview, row: Planned, kind: Kind, context: Context) -> None:
    seen.counts[row.what] += 1
    if row.problems:
        seen.problem_count += len(row.problems)
        seen.problems += row.problems[: max(0, PROBLEMS_KEPT - len(seen.problems))]
    if row.note:
        seen.skipped[_general(row.note)] += 1
    for missing in row.missing.values():
        names = seen.missing.setdefault(missing.lookup, [])
        if missing.text not in names:
            names.append(missing.text)
    if row.what == What.UPDATE and len(seen.updates) < UPDATES_KEPT:
        seen.updates.append(Update(row.number, str(row.record), tuple(_changes(row, kind, context))))


def _general(note: str) -> str:
    return "An earlier row is the same." if note.startswith("Row ") else note


def _changes(row: Planned, kind: Kind, context: Context) -> Iterable[Change]:
    for column, (before, after) in row.changes.items():
        known = next((known for known in kind.fields if known.column == column), None)
        title = known.title if known else column.removesuffix("_id").replace("_", " ").capitalize()
        lookup = context.lookup(known.lookup) if known and known.lookup else None
        name = lookup.name_of if lookup else _shown
        yield Change(title, name(before), name(after))
    for missing in row.missing.values():
        yield Change(missing.lookup.replace("_", " ").capitalize(), "", missing.text)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
