"""What the form of a mapping says: columns, values made of them, one value for all rows, and the settings."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from fairlead.exchange import kinds, queries, templates
from fairlead.exchange.guessing import likely_key
from fairlead.exchange.kinds import Kind
from fairlead.exchange.mapping import Empty, Mapping, Mode, Source
from fairlead.kit.errors import RuleBroken
from fairlead.web.imports import making


class Contradiction(RuleBroken):
    """The form says two things about one field, or asks for what no column says."""


def said(form: QueryDict, kind: Kind, before: Mapping, opened: queries.Opened) -> Mapping:
    """Return the mapping that the form says, with whatever is wrong in it; what it does not show is kept."""
    columns = list(_columns(form, kind, opened))
    made = making.said(form, kind, opened.sheet.header)
    taken = {source.field for source in (*columns, *made)}
    sources = [
        _completed(source, form, before)
        for source in (*columns, *made, *(one for one in _fixed(form, kind) if one.field not in taken))
    ]
    key = tuple(name for name in form.get("match", "").split(",") if name in kind.by_name)
    return replace(
        before,
        sources=tuple(sources),
        match=key,
        mode=Mode(form.get("mode", "")) if form.get("mode") in list(Mode) else before.mode,
        empty=Empty(form.get("empty", "")) if form.get("empty") in list(Empty) else before.empty,
        create_missing=tuple(name for name in form.getlist("make") if name in dict(makeable(kind))),
        is_distinct="distinct" in form,
    )


def settled(mapping: Mapping, kind: Kind, header: Iterable[str]) -> Mapping:
    """Return the mapping if it makes sense, with the likeliest key where the guessed one fell away.

    :raises Contradiction: naming the field that is filled twice, or the key that no column says.
    :raises templates.BadTemplate: naming the column or part that does not exist.
    """
    names = list(header)
    for source in mapping.sources:
        templates.check(source.template, names)
    for name, count in Counter(source.field for source in mapping.sources).items():
        if count > 1:
            raise Contradiction(_twice(kind.by_name[name].title, name, mapping))
    mapped = {source.field for source in mapping.sources}
    lacking = [kind.by_name[name].title for name in mapping.match if name not in mapped]
    if not lacking:
        return mapping
    if other := likely_key(kind, mapped):
        named = " and ".join(kind.by_name[name].title for name in other)
        hint = f" Choose a column for it, or let rows mean existing records by {named}."
    else:
        hint = " Choose a column for it, or let every row be a new one."
    raise Contradiction(
        f"Nothing goes into “{lacking[0]}”, by which rows are to mean existing records.{hint}"
    )


def _twice(title: str, name: str, mapping: Mapping) -> str:
    columns = [source.column for source in mapping.sources if source.field == name and source.column]
    if len(columns) > 1:
        named = " and ".join(f"“{column}”" for column in columns)
        return f"{named} both go into “{title}”. Leave one of them out, or put them together below."
    where = (
        f"by the column “{columns[0]}” and by a value made of columns" if columns else "by two made values"
    )
    return f"“{title}” is filled {where}. Leave one of them out."


def makeable(kind: Kind) -> list[tuple[str, str]]:
    """Return the lookups of a kind whose missing records can be made while loading."""
    return [
        (known.lookup, known.title)
        for known in kind.fields
        if known.lookup and kinds.SOURCES[known.lookup].create
    ]


def _columns(form: QueryDict, kind: Kind, opened: queries.Opened) -> Iterator[Source]:
    for place, profile in enumerate(opened.profiles):
        name = form.get(f"column-{place}", "")
        if name in kind.by_name:
            yield Source(name, column=profile.name, **making.answers(form, str(place)))


def _fixed(form: QueryDict, kind: Kind) -> Iterator[Source]:
    for known in kind.fields:
        if text := form.get(f"fixed-{known.name}", "").strip():
            yield Source(known.name, template=text, **making.answers(form, known.name))


def _completed(source: Source, form: QueryDict, before: Mapping) -> Source:
    """Return a source with what the form says of its empty cells, and what was decided about its values."""
    was = before.source(source.field)
    empty = form.get(f"empty-{source.field}", was.empty if was else "")
    words: Any = was.words if was else {}
    is_same = was is not None and (was.column, was.template) == (source.column, source.template)
    why = was.why if was and is_same else ""
    return replace(source, words=words, empty=empty if empty in list(Empty) else "", why=why)
