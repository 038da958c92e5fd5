"""One file that holds a whole Fairlead: a tar with a manifest of the parts and their checksums."""

import hashlib
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from fairlead.kit.errors import Problem

FORMAT = 1
MANIFEST = "manifest.json"
_CHUNK = 1 << 20


class BadArchive(Problem):
    """The file is no backup, or not as it was when it was made."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of the backup must look like."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the backup holds and where it comes from."""

    fairlead: str
    made_at: str
    database: str
    parts: Mapping[str, Part]
    format: int = FORMAT


def write(target: Path, files: Mapping[str, Path], *, fairlead: str, made_at: str, database: str) -> Manifest:
    """Write the archive, readable by its owner only; it has its name only once it is whole and on disk."""
    parts = {name: Part(_checksum(path), path.stat().st_size) for name, path in files.items()}
    manifest = Manifest(fairlead, made_at, database, parts)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
                _add_manifest(archive, manifest)
                for name, path in files.items():
                    archive.add(path, arcname=name, recursive=False)
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def unpack(source: Path, folder: Path) -> Manifest:
    """Write the parts into the folder, each checked against the manifest.

    :raises BadArchive: if anything is missing, changed, or lies outside the folder.
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            manifest = _read_manifest(archive)
            for name, part in manifest.parts.items():
                _extract(archive, name, part, folder)
    except (tarfile.TarError, OSError, EOFError, KeyError) as problem:
        raise BadArchive(f"{source} cannot be read as a backup: {problem}") from None
    return manifest


def _add_manifest(archive: tarfile.TarFile, manifest: Manifest) -> None:

    text = json.dumps(asdict(manifest), indent=2).encode()
    header = tarfile.TarInfo(MANIFEST)
    header.size = len(text)
    archive.addfile(header, BytesIO(text))


def _read_manifest(archive: tarfile.TarFile) -> Manifest:
    file = archive.extractfile(MANIFEST)
    if file is None:
        raise BadArchive("There is no manifest in it.")
    try:
        facts = json.loads(file.read())
        parts = {name: Part(**part) for name, part in facts.pop("parts").items()}
        manifest = Manifest(parts=parts, **facts)
    except (ValueError, TypeError, AttributeError) as problem:
        raise BadArchive(f"Its manifest makes no sense: {problem}.") from None
    if manifest.format != FORMAT:
        raise BadArchive(f"It has format {manifest.format}; this Fairlead reads format {FORMAT}.")
    return manifest


def _extract(archive: tarfile.TarFile, name: str, part: Part, folder: Path) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BadArchive(f"{name} would lie outside the folder.")
    file = archive.extractfile(name)
    if file is None:
        raise BadArchive(f"{name} is not a file.")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        found = _copy(file, out)
    if found != part:
        raise BadArchive(f"{name} is not as it was when the backup was made.")


def _copy(source: IO[bytes], target: IO[bytes]) -> Part:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += target.write(chunk)
    return Part(digest.hexdigest(), size)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
