"""Say how a file maps: each column with its samples, the field it goes into, and what is asked."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict

from fairlead.exchange import actions, bundles, kinds, queries, reading, templates
from fairlead.exchange.guessing import likely_key
from fairlead.exchange.kinds import Kind
from fairlead.exchange.mapping import Empty, Mapping, Mode, Source, Why, open_questions
from fairlead.exchange.models import ImportJob
from fairlead.kit.errors import RuleBroken
from fairlead.web.imports.reading import reading_choices
from fairlead.web.setup.heads import heads
from fairlead.web.shared import forming, pages
from fairlead.web.shared.pages import Request

MODES = ((Mode.BOTH, "Create new ones and update those that exist"), (Mode.CREATE, "Create new ones only"),
         (Mode.UPDATE, "Update those that exist only"))  # fmt: skip
EMPTIES = ((Empty.LEAVE, "Leave the field as it is"), (Empty.CLEAR, "Clear the field"))


@dataclass(frozen=True, slots=True)
class Line:
    """One column of the file, as the page shows it."""

    place: int
    profile: reading.ColumnProfile
    field: str
    question: reading.Question | None
    answer: str
    why: str


GUESSED = {Why.BEFORE: "As last time", Why.VALUES: "By what is in it"}


def anew(request: Request, pk: int) -> HttpResponse:
    """Guess by itself instead of mapping as last time."""
    job = queries.import_job(request.viewer, pk)
    actions.guess_anew(job, by=request.viewer)
    return forming.done(request, "Guessed anew.", "import_mapping", job.pk)


def show(request: Request, pk: int) -> HttpResponse:
    """Show the mapping, or keep what was said and go on to the check."""
    job = queries.import_job(request.viewer, pk)
    opened = queries.opened(job)
    problem = ""
    if request.method == "POST":
        try:
            actions.map_import(job, _said(request.POST, job, opened), by=request.viewer)
            if bundle := bundles.bundle_for(job):
                return pages.redirect_to(request, "import_several", bundle.pk)
            actions.check_import(job, by=request.viewer, at=request.now)
            return pages.redirect_to(request, "import", job.pk)
        except RuleBroken as refused:
            problem = str(refused)
    context = _context(request, job, opened) | {"problem": problem}
    return pages.render(request, "imports/mapping.html", context, status=422 if problem else 200)


def _context(request: Request, job: ImportJob, opened: queries.Opened) -> dict[str, Any]:
    kind, mapping = queries.kind_of(job), queries.mapping_of(job)
    lines = list(_lines(kind, mapping, opened))
    mapped = {source.field for source in mapping.sources}
    is_as_before = any(source.why == Why.BEFORE for source in mapping.sources)
    return {
        "job": job,
        "kind": kind,
        "mapping": mapping,
        "heads": heads("Column of the file", "Such as", "Goes into"),
        "lines": lines,
        "fields": kind.fields,
        "missing": [known.title for known in kind.fields if known.required and known.name not in mapped],
        "fixed": {source.field: source.template for source in mapping.sources if source.template},
        "samples": _samples(mapping, opened),
        "parts": list(templates.PARTS),
        "keys": [
            (",".join(key), " and ".join(kind.by_name[name].title for name in key)) for key in kind.keys
        ],
        "key": ",".join(mapping.match),
        "modes": MODES,
        "empties": EMPTIES,
        "makeable": _makeable(kind) if request.viewer.is_administrator else [],
        "questions": open_questions(kind, mapping, opened.profiles),
        "before": queries.remembered(request.viewer, kind.name, job.signature) if is_as_before else None,
        "place": "imports",
        **reading_choices(request, job, opened),
    }


def _samples(mapping: Mapping, opened: queries.Opened) -> dict[str, str]:
    """Return what each value that is made of columns comes to in the first row."""
    places = {name: place for place, name in enumerate(opened.sheet.header)}
    first = next((row for row in opened.sheet.rows() if not row.problem), None)
    made = [source for source in mapping.sources if "{" in source.template]
    return (
        {source.field: templates.fill(source.template, places, first.cells) for source in made}
        if first
        else {}
    )


def _lines(kind: Kind, mapping: Mapping, opened: queries.Opened) -> Any:
    by_column = {source.column: source for source in mapping.sources if source.column}
    for place, profile in enumerate(opened.profiles):
        source = by_column.get(profile.name)
        question = profile.question_for(kind.by_name[source.field].kind) if source else None
        answer = getattr(source, question.setting) if question and source else ""
        why = GUESSED.get(Why(source.why), "") if source else ""
        yield Line(place, profile, source.field if source else "", question, answer, why)


def _makeable(kind: Kind) -> list[tuple[str, str]]:
    """Return the lookups of a kind whose missing records can be made while loading."""
    return [
        (known.lookup, known.title)
        for known in kind.fields
        if known.lookup and kinds.SOURCES[known.lookup].create
    ]


def _said(said: QueryDict, job: ImportJob, opened: queries.Opened) -> Mapping:
    """Return the mapping that the form says; settings that the page does not show are kept."""
    kind, before = queries.kind_of(job), queries.mapping_of(job)
    sources = [
        source
        for source in (_column(said, line, before, kind) for line in _lines(kind, before, opened))
        if source
    ]
    taken = {source.field for source in sources}
    for known in kind.fields:
        text = said.get(f"fixed-{known.name}", "").strip()
        if text and known.name not in taken:
            templates.check(text, opened.sheet.header)
            sources.append(Source(known.name, template=text, words=_words(before, known.name)))
    taken |= {source.field for source in sources}
    key = tuple(name for name in said.get("match", "").split(",") if name)
    return Mapping(
        kind.name,
        tuple({source.field: source for source in sources}.values()),
        match=key if set(key) <= taken else likely_key(kind, taken),
        mode=Mode(said.get("mode", "")) if said.get("mode") in list(Mode) else before.mode,
        empty=Empty(said.get("empty", "")) if said.get("empty") in list(Empty) else before.empty,
        create_missing=tuple(name for name in said.getlist("make") if name in dict(_makeable(kind))),
        is_distinct="distinct" in said,
        cells=before.cells,
        left_out=before.left_out,
    )


def _column(said: QueryDict, line: Line, before: Mapping, kind: Kind) -> Source | None:
    name = said.get(f"column-{line.place}", "")
    if name not in kind.by_name:
        return None
    marks = {
        "decimal_mark": said.get(f"mark-{line.place}", ""),
        "date_order": said.get(f"order-{line.place}", ""),
    }
    answers = {
        "decimal_mark": marks["decimal_mark"] if marks["decimal_mark"] in (".", ",") else "",
        "date_order": marks["date_order"] if marks["date_order"] in list(reading.DateOrder) else "",
    }
    return Source(name, column=line.profile.name, words=_words(before, name), **answers)


def _words(before: Mapping, name: str) -> Any:
    source = before.source(name)
    return source.words if source else {}
