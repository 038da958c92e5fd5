"""The board's heads tell the whole column; home's numbers are the sums of the lists they open."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

HX = {"HX-Request": "true"}


def text_of(response) -> str:
    return response.content.decode()


def shown(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_takes_the_same_queries_for_one_card_and_for_three(as_, deal, count):
    for number in range(count):
        deal(title=f"Deal {number}")
    client = as_("rob")
    client.get("/board")
    with CaptureQueriesContext(connection) as asked:
        client.get("/board")
    assert len(asked) == 12


def test_the_head_counts_the_whole_column_and_more_can_be_loaded(as_, deal, sales):
    for number in range(22):
        deal(title=f"Deal {number:02}", amount=Decimal(100), expected_close_on=date(2026, 4, 1))
    client = as_("rob")
    page = text_of(client.get("/board"))
    assert page.count('id="card-') == 20
    assert "Show more of 2" in shown(page)
    more = re.search(r'hx-get="(/board/cards[^"]+)"', page)
    further = text_of(client.get(more.group(1).replace("&amp;", "&")))
    assert further.count('id="card-') == 2


def test_a_dropped_card_answers_with_the_heads_as_they_are_now(as_, deal, sales):
    fleet = deal(title="Fleet", amount=Decimal(100))
    sent = {"pk": fleet.pk, "stage": sales.propose.pk, "version": fleet.version}
    answer = as_("rob").post("/board/move", sent, headers=HX)
    heads = {int(stage): shown(head) for stage, head in answer.json()["heads"].items()}
    assert " 1 " in heads[sales.propose.pk]
    assert "Weighted €50" in heads[sales.propose.pk]
    assert " 0 " in heads[sales.qualify.pk]


def test_a_card_goes_back_with_the_reason(as_, deal, sales):
    bare = deal(title="Bare", amount=None)
    answer = as_("rob").post("/board/move", {"pk": bare.pk, "stage": sales.propose.pk}, headers=HX)
    assert answer.status_code == 422
    assert "Propose needs" in text_of(answer)
    bare.refresh_from_db()
    assert bare.stage == sales.qualify


def test_strangers_move_nothing(as_, deal, sales):
    fleet = deal(amount=Decimal(5))
    assert (
        as_("sue").post("/board/move", {"pk": fleet.pk, "stage": sales.propose.pk}, headers=HX).status_code
        == 404
    )
    fleet.refresh_from_db()
    assert fleet.stage == sales.qualify


def test_the_board_filters_by_the_same_query_as_the_list(as_, deal):
    deal(title="Small", amount=Decimal(1))
    deal(title="Large", amount=Decimal(900))
    page = text_of(as_("rob").get("/board?where=amount.gte:500"))
    assert "Large" in page
    assert ">Small<" not in page


def test_every_tile_of_home_is_the_count_of_the_list_it_opens(as_, deal):
    deal(title="Late", details={"next_step_on": date(2026, 2, 1)})
    deal(title="Planned", details={"next_step_on": date(2026, 4, 1)})
    deal(title="Bare")
    deal("sue", title="Sue's")
    client = as_("rob")
    tiles = re.findall(
        r'<a class="fl-tile[^"]*" href="([^"]+)".*?fl-tile-value">(.*?)</span>\s',
        text_of(client.get("/")),
        re.S,
    )
    opened = {}
    for address, value in tiles:
        if address.startswith("/opportunities"):
            listed = shown(text_of(client.get(address.replace("&amp;", "&"))).split('aria-live="polite">')[1])
            opened[address] = (shown(value).strip(), listed.split()[0])
    assert len(opened) == 4
    assert all(tile == listed for tile, listed in opened.values())
    assert sorted(tile for tile, _ in opened.values()) == ["0", "1", "1", "3"]


def test_a_supervisor_sees_a_line_for_each_of_their_people(as_, deal):
    deal(title="Rob's")
    deal("sue", title="Sue's")
    page = shown(text_of(as_("mona").get("/")))
    assert "Rob" in page
    assert "Sue" not in page


def test_a_new_installation_shows_the_first_steps_to_administrators(as_, cast):
    page = shown(text_of(as_("ada").get("/")))
    assert "First steps" in page
    assert "Import your spreadsheet" in page
    assert "First steps" not in shown(text_of(as_("rob").get("/")))
