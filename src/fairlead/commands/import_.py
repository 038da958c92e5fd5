"""Load a file, or a folder of files by a recipe: dry run first, whole or not at all, undone by its number."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from fairlead import journal
from fairlead.access import Viewer, installation
from fairlead.commands._clock import now
from fairlead.exchange import actions, queries
from fairlead.exchange.kinds import KINDS
from fairlead.exchange.models import ImportJob
from fairlead.exchange.planning import What
from fairlead.exchange.preview import Preview
from fairlead.exchange.recipes import names, recipe, run_recipe
from fairlead.journal.models import Batch
from fairlead.kit.errors import Problem
from fairlead.people import queries as people

_PROBLEMS_SHOWN = 20
_CHUNK = 1 << 20


def add_arguments(parser: ArgumentParser) -> None:
    """Take what to load, as what, and by whom."""
    parser.add_argument(
        "path", nargs="?", type=Path, help="a CSV or XLSX file; with --recipe, the folder of its files"
    )
    parser.add_argument(
        "--kind", choices=sorted(KINDS), help="what the rows are; found out by the titles without it"
    )
    parser.add_argument(
        "--recipe", help=f"load a folder of files: {', '.join(names())}, or a recipe file of your own"
    )
    parser.add_argument(
        "--by", metavar="EMAIL", help="the person who imports; the installation itself without it"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
    parser.add_argument("--undo", type=int, metavar="NUMBER", help="take the batch of this number back")


def run(arguments: Namespace) -> int:
    """Load, or say what loading would do, or take a batch back."""
    by = _viewer(arguments.by)
    with journal.source("import"):
        if arguments.undo:
            return _undo(arguments.undo, by)
        if arguments.path is None or not arguments.path.exists():
            raise Problem(
                f"There is no {arguments.path}." if arguments.path else "Say which file or folder to load."
            )
        return _cook(arguments, by) if arguments.recipe else _load(arguments, by)


def _viewer(email: str | None) -> Viewer:
    if email is None:
        return installation()
    person = people.people(installation()).filter(email__iexact=email).first()
    if person is None:
        raise Problem(f"Nobody signs in as {email}. `fairlead user list` shows who does.")
    return people.viewer_of(person)


def _cook(arguments: Namespace, by: Viewer) -> int:
    batch, steps = run_recipe(
        recipe(arguments.recipe), arguments.path, by=by, at=now(), dry_run=arguments.dry_run, progress=_tell
    )
    _clear_line()
    for step in steps:
        print(f"{step.file}: {step.kind.lower()}: {_counted(step.preview)}")
    print(_ending(arguments.dry_run, batch.pk))
    return 0


def _load(arguments: Namespace, by: Viewer) -> int:
    with arguments.path.open("rb") as file:
        chunks = iter(lambda: file.read(_CHUNK), b"")
        job = actions.begin_import(
            arguments.path.name, chunks, kind_name=arguments.kind or "", by=by, at=now()
        )
    print(f"{job.file_name} as {queries.kind_of(job).title.lower()}:")
    for source in queries.mapping_of(job).sources:
        print(f"  {source.column or source.template} → {source.field}")
    actions.run_check(job, by=by, at=now(), told=lambda done, _total, doing: _tell(doing, done))
    _clear_line()
    seen = queries.preview_of(job)
    assert seen is not None, "it was checked"  # noqa: S101
    print(_counted(seen))
    if seen.problem_count:
        return _say_problems(seen)
    if arguments.dry_run or not seen.is_loadable:
        print("Nothing was written." if arguments.dry_run else "There is nothing to load.")
        return 0
    actions.run_load(job, by=by, at=now(), told=lambda done, _total, doing: _tell(doing, done))
    _clear_line()
    print(_ending(False, ImportJob.objects.get(pk=job.pk).batch_id or 0))
    return 0


def _undo(number: int, by: Viewer) -> int:
    batch = Batch.objects.filter(pk=number, kind="import").first()
    if batch is None:
        raise Problem(f"There is no import batch {number}.")
    job = ImportJob.objects.filter(batch=batch).first()
    at = now()
    undone = actions.undo_import(job, by=by, at=at) if job else journal.undo_batch(batch, by=by, at=at)
    print(f"Removed {sum(undone.removed.values()):,}, restored {sum(undone.restored.values()):,} records.")
    for left in undone.left:
        print(f"Left as it is: {left.kind} “{left.label}”: {left.reason}")
    return 0


def _say_problems(seen: Preview) -> int:
    for problem in seen.problems[:_PROBLEMS_SHOWN]:
        print(problem, file=sys.stderr)
    more = seen.problem_count - _PROBLEMS_SHOWN
    print(
        f"{'… and ' + format(more, ',') + ' more. ' if more > 0 else ''}Nothing was written.", file=sys.stderr
    )
    return 1


def _counted(seen: Preview) -> str:
    words = {
        What.CREATE: "to create",
        What.UPDATE: "to update",
        What.UNCHANGED: "unchanged",
        What.SKIP: "skipped",
        What.ERROR: "with problems",
    }
    parts = [f"{seen.counts[what]:,} {word}" for what, word in words.items() if seen.counts[what]]
    return f"{seen.rows:,} rows: {', '.join(parts) or 'nothing to do'}"


def _ending(dry_run: bool, batch_id: int) -> str:
    return (
        "Nothing was written." if dry_run else f"Loaded. `fairlead import --undo {batch_id}` takes it back."
    )


def _tell(what: str, rows: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{what}: {rows:,} rows", end="", file=sys.stderr, flush=True)


def _clear_line() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
