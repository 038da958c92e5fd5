"""Lists by the query value: filter, sort, search, pages, totals, summary."""

from decimal import Decimal

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def deals(process) -> None:
    for number in range(7):
        process.deal(
            title=f"Deal {number}", amount=Decimal(100 * number), currency="USD" if number > 4 else "EUR"
        )
    process.deal("sue", title="Sue's deal")


def titles(page) -> list[str]:
    return [row["title"] for row in page["rows"]]


def test_filter_and_sort(rob, deals) -> None:
    page = rob.get("/opportunities?where=amount.gte:300&sort=-amount&columns=title,amount")
    assert page["rows"][0].keys() == {"id", "version", "title", "amount"}
    assert titles(page) == ["Deal 6", "Deal 5", "Deal 4", "Deal 3"]
    assert "totals" not in page


def test_pages_follow_each_other_both_ways_and_stay_put_when_rows_are_added(rob, process, deals) -> None:
    first = rob.get("/opportunities?sort=title&size=3")
    process.deal(title="A deal before all others")
    second = rob.get(f"/opportunities?sort=title&size=3&after={first['next']}")
    third = rob.get(f"/opportunities?sort=title&size=3&after={second['next']}")
    assert [titles(first), titles(second), titles(third)] == [
        ["Deal 0", "Deal 1", "Deal 2"],
        ["Deal 3", "Deal 4", "Deal 5"],
        ["Deal 6"],
    ]
    assert (first["previous"], third["next"]) == ("", "")
    assert titles(rob.get(f"/opportunities?sort=title&size=3&before={third['previous']}")) == titles(second)


def test_totals_are_of_the_whole_query_and_by_currency(rob, deals) -> None:
    totals = rob.get("/opportunities?size=1&totals=true&where=amount.gte:300")["totals"]
    assert totals["count"] == 4
    assert totals["sums"]["amount"] == [
        {"amount": "700.0000", "currency": "EUR"},
        {"amount": "1100.0000", "currency": "USD"},
    ]


def test_summary_by_stage_and_by_owner(rob, program, process, deals) -> None:
    process.deal(title="Further", stage=process.propose, amount=Decimal(1000))
    by_stage = rob.get("/opportunities/summary")
    assert [(g["value"]["name"], g["count"]) for g in by_stage["groups"]] == [("Qualify", 7), ("Propose", 1)]
    assert by_stage["groups"][0]["sums"] == {
        "amount": [{"amount": "1000.0000", "currency": "EUR"}, {"amount": "1100.0000", "currency": "USD"}],
        "weighted": [{"amount": "100.0000", "currency": "EUR"}, {"amount": "110.0000", "currency": "USD"}],
    }
    by_owner = program("ada").get("/opportunities/summary?group=owner&where=amount.gte:1000")
    assert [(g["value"]["name"], g["count"]) for g in by_owner["groups"]] == [("Rob", 1), ("Sue", 1)]
    assert [g["value"] for g in rob.get("/opportunities/summary?group=outcome")["groups"]] == ["open"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("where=shoe.is:3", "where"),
        ("where=amount.gte:lots", "where"),
        ("where=%00", "where"),
        ("sort=shoe", "sort"),
        ("columns=title,shoe", "columns"),
        ("colour=blue", "colour"),
        ("size=0", "size"),
        ("size=501", "size"),
        ("size=-1", "size"),
        ("size=a", "size"),
        ("totals=yes", "totals"),
        ("as_of=yesterday", "as_of"),
        ("after=nonsense", "after"),
        ("q=%00", "q"),
    ],
)
def test_a_query_that_cannot_be_answered_names_the_parameter(rob, query: str, field: str) -> None:
    refused = rob("GET", f"/opportunities?{query}")
    assert (refused.status_code, list(refused.json()["fields"])) == (422, [field])


def test_search(rob, process, deals) -> None:
    company = process.company(name="Müller & Söhne")
    process.deal(title="Wheels", company=company)
    assert titles(rob.get("/opportunities?q=muller")) == ["Wheels"]
    assert [row["name"] for row in rob.get("/companies?q=sohne")["rows"]] == ["Müller & Söhne"]


@pytest.mark.parametrize("sort", ["title", "-title", "expected_close_on"])
def test_pages_of_a_search_hold_what_titles_find_and_what_companies_find_each_once(
    rob, process, sort
) -> None:
    kite = process.company(name="Kite Ltd")
    for number, company in enumerate([kite, None, kite, None, kite]):
        process.deal(title=f"{'Kite' if number % 3 else 'Bell'} {number}", company=company)
    process.deal(title="Bell of nobody")
    forth, page, after = [], {"next": ""}, True
    while after:
        page = rob.get(f"/opportunities?q=kite&sort={sort}&size=2&totals=true&after={page['next']}")
        forth, after = [*forth, *titles(page)], page["next"]
    assert sorted(forth) == ["Bell 0", "Kite 1", "Kite 2", "Kite 4"]  # not Bell 3, which is nobody's
    assert page["totals"]["count"] == len(forth)
    back = titles(page)
    while page["previous"]:
        page = rob.get(f"/opportunities?q=kite&sort={sort}&size=2&before={page['previous']}")
        back = [*titles(page), *back]
    assert back == forth


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_number_of_questions_for_one_row_and_for_three(
    rob, process, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        process.deal(title=f"Deal {number}", company=process.company(name=f"Company {number}"))
    rob.get("/people/me")  # notes the use of the token, once in five minutes
    with django_assert_num_queries(WHO + ROWS + 7):  # splits; company, owner, team, location, stage, pipeline
        assert len(rob.get("/opportunities")["rows"]) == count
    with django_assert_num_queries(WHO + ROWS + 7 + 1):
        rob.get("/opportunities?totals=true")
    with django_assert_num_queries(WHO + ROWS + 2):  # splits; owner
        rob.get("/opportunities?columns=title,amount,owner")
    with django_assert_num_queries(WHO + ROWS + 2):  # owner, location
        assert len(rob.get("/companies")["rows"]) == count
    with django_assert_num_queries(WHO + ROWS + 2):  # splits; stage
        rob.get("/opportunities/summary")


WHO = 3
"""The token with its person, the tree of teams, what is shared."""
ROWS = 2
"""The organisation's calendar, the rows."""
