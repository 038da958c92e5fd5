"""Write a query into an address and read it back: what goes in comes out the same."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlencode

from .cleaning import check_text, checked
from .column import Table
from .errors import BadQuery
from .query import AnyOf, Condition, Query, Sort

PARAMETERS = ("columns", "where", "sort", "group", "q", "as_of")
PAGING = ("after", "before", "size")
MOST_CONDITIONS, MOST_COLUMNS, MOST_SORTS = 50, 60, 4

_SPECIAL = "\\|,"


def parse(
    params: str | Mapping[str, Sequence[str]], table: Table, *, extra: Collection[str] = PAGING
) -> Query:
    """Return the query that an address holds; what it leaves out is the table's default.

    :param params: the text after “?”, or the lists of values by name.
    :param extra: further parameters that may stand beside the query.
    :raises BadQuery: naming the parameter, the value and the reason.
    """
    given = parse_qs(params, keep_blank_values=True) if isinstance(params, str) else params
    for name, values in given.items():
        if name not in PARAMETERS and name not in extra:
            raise BadQuery(name, values[-1] if values else "", "There is no such parameter.")
    search = _single(given, "q").strip()
    check_text("q", search)
    if search and not table.is_searched:
        raise BadQuery("q", search, "These rows cannot be searched by text.")
    return Query(
        kind=table.kind,
        columns=_columns(given, table),
        where=_where(given.get("where", ()), table),
        sort=_sort(given, table),
        group=_group(_single(given, "group"), table),
        search=search,
        as_of=_moment(_single(given, "as_of")),
    )


def parse_kept(text: str, table: Table) -> tuple[Query, list[str]]:
    """Return a query that was kept earlier, without what its table cannot answer any more, and what that was.

    A column may have been retired since; what is left of the query still stands.
    """
    kept: dict[str, list[str]] = {}
    lost: list[str] = []
    for name, values in parse_qs(text, keep_blank_values=True).items():
        many = name in ("columns", "sort")
        parts = values[0].split(",") if many and values[0] else values
        good = []
        for part in parts:
            try:
                parse({name: [part]}, table)
                good.append(part)
            except BadQuery as problem:
                lost.append(str(problem))
        if good:
            kept[name] = [",".join(good)] if many else good
    return parse(kept, table), lost


def encode(query: Query, table: Table | None = None) -> str:
    """Return the query as the text after “?”; with its table, without what is the default anyway."""
    pairs: list[tuple[str, str]] = []
    if table is None or query.columns != table.default_columns:
        pairs.append(("columns", ",".join(query.columns)))
    pairs += [("where", _branch_text(branch)) for branch in query.where]
    if table is None or query.sort != table.sorting:
        pairs.append(("sort", ",".join(map(str, query.sort))))
    pairs += [("group", query.group)] if query.group else []
    pairs += [("q", query.search)] if query.search else []
    if query.as_of:
        pairs.append(("as_of", query.as_of.astimezone(UTC).isoformat().replace("+00:00", "Z")))
    return urlencode(pairs, quote_via=quote, safe=",:@|")


def _single(given: Mapping[str, Sequence[str]], name: str) -> str:
    values = given.get(name, ())
    if len(values) > 1:
        raise BadQuery(name, values[-1], "It is given more than once.")
    return values[0] if values else ""


def _columns(given: Mapping[str, Sequence[str]], table: Table) -> tuple[str, ...]:
    text = _single(given, "columns")
    if not text:
        return table.default_columns
    names = tuple(text.split(","))
    for name in names:
        table.column(name)
    if len(set(names)) < len(names) or len(names) > MOST_COLUMNS:
        raise BadQuery("columns", text, f"Each column once, and at most {MOST_COLUMNS}.")
    return names


def _sort(given: Mapping[str, Sequence[str]], table: Table) -> tuple[Sort, ...]:
    if "sort" not in given:
        return table.sorting
    text = _single(given, "sort")
    sorts = tuple(Sort.of(part) for part in text.split(",")) if text else ()
    for sort in sorts:
        if not table.column(sort.column, parameter="sort").sortable:
            raise BadQuery("sort", sort.column, "Rows cannot be sorted by this column.")
    if len({sort.column for sort in sorts}) < len(sorts) or len(sorts) > MOST_SORTS:
        raise BadQuery("sort", text, f"Each column once, and at most {MOST_SORTS}.")
    return sorts


def _group(name: str, table: Table) -> str:
    if name and not table.column(name, parameter="group").sortable:
        raise BadQuery("group", name, "Rows cannot be grouped by this column.")
    return name


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        aware = moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        aware = None
    if aware is None or not 1900 <= aware.year <= 2200:
        raise BadQuery("as_of", text, "Give a moment with its offset, such as 2026-01-31T12:00:00Z.")
    return aware


def _where(texts: Sequence[str], table: Table) -> tuple[AnyOf, ...]:
    branches = tuple(_branch(text, table) for text in texts)
    if sum(len(branch.conditions) for branch in branches) > MOST_CONDITIONS:
        raise BadQuery("where", texts[-1], f"At most {MOST_CONDITIONS} conditions.")
    return branches


def _branch(text: str, table: Table) -> AnyOf:
    return AnyOf(tuple(checked(_condition(part), table) for part in _split(text, "|")))


def _condition(text: str) -> Condition:
    head, colon, tail = text.partition(":")
    column, dot, operator = head.partition(".")
    if not dot or not operator:
        raise BadQuery("where", text, "Write column.operator:value, such as stage.is:3.")
    values = tuple(_unescape(part) for part in _split(tail, ",")) if colon else ()
    return Condition(column, operator, values)


def _branch_text(branch: AnyOf) -> str:
    return "|".join(map(_condition_text, branch))


def _condition_text(condition: Condition) -> str:
    head = f"{condition.column}.{condition.operator}"
    return f"{head}:{','.join(map(_escape, condition.values))}" if condition.values else head


def _escape(value: str) -> str:
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in value)


def _unescape(text: str) -> str:
    letters = iter(text)
    return "".join(next(letters, "") if letter == "\\" else letter for letter in letters)


def _split(text: str, separator: str) -> list[str]:
    """Split at a separator that no backslash stands before; the backslashes stay for the next reader."""
    parts, current, letters = [], "", iter(text)
    for letter in letters:
        if letter == separator:
            parts.append(current)
            current = ""
        else:
            current += letter + (next(letters, "") if letter == "\\" else "")
    return [*parts, current]
