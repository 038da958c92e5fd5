"""How a file was read: what was found out about it, with samples, and the choices to change it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse

from fairlead.exchange import actions, queries
from fairlead.exchange.mapping import Source
from fairlead.exchange.models import ImportJob
from fairlead.exchange.reading import CellProblem, ColumnProfile, DateOrder, Kind, ReadOptions, convert
from fairlead.exchange.setting import context_of
from fairlead.kit.money import Money
from fairlead.web.shared import forming
from fairlead.web.shared.pages import Request

ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-8-sig": "Unicode (UTF-8 with a mark)",
    "utf-16": "Unicode (UTF-16 with a mark)",
    "utf-16-le": "Unicode (UTF-16, low byte first)",
    "utf-16-be": "Unicode (UTF-16, high byte first)",
    "cp1252": "Western (Windows-1252)",
    "iso-8859-1": "Western (Latin-1)",
    "cp1250": "Central European (Windows-1250)",
    "iso-8859-2": "Central European (Latin-2)",
    "cp1251": "Cyrillic (Windows-1251)",
    "shift_jis": "Japanese (Shift JIS)",
}
DELIMITERS = ((",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar"))
_DATES = (Kind.DATE, Kind.MOMENT)
_NUMBERS = (Kind.DECIMAL, Kind.MONEY, Kind.PERCENT)
_ORDERS = {DateOrder.DAY_FIRST.value: "Day first", DateOrder.MONTH_FIRST.value: "Month first"}
_MARKS = {".": "Decimal point", ",": "Decimal comma"}
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Written:
    """How the dates or numbers of one column are written.

    :param samples: what stands in cells, and what it is read as.
    :param name: of the choice in the form; none where the cells leave none.
    :param found: the label of what was found out; ``answer`` is what the person chose instead.
    """

    column: str
    samples: tuple[tuple[str, str], ...]
    name: str = ""
    found: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    answer: str = ""


def reread(request: Request, pk: int) -> HttpResponse:
    """Read the file again: another kind of record, encoding, delimiter, sheet or row of titles."""
    job = queries.import_job(request.viewer, pk)
    said = request.POST
    row = said.get("header_row", "")
    options = {
        "encoding": said.get("encoding", "") if said.get("encoding", "") in ENCODINGS else "",
        "delimiter": said.get("delimiter", "") if said.get("delimiter", "") in dict(DELIMITERS) else "",
        "sheet": said.get("sheet", "")[:100],
        "header_row": int(row) if row.isdecimal() and len(row) < 6 else 0,
        "hidden": "skip" if "hidden" in said else "",
        "merged": "repeat" if "merged" in said else "",
    }
    actions.reread_import(job, kind_name=said.get("kind") or job.kind, by=request.viewer, **options)
    return forming.done(request, "Read again.", "import_mapping", job.pk)


def reading_choices(request: Request, job: ImportJob, opened: queries.Opened) -> dict[str, Any]:
    """Return how a file was read and what that can be changed to, with what is chosen now."""
    kind = queries.kind_of(job)
    known = {one.name: one.title for one in queries.importable(request.viewer)} | {kind.name: kind.title}
    return {
        "kinds": known.items(),
        "encodings": ENCODINGS,
        "delimiters": dict(DELIMITERS),
        "dialect": opened.sheet.dialect,
        "options": ReadOptions(**job.options),
        "sheets": opened.sheet.sheets,
        "sheet": opened.sheet.name,
        "notices": opened.sheet.notices,
        "warnings": [profile.warning for profile in opened.profiles if profile.warning],
        "written": list(_written(job, opened, context_of(request.viewer, request.now).zone)),
    }


def _written(job: ImportJob, opened: queries.Opened, zone: ZoneInfo) -> Iterator[Written]:
    """Yield how each column of dates or numbers is written; what is asked is asked below."""
    kind, by_column = queries.kind_of(job), {one.column: one for one in queries.mapping_of(job).sources}
    is_text = bool(opened.sheet.dialect.delimiter)
    for place, profile in enumerate(opened.profiles):
        source = by_column.get(profile.name)
        known = kind.by_name.get(source.field) if source else None
        if source is None or known is None or known.kind not in (*_DATES, *_NUMBERS):
            continue
        if profile.question_for(known.kind) is None:
            yield _line(place, profile, source, known.kind, zone, is_text=is_text)


def _line(
    place: int, profile: ColumnProfile, source: Source, kind: Kind, zone: ZoneInfo, *, is_text: bool
) -> Written:
    form = source.form(profile)
    samples = tuple((text, _read(text, kind, source, profile, zone)) for text in profile.samples[:_SAMPLES])
    found = profile.form
    if kind in _DATES and found.date_order:
        label, labels, answer, name = _ORDERS[found.date_order], _ORDERS, source.date_order, "order"
    elif kind in _NUMBERS and is_text and any(mark in text for text in profile.samples for mark in _MARKS):
        label, labels, answer, name = _MARKS[found.decimal_mark], _MARKS, source.decimal_mark, "mark"
    else:
        words = "Parts of one" if kind == Kind.PERCENT and form.is_fraction else ""
        return Written(profile.name, samples, found=words)
    return Written(profile.name, samples, f"{name}-{place}", label, tuple(labels.items()), answer)


def _read(text: str, kind: Kind, source: Source, profile: ColumnProfile, zone: ZoneInfo) -> str:
    try:
        return _shown(convert(text, kind, source.form(profile), zone), kind, zone)
    except CellProblem:
        return "cannot be read so"


def _shown(value: Any, kind: Kind, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%-d %B %Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, Money):
        return f"{value.amount:,f} {value.currency}".strip()
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}{' %' if kind == Kind.PERCENT else ''}"
    return str(value)
