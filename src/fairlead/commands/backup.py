"""Write everything into one file: rows, uploaded files, the secret key."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from fairlead import __version__
from fairlead.commands import _archive, _open_rows, _rows, migrate
from fairlead.commands._clock import now
from fairlead.kit.errors import Problem

FOLDER = "data/"


def add_arguments(parser: ArgumentParser) -> None:
    """Take the place to write to."""
    parser.description = (
        f"{parser.description} People can go on working meanwhile. "
        "The file opens every door, like the data folder: keep it as safe."
    )
    parser.add_argument(
        "--open",
        action="store_true",
        help="write rows as JSON lines, a file for each table: slower, readable by anything, and put back"
        " on SQLite and PostgreSQL alike",
    )
    parser.add_argument("target", nargs="?", type=Path, help="file or folder (the current folder)")


def run(arguments: Namespace) -> int:
    """Write the backup and say where it is."""
    at = now()
    target = _target(arguments.target or Path(), f"fairlead-{at:%Y-%m-%d-%H%M%S}.tar.gz")
    with TemporaryDirectory(prefix=".fairlead-backup-", dir=target.parent) as scratch:
        files = {**_rows_of(Path(scratch), is_open=arguments.open), **kept_files()}
        kind = _open_rows.NAME if arguments.open else connection.vendor
        made_at = at.isoformat(timespec="seconds")
        _archive.write(target, files, fairlead=__version__, made_at=made_at, database=kind)
    print(f"{target} ({target.stat().st_size / 1e6:,.1f} MB)")
    return 0


def _rows_of(scratch: Path, *, is_open: bool) -> dict[str, Path]:
    if is_open:
        if migrate.pending():
            raise Problem("The database is of an earlier version. Run `fairlead migrate` first.")
        return _open_rows.dump(scratch)
    rows = _rows.dump(scratch)
    return {rows.name: rows}


def kept_files() -> dict[str, Path]:
    """Return the files of the data folder that cannot be made again, by their names in the archive."""
    root: Path = settings.DATA_DIR
    found = [root / "secret-key", *sorted(settings.MEDIA_ROOT.rglob("*"))]
    return {FOLDER + path.relative_to(root).as_posix(): path for path in found if path.is_file()}


def _target(wanted: Path, name: str) -> Path:
    target = (wanted / name if wanted.is_dir() else wanted).resolve()
    if target.exists():
        raise Problem(f"{target} exists already.")
    if not target.parent.is_dir():
        raise Problem(f"There is no folder {target.parent}.")
    return target
