"""What loading would do, counted and shown: every problem with its place, every change before and after."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from dataclasses import field as member
from typing import Any

from .kinds import Context, Kind
from .planning import KeptRows, Planned, Problem, What
from .planning.kept import key_of

PROBLEMS_KEPT = 1_000
UPDATES_KEPT = 2_000
_GROUPS_KEPT = 500
_ROWS_NAMED = 5
_MISSING_NAMED = 1_000
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
class ProblemGroup:
    """The same problem of the same value, in however many rows; the first of them are named."""

    column: str
    value: str
    reason: str
    field: str = ""
    count: int = 0
    rows: list[int] = member(default_factory=list)


class ProblemGroups:
    """All problems of a file with the same ones together, so that each is decided once for all rows.

    Of one field the first five hundred different ones are kept.
    """

    def __init__(self, kept: Iterable[ProblemGroup] = ()) -> None:
        self._groups = {(one.field, one.column, one.value, one.reason): one for one in kept}
        self._kinds = Counter(one.field for one in self._groups.values())

    def add(self, problem: Problem) -> None:
        """Count a problem in."""
        group = self._group(problem.field, problem.column, problem.value, problem.reason)
        if group is not None:
            group.count += 1
            if len(group.rows) < _ROWS_NAMED:
                group.rows.append(problem.row)

    def take(self, others: "ProblemGroups") -> None:
        """Count in what others counted."""
        for one in others:
            if (group := self._group(one.field, one.column, one.value, one.reason)) is not None:
                group.count += one.count
                group.rows = sorted({*group.rows, *one.rows})[:_ROWS_NAMED]

    def _group(self, name: str, column: str, value: str, reason: str) -> ProblemGroup | None:
        key = (name, column, value, reason)
        if key not in self._groups:
            if self._kinds[name] >= _GROUPS_KEPT:
                return None
            self._kinds[name] += 1
            self._groups[key] = ProblemGroup(column, value, reason, name)
        return self._groups[key]

    def __iter__(self) -> Iterator[ProblemGroup]:
        """Yield those first that the most rows have."""
        return iter(sorted(self._groups.values(), key=lambda one: (-one.count, one.rows[:1])))


@dataclass(slots=True)
class Preview:
    """The dry run of one sheet. Nothing has been written.

    :param problems: the first of them; ``problem_count`` says how many there are, ``groups`` which ones.
    :param missing: lookup → names of the records that would be made: the first of them, without repetition.
    :param missing_counts: lookup → how many would be made.
    """

    counts: Counter[What] = member(default_factory=Counter)
    problems: list[Problem] = member(default_factory=list)
    problem_count: int = 0
    groups: ProblemGroups = member(default_factory=ProblemGroups)
    updates: list[Update] = member(default_factory=list)
    missing: dict[str, list[str]] = member(default_factory=dict)
    missing_counts: Counter[str] = member(default_factory=Counter)
    skipped: Counter[str] = member(default_factory=Counter)

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
            "groups": [asdict(group) for group in self.groups],
            "updates": [asdict(update) for update in self.updates],
            "missing": self.missing,
            "missing_counts": dict(self.missing_counts),
            "skipped": dict(self.skipped),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Preview":
        """Return the preview that was kept."""
        problems = [Problem(**problem) for problem in kept["problems"]]
        groups = ProblemGroups(ProblemGroup(**group) for group in kept.get("groups", ()))
        for problem in problems if "groups" not in kept else ():
            groups.add(problem)
        updates = [
            Update(update["row"], update["label"], tuple(Change(**change) for change in update["changes"]))
            for update in kept["updates"]
        ]
        counts = kept.get("missing_counts", {name: len(names) for name, names in kept["missing"].items()})
        return cls(
            counts=Counter({What(name): count for name, count in kept["counts"].items()}),
            problems=problems,
            problem_count=kept["problem_count"],
            groups=groups,
            updates=updates,
            missing=kept["missing"],
            missing_counts=Counter(counts),
            skipped=Counter(kept["skipped"]),
        )


def preview(
    plan: Iterable[Planned], kind: Kind, context: Context, *, progress: Callable[[int], None] = lambda _: None
) -> tuple[Preview, KeptRows]:
    """Return what a plan would do, and the rows of it that would be written.

    The rows come along so that loading needs not plan again; there are none if any row has a problem.
    """
    seen = Preview()
    kept = KeptRows(kind)
    missing: set[tuple[str, str]] = set()
    for number, row in enumerate(plan, start=1):
        _count(seen, row, kind, context, missing)
        if row.what in (What.CREATE, What.UPDATE) and not seen.problem_count:
            kept.add(row)
        if number % _TOLD_EVERY == 0:
            progress(number)
    if seen.problem_count:
        kept.clear()
    return seen, kept


def _count(seen: Preview, row: Planned, kind: Kind, context: Context, known: set[tuple[str, str]]) -> None:
    seen.counts[row.what] += 1
    if row.problems:
        seen.problem_count += len(row.problems)
        seen.problems += row.problems[: max(0, PROBLEMS_KEPT - len(seen.problems))]
        for problem in row.problems:
            seen.groups.add(problem)
    if row.note:
        seen.skipped[_general(row.note)] += 1
    for missing in row.missing.values():
        if (key := key_of(missing)) not in known:
            known.add(key)
            seen.missing_counts[missing.lookup] += 1
            if seen.missing_counts[missing.lookup] <= _MISSING_NAMED:
                seen.missing.setdefault(missing.lookup, []).append(missing.text)
    if row.what == What.UPDATE and len(seen.updates) < UPDATES_KEPT:
        seen.updates.append(Update(row.number, str(row.record), tuple(changes_of(row, kind, context))))


def _general(note: str) -> str:
    return "An earlier row is the same." if note.startswith("Row ") else note


def changes_of(row: Planned, kind: Kind, context: Context) -> Iterable[Change]:
    """Yield what an update changes, field by field, with references by name."""
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
