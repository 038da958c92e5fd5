"""A list as a file: the same query value, so the file holds what the screen shows."""

import re
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from fairlead.exchange import exports, taking
from fairlead.exchange.lists import LISTS
from fairlead.kit import tables
from fairlead.render.files import FORMS, write_file
from fairlead.render.listed import listed
from fairlead.render.table import Table
from fairlead.web.shared import pages
from fairlead.web.shared.declared import Declared, context_of, read
from fairlead.web.shared.pages import Request


def export(request: Request, form: str, listing: Declared) -> HttpResponseBase:
    """Send exactly the rows, columns, order and day of a list as a file, and note it in the journal.

    Sent by POST, it asks the worker for the file, which is then found among one's exports.
    """
    if form not in FORMS or (request.method == "POST" and listing.name not in LISTS):
        raise Http404
    query, context = read(request, listing), context_of(request)
    if request.method == "POST":
        taking.ask(listing.name, query, form, by=request.viewer, at=request.now)
        return pages.redirect_to(request, "exports")
    leaving = exports.Export(listing.table.kind, form, tables.encode(query))
    words = "; ".join(tables.describe(query, listing.table, request.viewer))
    exports.note_export(leaving, by=request.viewer, at=request.now, reason=words[:500])
    base = listing.rows(request.viewer, query.as_of)
    table = listed(query, listing.table, base, context, viewer=request.viewer, at=request.now)
    return send(table, _file_name(listing, request.now, form), form)


def send(table: Table, name: str, form: str) -> HttpResponseBase:
    """Send a file while it is written; or, a workbook, from a folder that goes once it was sent."""
    chunks, kind = FORMS[form].chunks, FORMS[form].content_type
    if chunks is not None:
        return _named(StreamingHttpResponse(chunks(table), content_type=kind), name)
    folder = tempfile.TemporaryDirectory(prefix="fairlead-export-")
    path = Path(folder.name) / name
    write_file(table, path, form)
    answer = FileResponse(_Vanishing(path, folder), content_type=kind)
    answer["Content-Length"] = str(path.stat().st_size)
    return _named(answer, name)


class _Vanishing:
    """A file whose folder goes once it was sent."""

    def __init__(self, path: Path, folder: "tempfile.TemporaryDirectory[str]") -> None:
        self._file: IO[bytes] = path.open("rb")
        self._folder = folder

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        return self._file.read(size)

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._file.read(65_536), b"")

    def close(self) -> None:
        """Close the file and remove its folder."""
        self._file.close()
        self._folder.cleanup()


def _named(answer: HttpResponse | StreamingHttpResponse, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _file_name(listing: Declared, at: datetime, form: str) -> str:
    title = re.sub(r"[^a-z0-9]+", "-", listing.table.title.lower()).strip("-") or "list"
    return f"{title}-{at:%Y-%m-%d}.{form}"
