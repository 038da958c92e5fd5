"""The query value against rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from fairlead import journal
from fairlead.customers.models import Company
from fairlead.kit import tables
from fairlead.kit.money import Money
from fairlead.kit.periods import Calendar
from fairlead.kit.tables import (
    DATE,
    MOMENT,
    MONEY,
    PERSON,
    RELATION,
    TEXT,
    YES_NO,
    BadQuery,
    Column,
    Context,
    Table,
)  # fmt: skip
from fairlead.people.models import Location, Person
from fairlead.products.models import Product, ProductPrice
from tests.cast import NOON, building

COMPANIES = Table(
    "company",
    Company,
    (
        Column("name", "Name", TEXT, sort="search"),
        Column("city", "City", TEXT),
        Column("owner", "Owner", PERSON),
        Column("location", "Location", RELATION, is_tree=True),
        Column("created", "Created", MOMENT, path="created_at"),
        Column("place", "Place", TEXT, expression=lambda context: Concat("name", Value("/"), "city")),
    ),
    default_columns=("name", "city"),
    default_sort=("name",),
)
PRICES = Table(
    "price",
    ProductPrice,
    (
        Column("product", "Product", RELATION),
        Column("active", "Active", YES_NO, path="product__is_active"),
        Column("from", "From", DATE, path="from_on"),
        Column("price", "Price", MONEY),
        Column("cost", "Cost", MONEY),
    ),
    default_columns=("product", "price", "cost"),
    default_sort=("-cost",),
    is_searched=False,
)


def context(viewer_id=None, at=NOON, **calendar):
    return Context(viewer_id, Calendar(**calendar), at)


def names(address, at=NOON, viewer_id=None, **calendar):
    query = tables.parse(address, COMPANIES)
    rows = tables.compile_query(query, COMPANIES, Company.objects.all(), context(viewer_id, at, **calendar))
    return [row.name for row in rows]


@pytest.fixture
def companies(cast):
    rows = {
        "Äcme": {"city": "Oslo", "owner": cast.rob},
        "Bolt": {"city": "", "owner": cast.sue},
        "cog": {"city": "OSLO, east|west", "owner": None},
    }
    with building():
        for number, (name, fields) in enumerate(rows.items()):
            Company.objects.create(name=name, created_at=NOON + timedelta(days=number), **fields)
    return cast


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ["Äcme", "Bolt", "cog"]),
        ("sort=-name", ["cog", "Bolt", "Äcme"]),
        ("where=city.contains:oslo", ["Äcme", "cog"]),
        ("where=name.starts:ac", ["Äcme"]),
        ("where=city.is:Oslo", ["Äcme"]),
        ("where=city.is_not:Oslo", ["Bolt", "cog"]),
        ("where=city.empty", ["Bolt"]),
        ("where=city.filled", ["Äcme", "cog"]),
        ("where=city.contains:lo\\,%20east\\|west", ["cog"]),
        ("where=owner.empty|city.empty", ["Bolt", "cog"]),
        ("where=owner.empty&where=city.empty", []),
        ("where=place.contains:bolt/", ["Bolt"]),
        ("sort=-place", ["Äcme", "cog", "Bolt"]),
        ("q=acm", ["Äcme"]),
        ("sort=owner", ["Äcme", "Bolt", "cog"]),
        ("sort=-owner", ["Bolt", "Äcme", "cog"]),
        ("where=created.on:2026-03-03", ["Bolt"]),
        ("where=created.before:2026-03-03", ["Äcme"]),
        ("where=created.after:today", ["Bolt", "cog"]),
        ("where=created.between:2026-03-04,2026-03-03", ["Bolt", "cog"]),
        ("where=created.period:today", ["Äcme"]),
        ("where=created.period:this%20week", ["Äcme", "Bolt", "cog"]),
        ("where=created.before:today%2B1", ["Äcme"]),
    ],
)
def test_a_filter_says_what_it_means(companies, address, expected):
    assert names(address) == expected


def test_me_is_the_one_who_asks(companies):
    rob, sue = companies.rob.pk, companies.sue.pk
    assert names("where=owner.is:@me", viewer_id=rob) == ["Äcme"]
    assert names("where=owner.is_not:@me", viewer_id=rob) == ["Bolt", "cog"]
    assert names(f"where=owner.in:@me,{sue}", viewer_id=rob) == ["Äcme", "Bolt"]
    assert names("where=owner.is:@me", viewer_id=None) == []


def test_a_day_ends_where_the_organisation_is(companies):
    assert names("where=created.on:2026-03-02", time_zone="Pacific/Auckland") == []
    assert names("where=created.on:2026-03-03", time_zone="Pacific/Auckland") == ["Äcme"]


def test_under_a_location_lies_everything_below_it(companies):
    with building():
        oslo = Location.objects.create(name="Oslo", parent=companies.europe, kind="city")
        Company.objects.filter(name="Äcme").update(location=oslo)
        Company.objects.filter(name="Bolt").update(location=companies.europe)
    europe = companies.europe.pk
    assert names(f"where=location.under:{europe}") == ["Äcme", "Bolt"]
    assert names(f"where=location.is:{europe}") == ["Bolt"]
    assert names(f"where=location.under:{companies.asia.pk}") == []


def test_the_past_is_filtered_sorted_and_searched_like_the_present(companies):
    with building(at=NOON + timedelta(days=9)):
        Company.objects.filter(name="Bolt").update(name="Zenith", city="Rome")
    query = tables.parse("as_of=2026-03-05T00:00:00Z&q=bo&where=city.empty&sort=name", COMPANIES)
    then = journal.as_of(Company.objects.all(), query.as_of)
    page = tables.page(query, COMPANIES, then, context())
    assert [row.name for row in page.rows] == ["Bolt"]
    everything = tables.parse("as_of=2026-03-05T00:00:00Z", COMPANIES)
    first = tables.page(everything, COMPANIES, then, context(), size=2)
    second = tables.page(everything, COMPANIES, then, context(), size=2, after=first.next_cursor)
    assert [row.name for row in first.rows + second.rows] == ["Äcme", "Bolt", "cog"]


@pytest.mark.parametrize(
    ("address", "parameter", "reason"),
    [
        ("columns=name,wealth", "columns", "There is no such column"),
        ("columns=name,name", "columns", "Each column once"),
        ("where=wealth.is:3", "where", "There is no such column"),
        ("where=owner__password.contains:x", "where", "There is no such column"),
        ("where=city", "where", "column.operator:value"),
        ("where=city.like:x", "where", "can be asked with: contains, starts"),
        ("where=city.is:", "where", "Write something"),
        ("where=city.empty:1", "where", "0 values are needed, 1 are given"),
        ("where=created.on:soon", "where", "It is no day"),
        ("where=created.period:soon", "where", "is no period"),
        ("where=created.on:9999-12-31", "where", "It is no day"),
        ("where=owner.is:rob", "where", "number of the record"),
        ("where=location.is:@me", "where", "columns that hold a person"),
        ("where=owner.under:1", "where", "can be asked with"),
        ("where=city.is:a%00b", "where", "cannot be stored"),
        ("q=a%00b", "q", "cannot be stored"),
        ("q=" + "x" * 501, "q", "At most 500"),
        ("sort=name,-name", "sort", "Each column once"),
        ("sort=--name", "sort", "There is no such column"),
        ("group=wealth", "group", "There is no such column"),
        ("as_of=2026-01-31", "as_of", "moment with its offset"),
        ("as_of=0001-01-01T00:00:00%2B14:00", "as_of", "moment with its offset"),
        ("were=city.empty", "were", "no such parameter"),
        ("q=a&q=b", "q", "more than once"),
        ("&".join(["where=city.empty"] * 51), "where", "At most 50"),
    ],
)
def test_a_query_the_table_cannot_answer_is_refused_by_name(address, parameter, reason):
    with pytest.raises(BadQuery) as problem:
        tables.parse(address, COMPANIES)
    assert problem.value.parameter == parameter
    assert reason in problem.value.reason


@pytest.fixture
def prices(db):
    with building():
        bike = Product.objects.create(code="B", name="Bike", created_at=NOON)
        bell = Product.objects.create(code="L", name="Bell", is_active=False, created_at=NOON)
        for number, (product, price, cost, currency) in enumerate(
            [
                (bike, "0.1", "7", "EUR"),
                (bike, "0.2", None, "EUR"),
                (bell, "1000000", "7", "USD"),
                (bell, "3", None, "EUR"),
            ]
        ):
            ProductPrice.objects.create(
                product=product, price=Decimal(price), cost=cost and Decimal(cost), currency=currency,
                from_on=date(2026, 1, 1) + timedelta(days=number),
            )  # fmt: skip


def ask(address):
    query = tables.parse(address, PRICES)
    return query, PRICES, ProductPrice.objects.all(), context()


def test_totals_are_exact_and_never_mix_currencies(prices, django_assert_num_queries):
    with django_assert_num_queries(1):
        totals = tables.totals(*ask(""))
    assert totals.count == 4
    assert totals.sums["price"] == (Money(Decimal("3.3000"), "EUR"), Money(Decimal("1000000.0000"), "USD"))
    assert totals.sums["cost"] == (Money(Decimal("7.0000"), "EUR"), Money(Decimal("7.0000"), "USD"))
    assert tables.totals(*ask("columns=product&where=active.is:yes")).count == 2
    assert tables.totals(*ask("where=price.gte:2.5&where=price.lte:3")).sums["price"] == (
        Money(Decimal("3.0000"), "EUR"),
    )


def test_groups_add_up_to_the_whole(prices, django_assert_num_queries):
    with django_assert_num_queries(2):  # the sums, and what the groups are called
        groups = tables.groups(*ask("group=product&columns=price"))
    assert [(group.value.label, group.totals.count) for group in groups] == [("Bell", 2), ("Bike", 2)]
    assert tables.together(groups) == tables.totals(*ask("columns=price"))
    assert tables.together(groups).count == 4


def test_a_cell_holds_a_value_and_not_a_text(prices, django_assert_num_queries):
    query, table, base, when = ask("columns=product,active,from,price,cost&where=price.eq:0.20")
    with django_assert_num_queries(1):
        (row,) = tables.compile_query(query, table, base, when)
        cells = [table.column(name).value(row) for name in query.columns]
    assert cells[0].label == "Bike"
    assert cells[1:] == [True, date(2026, 1, 2), Money(Decimal("0.2000"), "EUR"), None]
    assert tables.plain(cells[3]) == Decimal("0.2000")


@pytest.mark.parametrize(
    "sort", ["cost", "-cost", "price", "-from,price", "-cost,-price", "product,-cost", "cost,-from"]
)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_walking_the_pages_forth_and_back_shows_every_row_once(prices, sort, size):
    query, table, base, when = ask(f"sort={sort}")
    whole = [row.pk for row in tables.compile_query(query, table, base, when)]
    forth, cursor, pages = [], "", []
    while True:
        page = tables.page(query, table, base, when, after=cursor, size=size)
        forth += [row.pk for row in page.rows]
        pages.append(page)
        cursor = page.next_cursor
        if not cursor:
            break
    assert sorted(forth) == sorted(whole)
    assert len(forth) == 4
    back = [row.pk for row in pages[-1].rows]
    cursor = pages[-1].previous_cursor
    while cursor:
        page = tables.page(query, table, base, when, before=cursor, size=size)
        back = [row.pk for row in page.rows] + back
        cursor = page.previous_cursor
    assert back == forth
    assert pages[0].previous_cursor == ""


def test_empty_values_come_last_whichever_way_one_sorts(prices):
    for sort in ("cost", "-cost"):
        query, table, base, when = ask(f"sort={sort}")
        assert [row.cost is None for row in tables.page(query, table, base, when).rows] == [
            False,
            False,
            True,
            True,
        ]


@pytest.mark.parametrize(
    "cursor",
    ["x", "%%%", "e30", "bnVsbA", "W10", "WzEsMiwzXQ", "A" * 9000, "W1tbW1tbW1tbW1tbW1tbW1tb", "é"],
)
def test_a_cursor_that_is_none_of_ours_is_refused(prices, cursor):
    query, table, base, when = ask("sort=price")
    with pytest.raises(BadQuery, match="no cursor of this list"):
        tables.page(query, table, base, when, after=cursor)


def test_a_cursor_of_another_order_is_refused(prices):
    query, table, base, when = ask("sort=price")
    cursor = tables.page(query, table, base, when, size=1).next_cursor
    other = tables.parse("sort=-price", PRICES)
    with pytest.raises(BadQuery, match="no cursor of this list"):
        tables.page(other, table, base, when, after=cursor)


def test_a_filter_is_told_in_words_with_the_labels_one_may_know(cast):
    persons = tables.Options(rows=lambda viewer: Person.objects.filter(pk=cast.rob.pk))
    table = Table("company", Company, (Column("owner", "Owner", PERSON, options=persons),), ("owner",))
    query = tables.parse(f"where=owner.is:@me,{cast.rob.pk},{cast.sue.pk}|owner.empty", table)
    assert tables.describe(query, table, None) == [
        f"Owner is me, Rob, unknown ({cast.sue.pk}) or Owner is empty"
    ]


def test_more_columns_can_be_added_at_run_time(companies):
    table = COMPANIES.extended(Column("loud", "Loud", TEXT, path="name", told=str.upper, filterable=False))
    query = tables.parse("columns=loud", table)
    rows = tables.compile_query(query, table, Company.objects.all(), context())
    assert [table.column("loud").value(row) for row in rows] == [
        "ÄCME", "BOLT", "COG",
    ]  # fmt: skip


def test_moving_days_and_numbers_are_told_as_people_say_them():
    query = tables.parse(
        "where=from.before:today%2B1&where=from.after:today-30&where=price.gte:1234567.5", PRICES
    )
    assert tables.describe(query, PRICES, None) == [
        "From is before in 1 day",
        "From is after 30 days ago",
        "Price is at least 1,234,567.5",
    ]
