"""Search finds by name and number, within reach only, and costs the same for many as for one."""

import pytest
from django.urls import reverse

from fairlead.customers import actions as customers
from fairlead.customers.models import Company
from fairlead.people import actions as people
from fairlead.pipeline import actions
from fairlead.pipeline.models import Lead
from fairlead.products.models import Product
from tests.cast import NOON, building
from tests.process import set_up

CANARY = "Canary"


@pytest.fixture
def process(cast):
    return set_up(cast)


@pytest.fixture
def rob(client, cast):
    client.force_login(cast.rob)
    return client


def everything(process, owner, word, **deal):
    """Give somebody a record of every kind that holds the word."""
    cast = process.cast
    by = cast.viewer(owner)
    company = process.company(owner, name=f"{word} Cycles")
    contact = customers.NewContact(f"{word} Meyer", company=company, owner=cast.person(owner))
    customers.create_contact(contact, by=by, at=NOON)
    actions.create_lead(actions.NewLead(cast.person(owner), f"{word} Duarte"), by=by, at=NOON)
    return process.deal(owner, title=f"{word} fleet", company=company, **deal)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def labels(answer):
    return [one["label"] for one in answer.json()["choices"]]


def test_every_kind_is_found_with_a_way_to_its_full_list(process, rob):
    everything(process, "rob", "Ocean")
    with building():
        Product.objects.create(code="OC-1", name="Ocean bike", created_at=NOON)
    shown = text(rob.get(reverse("search"), {"q": "ocean"}))
    for label in ("Ocean fleet", "Ocean Cycles", "Ocean Meyer", "Ocean Duarte", "Ocean bike"):
        assert label in shown
    for name in ("opportunities", "companies", "contacts", "leads", "products"):
        assert f'href="{reverse(name)}?q=ocean"' in shown
    assert "Fleet of 40" not in shown


@pytest.mark.parametrize("typed", ["O-{:06d}", "{}", "o{}", "#{}", " 000{} "])
def test_a_number_leads_to_its_opportunity(process, rob, typed):
    deal = process.deal("rob")
    answer = rob.get(reverse("search"), {"q": typed.format(deal.pk)})
    assert answer.status_code == 302
    assert answer.url == reverse("opportunity", args=[deal.pk])
    suggested = rob.get(reverse("search_suggest"), {"q": typed.format(deal.pk)}).json()["choices"][0]
    assert suggested["value"] == reverse("opportunity", args=[deal.pk])


def test_an_opportunity_is_found_by_its_company_and_once_only(process, rob):
    company = process.company("rob", name="Acme")
    process.deal("rob", title="Acme fleet", company=company)
    process.deal("rob", title="Helmets", company=company)
    assert labels(rob.get(reverse("search_suggest"), {"q": "acm"}))[:3] == ["Acme fleet", "Helmets", "Acme"]


@pytest.mark.parametrize("who", ["rob", "mona", "nora"])
def test_what_is_out_of_reach_does_not_show(process, client, cast, who):
    deal = everything(process, "sue", CANARY)
    draft = process.deal("rob", title=f"{CANARY} draft", is_draft=True)
    client.force_login(cast.person(who))
    for asked in (CANARY, "meyer", "cycles", str(deal.pk), deal.reference):
        for route in ("search", "search_suggest"):
            answer = client.get(reverse(route), {"q": asked})
            assert answer.status_code == 200
            shown = answer.content.decode().replace(f"“{CANARY}”", "").replace(f"“{asked}”", "")
            shown = shown.replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "")
            assert ("draft" in shown) is (who == "rob" and asked == CANARY)
            assert f"{CANARY} " not in shown.replace(draft.title, "")


def test_what_was_shared_or_deleted_shows_or_does_not(process, rob, cast):
    deal = everything(process, "sue", CANARY)
    people.share(deal, person=cast.rob, by=cast.viewer("sue"), at=NOON)
    mine = process.deal("rob", title=f"{CANARY} gone")
    actions.delete_opportunity(mine, by=cast.viewer("ada"), at=NOON)
    found = labels(rob.get(reverse("search_suggest"), {"q": CANARY}))
    assert found == [deal.title, f"Search everything for “{CANARY}”"]


@pytest.mark.parametrize(
    "typed", ["", "   ", "\x00", "%", "'", '"', "O-", "9" * 30, "9" * 19, "O-0", "x" * 5000, "☃"]
)
def test_whatever_is_typed_gets_an_answer(process, rob, typed):
    everything(process, "rob", "Ocean")
    assert "Ocean" not in text(rob.get(reverse("search"), {"q": typed}))
    assert "Ocean" not in str(rob.get(reverse("search_suggest"), {"q": typed}).json())


def test_what_was_typed_is_shown_as_text(process, rob):
    assert "<b>bold" not in text(rob.get(reverse("search"), {"q": "<b>bold"}))


@pytest.mark.parametrize("count", [1, 3])
def test_search_costs_the_same_for_many_as_for_one(process, rob, django_assert_num_queries, count):
    for _ in range(count):
        everything(process, "rob", "Ocean")
    with building():
        Product.objects.create(code="OC-1", name="Ocean bike", created_at=NOON)
    # session, person, teams, shares, organisation; five kinds, and the opportunities of the companies found
    with django_assert_num_queries(13):
        text(rob.get(reverse("search"), {"q": "ocean"}))


def test_each_kind_is_limited(process, rob):
    for number in range(12):
        process.company("rob", name=f"Ocean {number:02d}")
    shown = text(rob.get(reverse("search"), {"q": "ocean"}))
    assert "Ocean 07" in shown
    assert "Ocean 08" not in shown
    assert Company.objects.count() == 12
    assert not Lead.objects.exists()
