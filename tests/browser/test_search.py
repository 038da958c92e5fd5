"""Find anything from anywhere, with the bar above, the palette and without a mouse."""

from playwright.sync_api import expect

from tests.browser.conftest import arrive


def test_the_bar_finds_and_a_number_goes_straight_there(visit, deal) -> None:
    page = visit("rob")
    page.goto("/companies")
    page.keyboard.press("/")
    page.keyboard.type("lisb")
    page.keyboard.press("Enter")
    arrive(page, "Found for")
    expect(page.locator("#main")).to_contain_text("Velo Lisboa")
    page.keyboard.press("/")
    page.keyboard.type(deal("Helmets").reference)
    page.keyboard.press("Enter")
    arrive(page, "Helmets")


def test_the_palette_finds_a_record_and_goes_there(visit) -> None:
    page = visit("rob")
    page.goto("/leads")
    page.keyboard.press("Control+k")
    page.keyboard.type("helm")
    expect(page.get_by_role("option", name="Helmets").first).to_be_visible()
    expect(page.locator("#palette-0")).to_contain_text("Helmets")
    page.keyboard.press("Enter")
    arrive(page, "Helmets")
