"""Folders on the server where files for saved imports arrive: all beneath one folder of the settings."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from fairlead.kit.errors import RuleBroken

SETTLED_SECONDS = 300
"""A file that nobody wrote to for so long is whole; a younger one if it is as it was at the last look."""

DONE, REFUSED = "done", "refused"
REPORT = ".report.txt"
_CHUNK = 1 << 20

Stamps = dict[str, list[int]]
"""Name of a file → its size and the time of its last change, in nanoseconds."""


class CannotWatch(RuleBroken):
    """There is no such folder to watch."""


def folder_of(name: str) -> Path:
    """Return a folder beneath the one of the settings.

    :raises CannotWatch: when none may be watched, or it is not there, or lies elsewhere.
    """
    root: Path | None = settings.ENVIRONMENT.import_folder
    if root is None:
        raise _cannot("No folder may be watched: FAIRLEAD_IMPORT_FOLDER is not set.")
    root = root.expanduser().resolve()
    folder = (root / name).resolve()
    if not folder.is_relative_to(root):
        raise _cannot(f"“{name}” lies outside the folder that FAIRLEAD_IMPORT_FOLDER names.")
    if not folder.is_dir():
        raise _cannot(f"There is no folder “{name}” beneath the one that FAIRLEAD_IMPORT_FOLDER names.")
    return folder


def settled(folder: Path, seen: Mapping[str, list[int]], at: datetime) -> tuple[list[Path], Stamps]:
    """Return the files that have stopped growing, by name, and the stamps of the others."""
    whole, growing = [], {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.endswith(REPORT) or path.is_symlink() or not path.is_file():
            continue
        stat = path.stat()
        stamp = [stat.st_size, stat.st_mtime_ns]
        if seen.get(path.name) == stamp or at.timestamp() - stat.st_mtime >= SETTLED_SECONDS:
            whole.append(path)
        else:
            growing[path.name] = stamp
    return whole, growing


def chunks(path: Path) -> Iterator[bytes]:
    """Yield what is in a file, piece by piece."""
    with path.open("rb") as file:
        yield from iter(lambda: file.read(_CHUNK), b"")


def put_away(path: Path, *, is_good: bool, report: str, at: datetime) -> Path:
    """Move a file to ``done`` or ``refused`` beside it, with a report; return where it is now."""
    folder = path.parent / (DONE if is_good else REFUSED)
    folder.mkdir(exist_ok=True)
    to = folder / path.name
    if to.exists():
        to = folder / f"{at.astimezone(UTC):%Y%m%d-%H%M%S%f} {path.name}"
    path.rename(to)
    to.with_name(to.name + REPORT).write_text(report, encoding="utf-8")
    return to


def _cannot(sentence: str) -> CannotWatch:
    return CannotWatch(sentence, fields={"folder": sentence})
