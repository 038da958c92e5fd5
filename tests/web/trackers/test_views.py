"""A saved view from nothing to another person's screen."""

from decimal import Decimal

import pytest

from fairlead.trackers.models import SavedView, ViewShare
from tests.cast import building

ASKED = "where=amount.gte:50000&sort=-amount"


@pytest.fixture
def deals(deal):
    deal(title="Small", amount=Decimal(10))
    deal(title="Large", amount=Decimal(60_000))


def keep(client, name="Big ones", query=ASKED) -> SavedView:
    answer = client.post(f"/views/new/opportunities?query={query.replace('&', '%26').replace('=', '%3D')}",
                         {"name": name, "icon": "star"})  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    return SavedView.objects.get(name=name)


def text(client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def titles(page: str) -> list[str]:
    return [title for title in ("Small", "Large") if f">{title}</a>" in page]


def test_a_list_kept_as_a_view_is_found_among_the_views_and_asks_the_same(as_, deals):
    rob = as_("rob")
    view = keep(rob)
    page = text(rob, f"/opportunities?view={view.pk}")
    assert titles(page) == ["Large"]
    assert 'aria-current="page">Big ones' in page.replace("\n", "")
    assert "Changed" not in page


def test_a_changed_list_says_so_and_is_saved_into_its_view(as_, deals):
    rob = as_("rob")
    view = keep(rob)
    changed = f"/opportunities?view={view.pk}&where=amount.lte:100"
    page = text(rob, changed)
    assert titles(page) == ["Small"]
    assert "Changed" in page
    rob.post(f"/views/{view.pk}/save", {"query": "where=amount.lte:100"})
    assert titles(text(rob, f"/opportunities?view={view.pk}")) == ["Small"]
    rob.post(f"/views/{view.pk}/states", {"version": "1"})
    assert titles(text(rob, f"/opportunities?view={view.pk}")) == ["Large"]


def test_every_address_on_the_page_of_a_view_keeps_it(as_, deals):
    rob = as_("rob")
    view = keep(rob)
    page = text(rob, f"/opportunities?view={view.pk}")
    assert f'name="view" value="{view.pk}"' in page
    chip = next(part for part in page.split('href="') if part.startswith("/opportunities/filter?branch=0"))
    form = text(rob, chip.split('"')[0].replace("&amp;", "&"))
    assert f'name="view" value="{view.pk}"' in form
    sent = {
        "query": ASKED,
        "view": view.pk,
        "column": "amount",
        "operator": "lte",
        "value": "99",
        "branch": "0",
    }
    answer = rob.get("/opportunities/filter", sent)
    assert answer.url.startswith(f"/opportunities?view={view.pk}&columns=")
    assert "where=amount.lte:99" in answer.url


def test_removing_a_views_last_filter_shows_everything_and_not_the_view(as_, deals):
    rob = as_("rob")
    view = keep(rob)
    page = text(rob, f"/opportunities?view={view.pk}")
    remove = page.split('aria-label="Remove the filter')[0].rsplit('href="', 1)[1].split('"')[0]
    assert titles(text(rob, remove.replace("&amp;", "&"))) == ["Small", "Large"]


def test_a_page_begins_with_the_view_that_a_person_chose(as_, deals):
    rob = as_("rob")
    view = keep(rob)
    rob.post(f"/views/{view.pk}/begin", {"on": "1"})
    assert titles(text(rob, "/opportunities")) == ["Large"]
    assert titles(text(rob, "/opportunities?view=")) == ["Small", "Large"]
    assert titles(text(rob, "/opportunities?where=amount.lte:100")) == ["Small"]
    assert titles(text(as_("mona"), "/opportunities")) == ["Small", "Large"]
    assert "Big ones" in text(rob, "/companies")  # among the favourites of the menu


def test_whom_it_is_shared_with_sees_the_question_and_their_own_rows(as_, deal, deals, cast):
    rob, sue = as_("rob"), as_("sue")
    deal("sue", title="Sue's large", amount=Decimal(90_000))
    view = keep(rob)
    address = f"/opportunities?view={view.pk}"
    assert sue.get(address).status_code == 404
    rob.post(f"/views/{view.pk}/share", {"person": cast.sue.pk})
    page = text(sue, address)
    assert titles(page) == []
    assert "Sue&#39;s large" in page
    assert sue.post(f"/views/{view.pk}/save", {"query": ""}).status_code == 403
    rob.post(f"/views/{view.pk}/share/{ViewShare.objects.get().pk}/end")
    assert sue.get(address).status_code == 404


@pytest.mark.parametrize("verb", ["edit", "share", "states"])
def test_nobody_reaches_the_forms_of_anothers_view(as_, deals, verb):
    view = keep(as_("rob"))
    assert as_("sue").get(f"/views/{view.pk}/{verb}").status_code == 404
    assert as_("rob").get(f"/views/{view.pk}/{verb}").status_code == 200


def test_an_administrator_publishes_a_view_and_deletes_it(as_, deals, cast):
    ada = as_("ada")
    view = keep(ada)
    ada.post(f"/views/{view.pk}/publish", {"on": "1"})
    assert "Big ones" in text(as_("rob"), "/opportunities")
    assert as_("rob").post(f"/views/{view.pk}/delete").status_code == 403
    ada.post(f"/views/{view.pk}/delete")
    assert "Big ones" not in text(as_("rob"), "/opportunities")


def test_a_view_that_asks_what_a_list_does_not_have_any_more_says_so(as_, deals, cast):
    rob = as_("rob")
    view = keep(rob)
    with building():
        view.query += "&where=gone.is:1"
        view.save()
    page = text(rob, f"/opportunities?view={view.pk}")
    assert "Part of this view is gone" in page
    assert titles(page) == ["Large"]


def test_a_bad_name_is_told_at_the_field(as_, deals):
    rob = as_("rob")
    keep(rob)
    answer = rob.post("/views/new/opportunities?query=", {"name": "Big ones", "icon": "star"})
    assert answer.status_code == 422
    assert "You have a view of this name here already." in answer.content.decode()
    assert rob.get("/views/new/nowhere").status_code == 404
