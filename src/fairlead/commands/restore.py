"""Put a backup in the place of everything there is."""

import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from fairlead import __version__
from fairlead.commands import _archive, _open_rows, _rows, _running, backup, migrate
from fairlead.commands._clock import now
from fairlead.kit.errors import Problem
from fairlead.people.models import Person


class WouldOverwrite(Problem):
    """There are people in the database, and nobody said that they may go."""


def add_arguments(parser: ArgumentParser) -> None:
    """Take the backup, and the word that what is there may go."""
    parser.description = f"{parser.description} Stop the server and all workers first."
    parser.add_argument("source", type=Path, help="a file that `fairlead backup` made")
    parser.add_argument("--force", action="store_true", help="replace a database that holds people")


def run(arguments: Namespace) -> int:
    """Check the whole backup first; then replace, and bring it up to this version."""
    _running.alone()
    if not arguments.force and _holds_people():
        raise WouldOverwrite("This database holds people already. Add --force to replace it.")
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".restore-", dir=settings.DATA_DIR) as scratch:
        folder = Path(scratch)
        manifest = _archive.unpack(arguments.source, folder)
        _refuse_foreign(manifest)
        said = _load_open(folder) if manifest.database == _open_rows.NAME else _load(folder)
        _put_files(folder / backup.FOLDER)
    migrate.prepare()
    print(f"Restored the backup of {manifest.made_at}. {said}".rstrip())
    return 0


def _load(folder: Path) -> str:
    rows = folder / _rows.NAMES[connection.vendor]
    _rows.verify(rows)
    return _rows.load(rows, kept_as=f"replaced-{now():%Y%m%d%H%M%S}")


def _load_open(folder: Path) -> str:
    migrate.prepare()
    return f"{_open_rows.load(folder):,} rows in all tables."


def _holds_people() -> bool:
    if Person._meta.db_table not in connection.introspection.table_names():
        return False
    return Person.objects.exists()


def _refuse_foreign(manifest: _archive.Manifest) -> None:
    found, here = manifest.database, connection.vendor
    if found not in (here, _open_rows.NAME):
        raise _archive.BadArchive(
            f"The backup is of {found}, and this is {here}. Set DATABASE_URL to match, "
            "or make the backup with --open."
        )
    if _numbers(manifest.fairlead) > _numbers(__version__):
        raise _archive.BadArchive(
            f"The backup is of Fairlead {manifest.fairlead}, this is {__version__}. Upgrade Fairlead first."
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _put_files(folder: Path) -> None:
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            target = settings.DATA_DIR / file.relative_to(folder)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            target.chmod(0o600)
