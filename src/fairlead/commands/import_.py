"""Load a file, or several that refer to each other: dry run first, whole or not at all, undone by number."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from fairlead import journal
from fairlead.access import Viewer, installation
from fairlead.commands._clock import now
from fairlead.commands._following import follow
from fairlead.exchange import actions, bundles, queries, recurring, running
from fairlead.exchange.kinds import KINDS
from fairlead.exchange.models import Bundle, ImportJob, RunState, State
from fairlead.exchange.planning import What
from fairlead.exchange.preview import Preview
from fairlead.exchange.reading import files_in, is_archive
from fairlead.exchange.recipes import names, recipe, run_recipe
from fairlead.journal.models import Batch
from fairlead.kit.errors import Problem
from fairlead.people import queries as people

_PROBLEMS_SHOWN = 20
_CHUNK = 1 << 20


def add_arguments(parser: ArgumentParser) -> None:
    """Take what to load, as what, and by whom."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="path",
        help="a CSV, XLSX, Parquet or JSON lines file; several, a folder or a ZIP of them go together;"
        " with --recipe, the folder of its files",
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
    parser.add_argument("--saved", metavar="NAME", help="feed the files to a saved import of this name")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
    parser.add_argument("--undo", type=int, metavar="NUMBER", help="take the batch of this number back")
    parser.add_argument(
        "--force", action="store_true", help="with --undo: take back what others changed since as well"
    )


def run(arguments: Namespace) -> int:
    """Load, or say what loading would do, or take a batch back."""
    by = _viewer(arguments.by)
    with journal.source("import"):
        if arguments.undo:
            return _undo(arguments.undo, by, force=arguments.force)
        if not arguments.paths:
            raise Problem("Say which file or folder to load.")
        if missing := [path for path in arguments.paths if not path.exists()]:
            raise Problem(f"There is no {missing[0]}.")
        if arguments.recipe:
            return _cook(arguments, by)
        files = _files(arguments.paths)
        if arguments.saved:
            return _feed(files, arguments, by)
        is_one = len(files) == 1 and not _is_archive(files[0])
        return _load(files[0], arguments, by) if is_one else _load_all(files, arguments, by)


def _viewer(email: str | None) -> Viewer:
    if email is None:
        return installation()
    person = people.people(installation()).filter(email__iexact=email).first()
    if person is None:
        raise Problem(f"Nobody signs in as {email}. `fairlead user list` shows who does.")
    return people.viewer_of(person)


def _cook(arguments: Namespace, by: Viewer) -> int:
    batch, steps = run_recipe(
        recipe(arguments.recipe),
        arguments.paths[0],
        by=by,
        at=now(),
        dry_run=arguments.dry_run,
        progress=_tell,
    )
    _clear_line()
    for step in steps:
        print(f"{step.file}: {step.kind.lower()}: {_counted(step.preview)}")
    print(_ending(arguments.dry_run, batch.pk))
    return 0


def _feed(files: list[Path], arguments: Namespace, by: Viewer) -> int:
    """Feed files to a saved import, one after the other; each is whole or not at all."""
    if arguments.dry_run or arguments.kind or arguments.by:
        raise Problem("A saved import says itself what the rows are and who imports; --saved goes alone.")
    saved = queries.saved_import_called(by, arguments.saved)
    runs = [recurring.feed(saved, path.name, _chunks(path), door="command", at=now()) for path in files]
    for run in runs:
        refused = run.state == RunState.REFUSED
        print(recurring.report(run), end="", file=sys.stderr if refused else sys.stdout)
        if run.job is not None and run.job.batch_id:
            print(_ending(False, run.job.batch_id))
    return max(run.state == RunState.REFUSED for run in runs)


