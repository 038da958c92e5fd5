"""The list of opportunities: what the address says is what screen, totals and file hold."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
import python_calamine
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairlead.journal.models import Entry
from fairlead.people.models import Person
from fairlead.pipeline import actions
from tests.cast import building

QUERIES = 9


def text_of(response) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def grant(person: Person, **permissions: bool) -> None:
    with building():
        for name, value in permissions.items():
            setattr(person, name, value)
        person.save()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_row_and_for_three(as_, deal, count):
    for number in range(count):
        deal(title=f"Deal {number}")
    client = as_("rob")
    client.get("/opportunities")
    with CaptureQueriesContext(connection) as asked:
        client.get("/opportunities")
    assert len(asked) == QUERIES


def test_everybody_sees_their_own_line_and_totals_count_only_that(as_, deal):
    deal(title="Rob's fleet", amount=Decimal(1000))
    deal("sue", title="Sue's secret", amount=Decimal(77))
    page = text_of(as_("rob").get("/opportunities"))
    assert "Rob&#39;s fleet" in page
    assert "Sue&#39;s secret" not in page
    assert "<strong>1</strong>" in page.replace('<span class="fl-num">1</span>', "1")
    assert "€1,000.00" in page
    assert "Sue&#39;s secret" not in text_of(as_("mona").get("/opportunities"))
    assert "Sue&#39;s secret" in text_of(as_("ada").get("/opportunities"))


def test_a_filter_set_in_the_form_comes_back_as_an_address_and_as_a_chip(as_, deal):
    deal(title="Small", amount=Decimal(10))
    deal(title="Large", amount=Decimal(60_000))
    client = as_("rob")
    sent = {"column": "amount", "operator": "gte", "value": "50,000"}
    answer = client.get("/opportunities/filter", sent)
    assert answer.headers["Location"] == "/opportunities?where=amount.gte:50000"
    page = text_of(client.get(answer.headers["Location"]))
    assert "Amount is at least 50,000" in page
    assert "Large" in page
    assert ">Small<" not in page


@pytest.mark.parametrize(
    ("asked", "is_said"),
    [
        ("", False),
        ("sort=title", False),
        ("sort=-amount", True),
        ("where=amount.gte:10", True),
        ("where=amount.filled", False),
        ("sort=-amount&where=currency.is:EUR", False),
    ],
)
def test_amounts_of_several_currencies_are_said_to_be_compared_as_numbers(as_, deal, asked, is_said):
    deal(title="Lisbon", amount=Decimal(1000))
    deal(title="Osaka", amount=Decimal(90_000), currency="JPY")
    page = text_of(as_("rob").get(f"/opportunities?{asked}"))
    assert ("Amount is compared as a number" in page) is is_said


def test_a_filter_that_cannot_be_asked_says_why_where_it_was_typed(as_, deal):
    answer = as_("rob").get("/opportunities/filter", {"column": "amount", "operator": "gte", "value": "much"})
    assert answer.status_code == 422
    assert "Write the number like 1,234.5." in text_of(answer)


def test_an_address_that_asks_for_nothing_we_have_is_refused_by_name(as_):
    answer = as_("rob").get("/opportunities?where=colour.is:red")
    assert answer.status_code == 422
    assert "There is no such column" in text_of(answer)


def test_a_choice_that_is_out_of_reach_is_not_suggested(as_, cast):
    from fairlead.customers.models import Company

    with building():
        Company.objects.create(name="Canary Ltd", owner=cast.sue, created_at=cast.at)
        Company.objects.create(name="Candid Ltd", owner=cast.rob, created_at=cast.at)
    found = as_("rob").get("/opportunities/choices/company?q=can").json()["choices"]
    assert [one["label"] for one in found] == ["Candid Ltd"]


def test_groups_carry_the_totals_of_the_whole_filter(as_, deal, sales):
    deal(title="One", amount=Decimal(100))
    deal(title="Two", amount=Decimal(200))
    page = text_of(as_("rob").get("/opportunities?group=stage"))
    assert "fl-group-row" in page
    assert "€300.00" in page


def test_a_past_day_shows_the_list_as_it_was_and_lets_editing_rest(as_, cast, deal, at):
    opportunity = deal(title="Fleet", amount=Decimal(1000))
    later = at + timedelta(days=10)
    actions.edit_opportunity(opportunity, changes={"amount": Decimal(5)}, by=cast.viewer("rob"), at=later)
    client = as_("rob")
    with time_machine.travel(later + timedelta(days=1), tick=False):
        answer = client.get("/opportunities", {"day": date(2026, 3, 5).isoformat()})
        page = text_of(client.get(answer.headers["Location"]))
        assert answer.headers["Location"] == "/opportunities?as_of=2026-03-05T23:59:59Z"
        assert "€1,000.00" in page
        assert "Editing rests" in page
        assert "data-select-all" not in page
        assert "€5.00" in text_of(client.get("/opportunities"))


def test_next_and_previous_lead_through_all_rows(as_, deal, monkeypatch):
    from fairlead.web.shared import listed

    monkeypatch.setattr(listed, "SIZE", 2)
    for number in range(3):
        deal(title=f"Deal {number}", amount=Decimal(number + 1))
    client = as_("rob")
    first = text_of(client.get("/opportunities?sort=amount"))
    assert ">Deal 2<" not in first.replace("\n", "").replace("  ", "")
    after = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = text_of(client.get(after))
    assert "Deal 2" in second
    assert 'rel="prev"' in second


def test_the_export_is_refused_with_the_reason_without_permission(as_, cast, deal):
    grant(cast.rob, can_export=False)
    client = as_("rob")
    assert client.get("/opportunities/export.csv").status_code == 403
    assert "You do not have the permission to export" in text_of(client.get("/opportunities"))


def test_the_export_holds_what_the_screen_shows_and_is_noted(as_, cast, deal):
    grant(cast.rob, can_export=True)
    deal(title="Small", amount=Decimal(10))
    deal(title="=cmd()", amount=Decimal("60000.25"))
    deal("sue", title="Sue's secret")
    address = "columns=title,amount&where=amount.gte:5&sort=-amount"
    client = as_("rob")
    lines = text_of(client.get(f"/opportunities/export.csv?{address}")).lstrip("\ufeff").splitlines()
    assert lines == ["Title,Amount (EUR)", "'=cmd(),60000.25", "Small,10.00"]
    book = client.get(f"/opportunities/export.xlsx?{address}")
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(b"".join(book.streaming_content)))
    assert sheet.get_sheet_by_index(0).to_python()[1:3] == [["=cmd()", 60000.25], ["Small", 10.0]]
    noted = Entry.objects.filter(action="list.exported").order_by("id")
    assert [entry.reason for entry in noted] == ["Amount is at least 5"] * 2
    assert {entry.actor_id for entry in noted} == {cast.rob.pk}


def test_a_bulk_change_is_looked_at_done_and_taken_back(as_, cast, deal, sales):
    grant(cast.rob, can_bulk_edit=True)
    ready, empty = deal(title="Ready", amount=Decimal(10)), deal(title="Empty", amount=None)
    client = as_("rob")
    sent = {"pk": [ready.pk, empty.pk], "stage": sales.propose.pk}
    seen = text_of(client.post("/opportunities/bulk/move", {**sent, "step": "preview"}))
    assert "left out: Propose needs" in seen
    assert "Change 1" in seen
    ready.refresh_from_db()
    assert ready.stage == sales.qualify
    done = client.post("/opportunities/bulk/move", {**sent, "step": "apply"})
    ready.refresh_from_db()
    assert ready.stage == sales.propose
    client.post(done.headers["Location"].replace("done", "undo"))
    ready.refresh_from_db()
    assert ready.stage == sales.qualify


def test_a_bulk_change_without_permission_says_why(as_, deal):
    opportunity = deal()
    answer = text_of(as_("rob").post("/opportunities/bulk/move", {"pk": [opportunity.pk]}))
    assert "You do not have the permission to edit many records at once" in answer


def test_nobody_reaches_into_a_bulk_change_of_others(as_, cast, deal, sales):
    grant(cast.sue, can_bulk_edit=True)
    opportunity = deal(title="Rob's fleet", amount=Decimal(10))
    sent = {"pk": [opportunity.pk], "stage": sales.propose.pk, "step": "apply"}
    as_("sue").post("/opportunities/bulk/move", sent)
    opportunity.refresh_from_db()
    assert opportunity.stage == sales.qualify
