"""Say how a file maps: each column with its samples, the field it goes into, and what is asked."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from fairlead.exchange import actions, bundles, queries, reading, templates
from fairlead.exchange.kinds import Kind
from fairlead.exchange.mapping import Empty, Mapping, Mode, Why, open_questions
from fairlead.exchange.models import ImportJob
from fairlead.kit.errors import RuleBroken
from fairlead.web.imports import making, saying
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
    """Show the mapping, or keep what was said and go on to the check, or only show what it comes to."""
    job = queries.import_job(request.viewer, pk)
    opened, mapping, problem = queries.opened(job), queries.mapping_of(job), ""
    if request.method == "POST":
        kind = queries.kind_of(job)
        mapping = saying.said(request.POST, kind, mapping, opened)
        try:
            actions.map_import(job, saying.settled(mapping, kind, opened.sheet.header), by=request.viewer)
            if "stay" in request.POST:
                return pages.redirect_to(request, "import_mapping", job.pk)
            if bundle := bundles.bundle_for(job):
                return pages.redirect_to(request, "import_several", bundle.pk)
            actions.check_import(job, by=request.viewer, at=request.now)
            return pages.redirect_to(request, "import", job.pk)
        except RuleBroken as refused:
            problem = str(refused)
    context = _context(request, job, mapping, opened) | {"problem": problem}
    return pages.render(request, "imports/mapping.html", context, status=422 if problem else 200)


def _context(request: Request, job: ImportJob, mapping: Mapping, opened: queries.Opened) -> dict[str, Any]:
    kind = queries.kind_of(job)
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
        "fixed": {
            source.field: source.template
            for source in mapping.sources
            if source.template and not making.is_made(source)
        },
        "made": making.lines(mapping, kind, opened),
        "parts": making.PARTS.items(),
        "nameable": [name for name in opened.sheet.header if templates.is_nameable(name)],
        "clearable": [
            (kind.by_name[source.field], source.empty)
            for source in mapping.sources
            if source.column or templates.columns_of(source.template)
        ],
        "keys": [
            (",".join(key), " and ".join(kind.by_name[name].title for name in key)) for key in kind.keys
        ],
        "key": ",".join(mapping.match),
        "modes": MODES,
        "empties": EMPTIES,
        "makeable": saying.makeable(kind) if request.viewer.is_administrator else [],
        "questions": open_questions(kind, mapping, opened.profiles),
        "before": queries.remembered(request.viewer, kind.name, job.signature) if is_as_before else None,
        "place": "imports",
        **reading_choices(request, job, opened),
    }


def _lines(kind: Kind, mapping: Mapping, opened: queries.Opened) -> Any:
    by_column = {source.column: source for source in mapping.sources if source.column}
    parts = {
        column: f"Part of “{kind.by_name[source.field].title}” below"
        for source in mapping.sources
        for column in templates.columns_of(source.template)
    }
    for place, profile in enumerate(opened.profiles):
        source = by_column.get(profile.name)
        question = profile.question_for(kind.by_name[source.field].kind) if source else None
        answer = getattr(source, question.setting) if question and source else ""
        why = GUESSED.get(Why(source.why), "") if source else parts.get(profile.name, "")
        yield Line(place, profile, source.field if source else "", question, answer, why)
