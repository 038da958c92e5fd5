"""Without a mouse: sign in, find, open, move. Without JavaScript: list, record, edit."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, arrive


def tab_to(page: Page, selector: str, *, most: int = 60) -> None:
    """Press Tab until the focus is on an element."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => Boolean(document.activeElement?.matches(wanted))", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}.")


def test_everything_by_keyboard_from_the_door_to_the_next_stage(visit, deal) -> None:
    page = visit()
    page.goto("/")
    if not page.evaluate("document.activeElement.matches('[name=login]')"):
        tab_to(page, "[name=login]")
    page.keyboard.type("rob@example.com")
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    arrive(page, "My sales")

    page.keyboard.press("g")
    page.keyboard.press("o")
    arrive(page, "Opportunities")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr.is-current")).to_contain_text("Spare parts")
    page.keyboard.press("x")
    expect(page.locator("fl-selection")).to_contain_text("1 selected")
    page.keyboard.press("Enter")
    arrive(page, "Spare parts")

    page.keyboard.press("m")
    stage = page.get_by_role("dialog").get_by_label("Stage", exact=True)
    expect(stage).to_be_focused()
    stage.press("End")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[aria-current=step]")).to_contain_text("Close")
    assert deal("Spare parts").stage.name == "Close"

    page.keyboard.press("e")
    arrive(page, "Edit Spare parts")
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("/edit"))
    arrive(page, "Spare parts")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Keyboard shortcuts")


def test_without_javascript_the_list_the_record_and_the_form_work(visit, deal) -> None:
    page = visit("rob", javascript=False)
    page.goto("/opportunities?where=amount.gte:3000&sort=amount")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Helmets").click()
    expect(page.locator("h1")).to_contain_text("Helmets")
    page.get_by_role("link", name="Edit", exact=True).first.click()
    page.get_by_label("Title").fill("Helmets, red")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_contain_text("Helmets, red")
    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_label("Stage", exact=True).select_option("Propose")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("[aria-current=step]")).to_contain_text("Propose")
    helmets = deal("Helmets, red")
    assert helmets.stage.name == "Propose"
    page.goto("/board")
    expect(page.get_by_role("region", name="Propose", exact=True)).to_contain_text("Helmets, red")


def test_escape_asks_before_it_leaves_what_was_typed(visit, deal) -> None:
    page = visit("rob")
    page.goto(f"/opportunities/{deal('Helmets').pk}/edit")
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.get_by_label("Title").press_sequentially("Red ")
    with page.expect_event("dialog") as asked:
        page.keyboard.press("Escape")
    assert asked.value.type == "beforeunload"
    expect(page.get_by_label("Title")).to_have_value("Red Helmets")
