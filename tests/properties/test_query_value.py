"""Any query that a table can answer survives the journey through an address unchanged."""

from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead.customers.models import Company
from fairlead.kit import tables
from fairlead.kit.periods import PERIOD_NAMES
from fairlead.kit.tables import (
    DATE,
    MOMENT,
    NUMBER,
    PERSON,
    RELATION,
    TEXT,
    YES_NO,
    AnyOf,
    BadQuery,
    Column,
    Condition,
    Query,
    Sort,
    Table,
)  # fmt: skip
from fairlead.kit.tables.columntypes import value_count

COLUMNS = (
    Column("title", "Title", TEXT),
    Column("size", "Size", NUMBER),
    Column("closes", "Closes", DATE),
    Column("created", "Created", MOMENT),
    Column("owner", "Owner", PERSON),
    Column("place", "Place", RELATION, is_tree=True),
    Column("active", "Active", YES_NO),
)
TABLE = Table("thing", Company, COLUMNS, ("title", "size"), ("-size",))

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20)
days = st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(str)
words = {
    "text": text,
    "number": st.decimals(-(10**13), 10**13, allow_nan=False).map(str),
    "date": days | st.sampled_from(["today", "today+30", "today-7", "yesterday"]),
    "relation": st.integers(0, 10**17).map(str),
    "person": st.integers(0, 10**17).map(str) | st.just("@me"),
    "yes_no": st.sampled_from(["yes", "no"]),
}
words["moment"] = words["date"]

EARLIEST, LATEST = datetime(1950, 1, 1), datetime(2150, 1, 1)  # noqa: DTZ001 -- hypothesis adds the zone


@st.composite
def conditions(draw):
    column = draw(st.sampled_from(COLUMNS))
    operator = draw(st.sampled_from(column.operators))
    least, most = value_count(operator)
    value = st.sampled_from(PERIOD_NAMES) if operator == "period" else words[column.type.value]
    return Condition(
        column.name, operator, tuple(draw(st.lists(value, min_size=least, max_size=min(most, 4))))
    )


names = st.lists(st.sampled_from(TABLE.names), min_size=1, unique=True).map(tuple)
sorts = st.lists(
    st.builds(Sort, st.sampled_from(TABLE.names), st.booleans()), max_size=4, unique_by=lambda s: s.column
)
queries = st.builds(
    Query,
    kind=st.just("thing"),
    columns=names,
    where=st.lists(st.lists(conditions(), min_size=1, max_size=3).map(tuple).map(AnyOf), max_size=4).map(
        tuple
    ),
    sort=sorts.map(tuple),
    group=st.sampled_from(("", *TABLE.names)),
    search=text.map(str.strip) | st.just(""),
    as_of=st.none() | st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)),
)


unhurried = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault


@unhurried
@given(queries)
def test_what_goes_into_an_address_comes_out_the_same(query):
    assert tables.parse(tables.encode(query), TABLE) == query
    assert tables.parse(tables.encode(query, TABLE), TABLE) == query
    assert hash(query) == hash(tables.parse(tables.encode(query), TABLE))


@unhurried
@given(st.text(max_size=60), st.sampled_from(["where", "sort", "columns", "group", "q", "as_of"]))
def test_any_text_is_either_understood_or_refused_with_its_reason(value, parameter):
    try:
        query = tables.parse({parameter: [value]}, TABLE)
    except BadQuery as problem:
        assert problem.parameter == parameter
        assert problem.reason
    else:
        assert tables.parse(tables.encode(query), TABLE) == query


fragments = st.lists(
    st.sampled_from(
        ["title", ".", "contains", ":", ",", "|", "\\", "is", "a", "owner", "@me", "empty", "closes", "on"]
    ),
    max_size=12,
).map("".join)


@unhurried
@given(fragments)
def test_any_arrangement_of_the_grammar_is_either_understood_or_refused(value):
    try:
        query = tables.parse({"where": [value]}, TABLE)
    except BadQuery:
        return
    assert tables.parse(tables.encode(query), TABLE) == query
