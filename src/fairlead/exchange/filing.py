"""Files kept in the data folder, under the hash of what is in them."""

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from .reading import UnreadableFile
from .reading.files import MAX_BYTES


def keep(chunks: Iterable[bytes], name: str) -> tuple[str, int]:
    """Keep a file; return its hash and its size.

    :raises UnreadableFile: for a file larger than we read.
    """
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    handle, path = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MAX_BYTES:
                    raise UnreadableFile(name, f"The file is larger than {MAX_BYTES // 1024**2} MB.")
                digest.update(chunk)
                file.write(chunk)
        Path(path).replace(folder / digest.hexdigest())
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def path_of(file_hash: str) -> Path:
    """Return where a kept file is."""
    return _folder() / file_hash


def throw_away(*, kept: Collection[str], before: datetime) -> int:
    """Delete files that came before a moment, but for those whose hash is among the kept; return how many."""
    if not _folder().is_dir():
        return 0
    old = [
        path
        for path in _folder().iterdir()
        if path.name not in kept and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "imports"
