"""Saved imports: which there are, feed one a file, and what became of it."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, UploadedFile
from pydantic import BaseModel

from fairlead.api.answers import answer, documented, viewer_of, write
from fairlead.api.shapes import json
from fairlead.api.values import MomentTold, Told
from fairlead.exchange import queries, recurring
from fairlead.exchange.models import ImportRun

router = Router(tags=["Imports"])


class SavedImportTold(Told):
    """A saved import: what its rows are, and the folder that it watches beside this door."""

    id: int
    name: str
    kind: str
    is_active: bool
    folder: str


class SavedImportsTold(Told):
    """Saved imports, by name."""

    rows: list[SavedImportTold]


class RunTold(Told):
    """What became of a file: waiting, loaded, nothing (it brought nothing new) or refused, with the reasons.

    Problems are the first of `problem_count`; `batch` is what takes it back.
    """

    id: int
    saved_import: str
    file: str
    state: str
    counts: dict[str, int]
    problems: list[str]
    problem_count: int
    message: str
    batch: int | None
    started_at: MomentTold
    finished_at: MomentTold | None


class _Sent(BaseModel):
    """What tells one upload from another."""

    file: str
    sha256: str


@router.get("/saved", response=documented(SavedImportsTold), summary="Saved imports")
def list_saved(request: HttpRequest) -> HttpResponse:
    """Return the saved imports that you may feed."""
    rows = [
        {
            "id": saved.pk, "name": saved.name, "kind": saved.kind, "is_active": saved.is_active,
            "folder": saved.folder,
        }
        for saved in queries.saved_imports(viewer_of(request))
    ]  # fmt: skip
    return answer({"rows": rows})


@router.post("/saved/{int:pk}/files", response=documented(RunTold, status=202), summary="Feed a file")
def feed(request: HttpRequest, pk: int, file: File[UploadedFile]) -> HttpResponse:
    """Send a file to a saved import: it is loaded whole or not at all. The run says what became of it."""
    viewer, now = viewer_of(request), request.now  # type: ignore[attr-defined]
    saved = queries.saved_import(viewer, pk)
    name = str(file.name or "file")
    sent = _Sent(file=name, sha256=_hash(file))

    def run() -> dict[str, Any]:
        return _told(recurring.take_in(saved, name, file.chunks(), by=viewer, at=now))

    return write(request, sent, run, status=202)


@router.get("/runs/{int:pk}", response=documented(RunTold), summary="What became of a file")
def read_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what became of a file."""
    return answer(_told(queries.run(viewer_of(request), pk)))


def _hash(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _told(run: ImportRun) -> dict[str, Any]:
    return {
        "id": run.pk,
        "saved_import": run.saved.name,
        "file": run.file_name,
        "state": run.state,
        "counts": run.counts,
        "problems": run.problems,
        "problem_count": run.problem_count,
        "message": run.message,
        "batch": run.job.batch_id if run.job else None,
        "started_at": json(run.started_at),
        "finished_at": json(run.finished_at) if run.finished_at else None,
    }
