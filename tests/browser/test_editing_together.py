"""Two windows, one opportunity: different fields merge; the same field shows both and loses neither."""

from playwright.sync_api import Page, expect


def editing(page: Page, pk: int) -> Page:
    page.goto(f"/opportunities/{pk}/edit")
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def test_different_fields_merge(visit, deal) -> None:
    pk = deal("Helmets").pk
    rob, ada = editing(visit("rob"), pk), editing(visit("ada"), pk)
    rob.get_by_label("Next step", exact=True).fill("Send samples")
    save(rob)
    rob.get_by_text("Saved.").wait_for()
    ada.get_by_label("Amount").fill("3,500")
    save(ada)
    ada.get_by_text("Saved.").wait_for()
    helmets = deal("Helmets")
    assert (helmets.next_step, helmets.amount) == ("Send samples", 3500)


def test_the_same_field_shows_the_other_value_and_keeps_what_was_typed(visit, deal) -> None:
    pk = deal("Helmets").pk
    rob, ada = editing(visit("rob"), pk), editing(visit("ada"), pk)
    rob.get_by_label("Title").fill("Helmets for kids")
    save(rob)
    rob.get_by_text("Saved.").wait_for()
    ada.get_by_label("Title").fill("Children's helmets")
    ada.get_by_label("Next step", exact=True).fill("Call the school")
    save(ada)
    expect(ada.locator("#main")).to_contain_text("“Helmets for kids”")
    expect(ada.get_by_label("Title")).to_have_value("Children's helmets")
    expect(ada.get_by_label("Next step", exact=True)).to_have_value("Call the school")
    assert deal("Helmets for kids").next_step == "Call"
    save(ada)
    ada.get_by_text("Saved.").wait_for()
    assert deal("Children's helmets").next_step == "Call the school"


def test_a_fact_is_edited_where_it_stands(visit, deal) -> None:
    helmets = deal("Helmets")
    page = visit("rob")
    page.goto(f"/opportunities/{helmets.pk}")
    page.get_by_label("Edit Next step", exact=True).click()
    field = page.locator("#fact-next_step input[type=text]")
    expect(field).to_be_focused()
    field.fill("Send an offer")
    field.press("Enter")
    expect(page.locator("#fact-next_step")).to_contain_text("Send an offer")
    expect(page.locator("#story")).to_contain_text("next step from Call to Send an offer")
    assert deal("Helmets").next_step == "Send an offer"


def test_a_fact_that_somebody_else_changed_keeps_what_was_typed(visit, deal) -> None:
    pk = deal("Helmets").pk
    rob, ada = visit("rob"), visit("ada")
    for page in (rob, ada):
        page.goto(f"/opportunities/{pk}")
        page.get_by_label("Edit Next step", exact=True).click()
    first, second = (page.locator("#fact-next_step input[type=text]") for page in (rob, ada))
    first.fill("Send an offer")
    first.press("Enter")
    expect(rob.locator("#fact-next_step")).to_contain_text("Send an offer")
    second.fill("Visit them")
    second.press("Enter")
    expect(ada.locator("body")).to_contain_text("Send an offer")
    expect(second).to_have_value("Visit them")
    assert deal("Helmets").next_step == "Send an offer"
