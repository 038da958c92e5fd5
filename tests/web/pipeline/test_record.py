"""The page of an opportunity, its forms and its dialogs."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from fairlead.pipeline import actions, queries
from fairlead.pipeline.models import Opportunity

HX = {"HX-Request": "true"}


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def fleet(deal):
    return deal(title="Fleet of 40", amount=Decimal(1000))


def test_the_page_shows_where_it_stands_and_which_probability_is_used(as_, fleet):
    page = text_of(as_("rob").get(f"/opportunities/{fleet.pk}"))
    assert "Fleet of 40" in page
    used = page.split('class="is-used"')[1].split("</li>")[0]
    assert "Stage Qualify" in used
    assert "10%" in used
    assert "not set" in page


def test_it_is_nowhere_for_strangers_and_there_for_supervisors(as_, fleet):
    assert as_("sue").get(f"/opportunities/{fleet.pk}").status_code == 404
    assert as_("mona").get(f"/opportunities/{fleet.pk}").status_code == 200


@pytest.mark.parametrize(
    "part", ["edit", "fields/amount", "move", "win", "lines", "contacts", "split", "share"]
)
def test_no_dialog_opens_for_strangers(as_, fleet, part):
    assert as_("sue").get(f"/opportunities/{fleet.pk}/{part}").status_code == 404
    assert as_("sue").post(f"/opportunities/{fleet.pk}/{part}", {}).status_code == 404


def test_the_history_reads_as_sentences(as_, cast, fleet, sales, at):
    rob = cast.viewer("rob")
    actions.move_opportunity(
        fleet, to=sales.propose, by=rob, at=at + timedelta(hours=1), reason="asked for a quote"
    )
    page = text_of(as_("rob").get(f"/opportunities/{fleet.pk}"))
    assert "moved it from Qualify to Propose" in page
    assert "asked for a quote" in page


def test_it_can_be_shown_as_it_was(as_, cast, fleet, at):
    later = at + timedelta(days=2)
    actions.edit_opportunity(fleet, changes={"title": "Fleet of 50"}, by=cast.viewer("rob"), at=later)
    with time_machine.travel(later + timedelta(hours=1), tick=False):
        client = as_("rob")
        then = text_of(client.get(f"/opportunities/{fleet.pk}?as_of=2026-03-03T12:00:00Z"))
        assert "<h1>Fleet of 40" in then
        assert "You are looking at the past" in then
        assert "Fleet of 50" not in then
        assert "<h1>Fleet of 50" in text_of(client.get(f"/opportunities/{fleet.pk}"))


def test_one_field_is_edited_in_place(as_, fleet):
    sent = {"amount": "1,250.50", "currency": "EUR", "version": fleet.version}
    answer = as_("rob").post(f"/opportunities/{fleet.pk}/fields/amount", sent, headers=HX)
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (204, "record-changed")
    fleet.refresh_from_db()
    assert fleet.amount == Decimal("1250.50")


def test_a_stale_edit_is_refused_with_the_others_value(as_, cast, fleet, at):
    seen = fleet.version
    actions.edit_opportunity(fleet, changes={"amount": Decimal(7)}, by=cast.viewer("mona"), at=at)
    sent = {"amount": "9", "currency": "EUR", "version": seen}
    answer = as_("rob").post(f"/opportunities/{fleet.pk}/fields/amount", sent, headers=HX)
    assert answer.status_code == 409
    assert "7" in text_of(answer)
    fleet.refresh_from_db()
    assert fleet.amount == Decimal(7)


def test_two_people_editing_different_fields_lose_nothing(as_, cast, fleet, at):
    seen = fleet.version
    actions.edit_opportunity(fleet, changes={"next_step": "Call"}, by=cast.viewer("mona"), at=at)
    sent = {"amount": "9", "currency": "EUR", "version": seen}
    as_("rob").post(f"/opportunities/{fleet.pk}/fields/amount", sent, headers=HX)
    fleet.refresh_from_db()
    assert (fleet.amount, fleet.next_step) == (Decimal(9), "Call")


def test_a_full_form_that_collides_keeps_what_was_typed(as_, cast, fleet, at):
    form = {"title": "Mine", "amount": "1,000", "currency": "EUR", "forecast_category": "pipeline"}
    seen = fleet.version
    actions.edit_opportunity(fleet, changes={"title": "Theirs"}, by=cast.viewer("mona"), at=at)
    answer = as_("rob").post(f"/opportunities/{fleet.pk}/edit", {**form, "version": seen})
    assert answer.status_code == 409
    assert 'value="Mine"' in text_of(answer)
    assert "Theirs" in text_of(answer)


def test_a_stage_that_needs_more_asks_for_it_and_goes_on(as_, deal, sales):
    bare = deal(title="Bare", amount=None)
    client, address = as_("rob"), f"/opportunities/{bare.pk}/move"
    asked = client.post(address, {"stage": sales.propose.pk, "version": bare.version}, headers=HX)
    assert asked.status_code == 422
    assert "That stage asks for these first." in text_of(asked)
    sent = {"stage": sales.propose.pk, "version": bare.version, "amount": "50", "currency": "EUR"}
    assert client.post(address, sent, headers=HX).status_code == 204
    bare.refresh_from_db()
    assert (bare.stage, bare.amount) == (sales.propose, Decimal(50))


def test_losing_asks_why(as_, fleet, sales):
    client, address = as_("rob"), f"/opportunities/{fleet.pk}/lose"
    assert client.post(address, {"closed_on": "2026-03-02"}, headers=HX).status_code == 422
    sent = {
        "closed_on": "2026-03-02",
        "lost_reason": sales.price.pk,
        "competitor": sales.rival.pk,
        "reason": "Too dear",
    }
    assert client.post(address, sent, headers=HX).status_code == 204
    fleet.refresh_from_db()
    assert (fleet.outcome, fleet.lost_reason, fleet.competitor) == ("lost", sales.price, sales.rival)


def test_winning_asks_for_the_amount(as_, fleet):
    client, address = as_("rob"), f"/opportunities/{fleet.pk}/win"
    assert client.post(address, {"closed_on": "2026-03-02", "amount": ""}, headers=HX).status_code == 422
    client.post(address, {"closed_on": "2026-03-02", "amount": "900"}, headers=HX)
    fleet.refresh_from_db()
    assert (fleet.outcome, fleet.amount) == ("won", Decimal(900))


def test_a_refused_verb_stays_visible_and_says_why(as_, fleet):
    page = text_of(as_("rob").get(f"/opportunities/{fleet.pk}"))
    assert "You do not have the permission to delete" in page
    assert as_("rob").post(f"/opportunities/{fleet.pk}/delete", {"reason": ""}, headers=HX).status_code == 403


def test_a_split_that_is_not_whole_is_refused(as_, cast, fleet):
    client, address = as_("rob"), f"/opportunities/{fleet.pk}/split"
    people = [cast.rob.pk, cast.sue.pk]
    assert client.post(address, {"person": people, "share": ["60", "30"]}, headers=HX).status_code == 422
    assert client.post(address, {"person": people, "share": ["60", "40"]}, headers=HX).status_code == 204
    assert as_("sue").get(f"/opportunities/{fleet.pk}").status_code == 200


def test_lines_become_the_amount(as_, cast, fleet):
    from fairlead.products.models import Product
    from tests.cast import building

    with building():
        bike = Product.objects.create(code="B1", name="Bike", created_at=cast.at)
    sent = {
        "id": "",
        "product": bike.pk,
        "quantity": "2",
        "unit_price": "100",
        "discount": "10",
        "sets_amount": "on",
    }
    assert as_("rob").post(f"/opportunities/{fleet.pk}/lines", sent, headers=HX).status_code == 204
    fleet.refresh_from_db()
    assert fleet.amount == Decimal(180)


def test_sharing_lets_another_see_it(as_, cast, fleet):
    as_("rob").post(f"/opportunities/{fleet.pk}/share", {"person": cast.sue.pk}, headers=HX)
    assert as_("sue").get(f"/opportunities/{fleet.pk}").status_code == 200


def test_a_new_opportunity_sent_twice_is_made_once(as_, cast, sales):
    form = {
        "key": "k1", "title": "Kite", "stage": sales.qualify.pk, "owner": cast.rob.pk, "currency": "EUR",
        "forecast_category": "pipeline",
    }  # fmt: skip
    client = as_("rob")
    first, second = (client.post("/opportunities/new", form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Opportunity.objects.filter(title="Kite").count() == 1


def test_a_draft_is_its_owners_alone(as_, cast, sales):
    form = {
        "key": "k1", "title": "Secret", "stage": sales.propose.pk, "owner": cast.rob.pk, "currency": "EUR",
        "forecast_category": "pipeline", "draft": "yes",
    }  # fmt: skip
    address = as_("rob").post("/opportunities/new", form).headers["Location"]
    assert as_("mona").get(address).status_code == 404
    assert as_("ada").get(address).status_code == 404
    assert as_("rob").post(f"{address}/publish").status_code == 422


def test_nobody_creates_work_for_strangers(as_, cast, sales):
    form = {
        "key": "k", "title": "X", "stage": sales.qualify.pk, "owner": cast.sue.pk, "currency": "EUR",
        "forecast_category": "pipeline",
    }  # fmt: skip
    assert as_("rob").post("/opportunities/new", form).status_code == 403
    assert not Opportunity.objects.exists()


def test_time_in_stages_is_counted(cast, fleet, sales, at):
    rob = cast.viewer("rob")
    actions.move_opportunity(fleet, to=sales.propose, by=rob, at=at + timedelta(days=3))
    fleet.refresh_from_db()
    spent = queries.days_in_stages(fleet, at + timedelta(days=8))
    assert spent == {sales.qualify.pk: 3, sales.propose.pk: 5}
