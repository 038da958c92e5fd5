"""Mend what the preview found without touching the file: read a value as another, or add what is missing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import HttpResponse, QueryDict

from fairlead.access import Viewer
from fairlead.exchange import actions, bundles, kinds, queries
from fairlead.exchange.kinds import Context, Field, Kind
from fairlead.exchange.mapping import Mapping
from fairlead.exchange.models import ImportJob
from fairlead.exchange.planning import Problem
from fairlead.exchange.setting import context_of
from fairlead.kit.errors import RuleBroken
from fairlead.web.imports.grid import ProblemGroup, grouped
from fairlead.web.shared import forming, pages
from fairlead.web.shared.pages import Request

SHOWN = 100
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


def troubles(job: ImportJob, found: list[Problem], request: Request) -> list[Trouble]:
    """Return what is wrong, the same things together, each with the ways to mend it."""
    kind, mapping = queries.kind_of(job), queries.mapping_of(job)
    context = context_of(request.viewer, request.now)
    return [_trouble(group, kind, mapping, context) for group in grouped(found)[:SHOWN]]


def _trouble(group: ProblemGroup, kind: Kind, mapping: Mapping, context: Context) -> Trouble:
    known, source = kind.by_name.get(group.field), mapping.source(group.field)
    is_key = group.field in mapping.match  # read as another one, its twin would be as well
    if known is None or source is None or not source.column or is_key:
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


def _may_make(known: Field, viewer: Viewer) -> bool:
    return bool(known.lookup and viewer.is_administrator and kinds.SOURCES[known.lookup].create)


def correct(request: Request, pk: int) -> HttpResponse:
    """Keep how values are to be read and what is to be added, and look again."""
    job = queries.import_job(request.viewer, pk)
    seen, kind = queries.preview_of(job), queries.kind_of(job)
    if seen is None:
        return pages.redirect_to(request, "import", job.pk)
    before = queries.mapping_of(job)
    mapping = _corrected(before, kind, grouped(seen.problems)[:SHOWN], request.POST)
    if mapping == before:
        raise RuleBroken(
            "Nothing was chosen. Say what a value is to be read as, or tick what is to be added."
        )
    actions.map_import(job, mapping, by=request.viewer)
    bundles.check(job, by=request.viewer, at=request.now)
    return forming.done(request, "Looked again, with your corrections.", "import", job.pk)


def _corrected(before: Mapping, kind: Kind, groups: list[ProblemGroup], said: QueryDict) -> Mapping:
    words: dict[str, dict[str, str]] = {}
    for place, text in _answers(said):
        if place < len(groups):
            group = groups[place]
            words.setdefault(group.field, {})[group.value.strip().casefold()] = text
    sources = tuple(
        replace(source, words={**source.words, **words.get(source.field, {})}) for source in before.sources
    )
    creatable = {known.lookup for known in kind.fields if known.lookup}
    made = dict.fromkeys([*before.create_missing, *(one for one in said.getlist("make") if one in creatable)])
    return replace(before, sources=sources, create_missing=tuple(made))


def _answers(said: QueryDict) -> Iterator[tuple[int, str]]:
    for name in said:
        place, text = name.removeprefix("read-"), said.get(name, "").strip()
        if name.startswith("read-") and place.isdigit() and text:
            yield int(place), text[:200]
