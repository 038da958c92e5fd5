"""Ask for the rows that hold every word somebody typed."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db import connections
from django.db.models import BooleanField, CharField, Lookup, Model, Q, QuerySet, TextField, Value
from django.db.models.expressions import Col
from django.db.models.functions import Cast, Coalesce, Concat

from fairlead.kit.among import Among
from fairlead.kit.remembering import remembered

from .field import SEARCHED, SearchField, search_field
from .folding import Fold, fold
from .installing import index_name

M = TypeVar("M", bound=Model)
FEW = 5_000
"""Rows of another table that are handed to PostgreSQL key by key, which plans better when it knows them."""


def matching(queryset: QuerySet[M], text: str, *, also: Iterable[str] = (), live: bool = True) -> QuerySet[M]:
    """Return the rows that hold every word of the text; a part of a word will do.

    A word of one or two letters matches the beginning of a word only.

    :param also: foreign keys whose rows may match instead: an opportunity is found by its company's name.
    :param live: false for a queryset over the past, which has no index and is folded as it is read.
    """
    words = tuple(fold(text).split())
    if not words:
        return queryset
    if not live:
        return _matching_then(queryset, words, also)
    model, others = queryset.model, _others(queryset, words, also)
    if (
        not others or connections[queryset.db].vendor == "postgresql"
    ):  # which joins the bitmaps of two indexes
        return queryset.filter(reduce(or_, others, _has(model, words)))
    united = [model._base_manager.order_by().filter(other).values("pk") for other in others]
    return queryset.filter(
        pk__in=_found(model, words).values("pk").union(*united)
    )  # twice as quick on SQLite


def matching_apart(
    queryset: QuerySet[M], text: str, *, also: Iterable[str] = (), live: bool = True
) -> list[QuerySet[M]]:
    """Return the rows of :func:`matching` as querysets that share none: each is counted from one index."""
    words = tuple(fold(text).split())
    if not words or not live:
        return [matching(queryset, text, also=also, live=live)]
    conditions = [*_others(queryset, words, also), _has(queryset.model, words)]
    return [
        queryset.filter(condition, *(~before for before in conditions[:number]))
        for number, condition in enumerate(conditions)
    ]


def _has(model: type[Model], words: tuple[str, ...]) -> Q:
    return Q(**{f"{search_field(model).name}__has": words})


def _found(model: Any, words: tuple[str, ...]) -> QuerySet[Any]:
    return model._base_manager.order_by().filter(_has(model, words)).values_list("pk", flat=True)  # type: ignore[no-any-return]


def _others(queryset: QuerySet[Any], words: tuple[str, ...], also: Iterable[str]) -> list[Q]:
    """Return for each foreign key the condition that it leads to a row that matches."""
    found = []
    for key in also:
        other: Any = queryset.model._meta.get_field(key).related_model
        few = _few(other, words) if connections[queryset.db].vendor == "postgresql" else None
        found.append(Q(**{f"{key}__in": _found(other, words)}) if few is None else Q(Among(key, few)))
    return found


@remembered
def _few(model: Any, words: tuple[str, ...]) -> list[int] | None:
    """Return the keys of the rows that match, unless they are many."""
    keys = list(_found(model, words)[: FEW + 1])
    return keys if len(keys) <= FEW else None


def containing(model: type[Model], path: str, part: str) -> Q:
    """Return the condition that a column holds a part of a text, found by the index where it can help.

    The index holds other columns as well; only where those are filled is the column itself folded and read.
    """
    holds = Q(**{f"{path}__folded_contains": part})
    field = next((field for searched, field in SEARCHED if searched is model), None)
    folded = fold(part)
    words = tuple(word for word in folded.split() if len(word) > 2)
    if field is None or path not in field.sources or not words:
        return holds
    found = Q(**{f"{field.name}__has": words})
    if words != (folded,):
        return found & holds
    alone = Q(*(Q(**{other: ""}) for other in field.sources if other != path))
    return found & (alone | holds) if alone else found


def _matching_then(queryset: QuerySet[M], words: tuple[str, ...], also: Iterable[str]) -> QuerySet[M]:
    """Return the matches among rows of the past, whose search column nobody kept."""
    paths = {"_searched": ("", search_field(queryset.model))}
    for key in also:
        other: Any = queryset.model._meta.get_field(key).related_model
        paths[f"_searched_{key}"] = (f"{key}__", search_field(other))
    for alias, (prefix, field) in paths.items():
        queryset = queryset.alias(**{alias: _folded([f"{prefix}{source}" for source in field.sources])})
    condition = Q()
    for alias in paths:
        each = Q()
        for word in words:
            each &= Q(**{f"{alias}__contains": word if len(word) > 2 else f" {word}"})
        condition |= each
    return queryset.filter(condition)


def _folded(paths: Sequence[str]) -> Fold:
    """Return the search text as an expression: a space before each of the sources, folded."""
    text = TextField()
    parts: list[Any] = []
    for path in paths:
        parts += [Value(" ", output_field=text), Coalesce(Cast(path, text), Value("", output_field=text))]
    return Fold(Concat(*parts, output_field=text))


@SearchField.register_lookup
class Has(Lookup[Any]):
    """Compare a search column with folded words, by the trigram index of the database at hand."""

    lookup_name = "has"
    output_field = BooleanField()
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Leave the words as they are; the SQL below takes them one by one."""
        del connection
        return "", tuple(value)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return one LIKE for each word; pg_trgm turns them into index conditions."""
        column, params = self.process_lhs(compiler, connection)
        patterns = self._patterns(str(connection.ops.prep_for_like_query(word)) for word in self.rhs)
        clause = " AND ".join(f"{column} LIKE %s ESCAPE '\\'" for _ in patterns)
        return f"({clause})", tuple(part for pattern in patterns for part in (*params, pattern))

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return a look-up in the FTS5 table, and a range of the B-tree for a single letter."""
        trigrams = [f" {word}" if len(word) == 2 else word for word in self.rhs if len(word) > 1]
        if not trigrams:
            return self._ranges(compiler, connection)
        lhs: Col = self.lhs
        pk = compiler.compile(Col(lhs.alias, lhs.target.model._meta.pk))[0]
        table = connection.ops.quote_name(index_name(lhs.target.model))
        phrase = " AND ".join('"' + word.replace('"', '""') + '"' for word in trigrams)
        clause, params = f"{pk} IN (SELECT rowid FROM {table} WHERE {table} MATCH %s)", [phrase]  # noqa: S608 -- names come from the model
        column = self.process_lhs(compiler, connection)[0]
        for letter in (word for word in self.rhs if len(word) == 1):
            clause += f" AND instr({column}, %s)"
            params.append(f" {letter}")
        return f"({clause})", params

    def _patterns(self, words: Iterable[str]) -> list[str]:
        listed = list(words)
        if len(listed) == 1 and len(self.rhs[0]) == 1:
            return [f" {listed[0]}%"]
        return [
            f"% {word}%" if len(plain) < 3 else f"%{word}%"
            for word, plain in zip(listed, self.rhs, strict=True)
        ]

    def _ranges(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return the rows that begin with the letter; with several letters, that have a word for each."""
        column = self.process_lhs(compiler, connection)[0]
        first, *others = self.rhs
        if others:
            tests = " AND ".join(f"instr({column}, %s)" for _ in self.rhs)
            return f"({tests})", [f" {letter}" for letter in self.rhs]
        return f"({column} >= %s AND {column} < %s)", [f" {first}", f" {chr(ord(first) + 1)}"]


class FoldedContains(Lookup[Any]):
    """Compare a text column with a part of it, both folded: ``name__folded_contains="muller"``."""

    lookup_name = "folded_contains"
    pattern = "%{}%"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return a LIKE over the folded column."""
        column, params = self.process_lhs(compiler, connection)
        part = connection.ops.prep_for_like_query(fold(str(self.rhs)))
        return f"fairlead_fold({column}) LIKE %s ESCAPE '\\'", (*params, self.pattern.format(part))


class FoldedStarts(FoldedContains):
    """Compare a text column with its beginning, both folded."""

    lookup_name = "folded_starts"
    pattern = "{}%"


for _text in (CharField, TextField):
    _text.register_lookup(FoldedContains)
    _text.register_lookup(FoldedStarts)
