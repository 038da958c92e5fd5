"""A view from nothing: filter, keep, have at hand, share; opened by a colleague with less reach."""

from playwright.sync_api import expect

from tests.browser.conftest import arrive


def test_a_view_is_kept_shared_and_opened_by_somebody_with_less_reach(visit, deal) -> None:
    ada, rob = visit("ada"), visit("rob")
    ada.goto("/opportunities?where=amount.gte:3000")
    ada.get_by_role("button", name="Views").click()
    ada.get_by_role("link", name="Keep as a new view…").click()
    ada.get_by_label("Name").fill("From 3,000 up")
    ada.keyboard.press("Control+Enter")
    ada.get_by_text("From 3,000 up is among your views.").wait_for()
    arrive(ada, "Opportunities")
    address = ada.url

    rob.goto(address)
    expect(rob.get_by_role("heading", level=1)).not_to_contain_text("Opportunities")

    ada.get_by_role("button", name="Views").click()
    ada.get_by_role("link", name="Share…").click()
    ada.get_by_label("Person").select_option("Rob")
    ada.get_by_role("button", name="Share", exact=True).click()
    ada.get_by_text("is shared with Rob").wait_for()

    rob.goto(address)
    expect(rob.locator("tbody tr")).to_have_count(3)
    rob.get_by_role("button", name="Views").click()
    rob.get_by_role("button", name="Add to favourites").click()
    rob.get_by_text("among your favourites").wait_for()
    rob.goto("/companies")
    rob.get_by_role("navigation", name="Favourites").get_by_role("link", name="From 3,000 up").click()
    expect(rob.locator("tbody tr")).to_have_count(3)