def _files(paths: list[Path]) -> list[Path]:
    """Return the files, those of folders by name; hidden ones are left out."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [file for file in inside if file.is_file() and not file.name.startswith(".")]
    if not found:
        raise Problem("There is no file in the folder.")
    return found


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(_CHUNK), b"")


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return is_archive(file)


def _named(path: Path, opened: ExitStack) -> list[tuple[str, Iterator[bytes]]]:
    """Return the file with its name; of a ZIP archive, the files in it."""
    file = opened.enter_context(path.open("rb"))
    return files_in(file, path.name) if is_archive(file) else [(path.name, _chunks(path))]


def _load_all(files: list[Path], arguments: Namespace, by: Viewer) -> int:
    if arguments.kind:
        raise Problem("--kind is for a single file. Of several, each is found out by its name and titles.")
    with ExitStack() as opened:
        named = [one for path in files for one in _named(path, opened)]
        bundle = bundles.begin_bundle(named, by=by, at=now())
    return _load_bundle(bundle, arguments, by)


def _load_bundle(bundle: Bundle, arguments: Namespace, by: Viewer) -> int:
    bundles.run_check(bundle, by=by, at=now(), told=lambda done, _total, doing: _tell(doing, done))
    _clear_line()
    jobs = bundles.files_of(bundle)
    seen = [_say(job) for job in jobs]
    if any(one.problem_count for one in seen):
        return _say_problems(*seen)
    if arguments.dry_run or not bundles.is_loadable(jobs):
        print("Nothing was written." if arguments.dry_run else "There is nothing to load.")
        return 0
    bundles.load_bundle(bundle, by=by, at=now())
    return _say_loaded(bundle, by)


def _say(job: ImportJob) -> Preview:
    """Say what a file holds, how it maps and what it would do."""
    print(f"{job.file_name} as {queries.kind_of(job).title.lower()}:")
    for source in queries.mapping_of(job).sources:
        print(f"  {source.column or source.template} → {source.field}")
    seen = queries.preview_of(job)
    assert seen is not None, "it was checked"  # noqa: S101
    print(_counted(seen))
    return seen


def _load(path: Path, arguments: Namespace, by: Viewer) -> int:
    job = actions.begin_import(path.name, _chunks(path), kind_name=arguments.kind or "", by=by, at=now())
    if bundle := bundles.bundle_for(job):
        return _load_bundle(bundle, arguments, by)
    actions.run_check(job, by=by, at=now(), told=lambda done, _total, doing: _tell(doing, done))
    _clear_line()
    seen = _say(job)
    if seen.problem_count:
        return _say_problems(seen)
    if arguments.dry_run or not seen.is_loadable:
        print("Nothing was written." if arguments.dry_run else "There is nothing to load.")
        return 0
    actions.load_import(job, by=by, at=now())
    return _say_loaded(job, by)


def _say_loaded(work: running.Import, by: Viewer) -> int:
    follow(work, by)
    if work.state != State.LOADED:
        print(work.message, file=sys.stderr)
        return 1
    print(_ending(False, work.batch_id or 0))
    return 0


def _undo(number: int, by: Viewer, *, force: bool) -> int:
    batch = Batch.objects.filter(pk=number, kind="import").first()
    if batch is None:
        raise Problem(f"There is no import batch {number}.")
    jobs = ImportJob.objects.filter(batch=batch, bundle=None)
    work = Bundle.objects.filter(batch=batch).first() or jobs.first()
    if work is None:
        undone = journal.undo_batch(batch, by=by, at=now(), force=force)
    elif (done := running.undo(work, by=by, at=now(), force=force)) is None:
        return _say_undone(work, by)
    else:
        undone = done
    print(f"Removed {sum(undone.removed.values()):,}, restored {sum(undone.restored.values()):,} records.")
    for left in undone.left:
        print(f"Left as it is: {left.kind} “{left.label}”: {left.reason}")
    return 0


def _say_undone(work: running.Import, by: Viewer) -> int:
    follow(work, by)
    print(" ".join(filter(None, ["Taken back." if work.state == State.UNDONE else "", work.message])))
    return 0 if work.state == State.UNDONE else 1


def _say_problems(*seen: Preview) -> int:
    shown = [problem for one in seen for problem in one.problems][:_PROBLEMS_SHOWN]
    for problem in shown:
        print(problem, file=sys.stderr)
    more = sum(one.problem_count for one in seen) - len(shown)
    print(f"{f'… and {more:,} more. ' if more else ''}Nothing was written.", file=sys.stderr)
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
