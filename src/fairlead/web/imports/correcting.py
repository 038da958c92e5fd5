"""Mend what the preview found without touching the file: read a value as another, or add what is missing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.http import HttpResponse, QueryDict

from fairlead.access import Viewer
from fairlead.exchange import actions, bundles, kinds, queries
from fairlead.exchange.kinds import Context, Field, Kind
from fairlead.exchange.mapping import LEAVE_OUT, Mapping, Source
from fairlead.exchange.models import ImportJob
from fairlead.exchange.preview import Preview, ProblemGroup
from fairlead.exchange.setting import context_of
from fairlead.kit.errors import RuleBroken
from fairlead.web.imports import grid
from fairlead.web.shared import forming, pages
from fairlead.web.shared.pages import Request

SHOWN = 200
_OFFERED = 500
_NEAR = re.compile(r"Did you mean “(.+)”\?$")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One value that cannot be read, the rows it stands in, and how it can be mended here.

    :param choices: the texts that would be understood; empty where any text of the right kind is.
    :param near: the likeliest of them.
    :param makes: the lookup that could take the value up as a new record; any text may be said then.
    """

    group: ProblemGroup
    is_mendable: bool = False
    choices: tuple[str, ...] = ()
    near: str = ""
    makes: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A value that is read as another one in all rows, as somebody decided."""

    field: str
    title: str
    value: str
    text: str


def decided(job: ImportJob) -> list[Decided]:
    """Return which values are read as others."""
    kind = queries.kind_of(job)
    return [
        Decided(source.field, source.column or kind.by_name[source.field].title, value, _said(text))
        for source in queries.mapping_of(job).sources
        if source.field in kind.by_name
        for value, text in source.words.items()
    ]


def _said(text: str) -> str:
    return "its rows are left out" if text == LEAVE_OUT else text


def troubles(job: ImportJob, seen: Preview, request: Request) -> list[Trouble]:
    """Return what is wrong, the same things together, each with the ways to mend it."""
    kind, mapping = queries.kind_of(job), queries.mapping_of(job)
    context = context_of(request.viewer, request.now)
    return [_trouble(group, kind, mapping, context) for group in islice(seen.groups, SHOWN)]


def _trouble(group: ProblemGroup, kind: Kind, mapping: Mapping, context: Context) -> Trouble:
    known, source = kind.by_name.get(group.field), mapping.source(group.field)
    if known is None or source is None or not source.column or not _may_be_read_anew(known, mapping):
        return Trouble(group)
    if known.lookup and not group.value and known.name in mapping.match:  # two rows are one record
        return Trouble(group)
    near = _NEAR.search(group.reason)
    return Trouble(
        group,
        is_mendable=True,
        choices=_choices(known, context),
        near=near[1] if near else "",
        makes=known.lookup if group.value and _may_make(known, context.viewer) else "",
    )


def _choices(known: Field, context: Context) -> tuple[str, ...]:
    if known.choices:
        return tuple(label for _, label in known.choices)
    names = context.lookup(known.lookup).names() if known.lookup else []
    ends = {value.capitalize(): None for _, value in known.instead.values()}
    return (*names, *ends) if len(names) <= _OFFERED else ()


def _may_be_read_anew(known: Field, mapping: Mapping) -> bool:
    """Tell whether values can be read as others: not text that tells records apart, or two become one."""
    return bool(known.lookup) or known.name not in mapping.match


def _may_make(known: Field, viewer: Viewer) -> bool:
    return bool(known.lookup and viewer.is_administrator and kinds.SOURCES[known.lookup].create)


def correct(request: Request, pk: int) -> HttpResponse:
    """Keep how values and cells are to be read, what is to be added and left out, and look again."""
    job = queries.import_job(request.viewer, pk)
    if queries.preview_of(job) is None:
        return pages.redirect_to(request, "import", job.pk)
    before = queries.mapping_of(job)
    mapping = _corrected(before, queries.kind_of(job), request.POST)
    mapping = grid.corrected(request.POST, queries.opened(job), mapping)
    if mapping == before:
        raise RuleBroken(
            "Nothing was chosen. Say what a value is to be read as, write a cell anew, or tick what is to be "
            "added or left out."
        )
    actions.map_import(job, mapping, by=request.viewer)
    bundles.check(job, by=request.viewer, at=request.now)
    return forming.done(request, "Looked again, with your corrections.", "import", job.pk)


def _corrected(before: Mapping, kind: Kind, said: QueryDict) -> Mapping:
    words: dict[str, dict[str, str]] = {}
    for name, value, text in _answers(said):
        words.setdefault(name, {})[value.strip().casefold()] = text
    forgotten = set(said.getlist("forget"))
    sources = tuple(
        replace(source, words=_kept(source, forgotten) | words.get(source.field, {}))
        if (known := kind.by_name.get(source.field)) and _may_be_read_anew(known, before)
        else source
        for source in before.sources
    )
    creatable = {known.lookup for known in kind.fields if known.lookup}
    made = dict.fromkeys([*before.create_missing, *(one for one in said.getlist("make") if one in creatable)])
    return replace(before, sources=sources, create_missing=tuple(made))


def _kept(source: Source, forgotten: set[str]) -> dict[str, str]:
    """Return how values of a field are read, without those that are to be read as they stand again."""
    return {value: text for value, text in source.words.items() if f"{source.field} {value}" not in forgotten}


def _answers(said: QueryDict) -> Iterator[tuple[str, str, str]]:
    """Yield field, value and what it is to be read as: the form names all three."""
    for name in said:
        place = name.removeprefix("field-")
        if name.startswith("field-") and place.isdigit():
            text = LEAVE_OUT if f"drop-{place}" in said else said.get(f"read-{place}", "").strip()[:200]
            if text:
                yield said.get(name, ""), said.get(f"value-{place}", ""), text
