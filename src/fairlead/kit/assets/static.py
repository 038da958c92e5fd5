"""The files beside the pages: found where they lie, gathered under names that change with their content."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

SUFFIXES = (".css", ".js", ".svg", ".png", ".ico", ".woff2", ".webmanifest", ".json")
_STAMP = ".gathered"


class PageFiles(FileSystemFinder):
    """Find what a browser may have, among templates and code that it may not.

    web/static/vendor/htmx.js is served as vendor/htmx.js, and web/pipeline/board.js as pipeline/board.js.
    """

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        """Yield the files a browser may have."""
        for path, storage in super().list(ignore_patterns):
            if _is_public(path):
                yield path, storage

    def find(self, path: str, *args: Any, **kwargs: Any) -> Any:
        """Return where a file lies, if a browser may have it."""
        return super().find(path, *args, **kwargs) if _is_public(path) else []


def _is_public(path: str) -> bool:
    return path.endswith(SUFFIXES) and not path.startswith("static/")


class HashedStorage(ManifestStaticFilesStorage):
    """Name each file after its content, so that browsers may keep it for ever.

    Before the files are gathered, as in tests, every file has its own name.
    """

    manifest_strict = False
    support_js_module_import_aggregation = True

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """Return the hashed name; a file added since the last gathering keeps its own."""
        try:
            return str(super().hashed_name(name, content, filename))
        except ValueError:
            return name


def gather(root: Path, folders: Sequence[Path]) -> bool:
    """Copy the files into the data folder if they changed since the last time; tell whether they had."""
    seen = _fingerprint(folders)
    stamp = root / _STAMP
    if stamp.exists() and stamp.read_text() == seen:
        return False
    root.mkdir(parents=True, exist_ok=True)
    gathering = HashedStorage(location=root)
    paths = {path: (storage, path) for storage, path in _public(folders)}
    for storage, path in paths.values():
        gathering.delete(path)
        with storage.open(path) as file:
            gathering.save(path, file)
    for _, _, problem in gathering.post_process(paths):
        if isinstance(problem, Exception):
            raise problem
    stamp.write_text(seen)
    return True


def _public(folders: Sequence[Path]) -> Iterator[tuple[FileSystemStorage, str]]:
    """Yield the files of all folders; where two share a path, the first folder's comes last and wins."""
    for folder in reversed(folders):
        storage = FileSystemStorage(location=folder)
        for file in folder.rglob("*"):
            path = file.relative_to(folder).as_posix()
            if file.is_file() and _is_public(path):
                yield storage, path


def _fingerprint(folders: Sequence[Path]) -> str:
    files = sorted(Path(storage.path(path)) for storage, path in _public(folders))
    facts = "\n".join(f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files)
    return hashlib.sha256(facts.encode()).hexdigest()
