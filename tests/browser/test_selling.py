"""Rob sells: from the company's page over the board to the win, and the numbers follow."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from fairlead.pipeline import actions
from fairlead.pipeline.models import Opportunity, Stage


def opportunity_from_the_company(page: Page) -> None:
    page.goto("/companies")
    page.get_by_role("link", name="Velo Lisboa").click()
    page.get_by_role("link", name="New opportunity").last.click()
    expect(page.get_by_label("Company")).to_have_value("Velo Lisboa")
    page.get_by_label("Title").fill("Fleet of 40")
    page.get_by_label("Amount").fill("52,000")
    page.get_by_label("Expected close").fill("2027-03-31")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("heading", name="Fleet of 40").wait_for()


def drop_in_zone(page: Page, opportunity: Opportunity, name: str) -> None:
    """Drag a card to a zone that appears only while one drags."""
    page.locator(f"#card-{opportunity.pk}").hover()
    page.mouse.down()
    page.mouse.move(700, 400, steps=5)
    box = page.locator(f"[data-zone={name}]").bounding_box()
    assert box is not None
    arrived = page.locator(f"[data-zone={name}] #card-{opportunity.pk}")
    for nudge in range(40):
        page.mouse.move(box["x"] + box["width"] / 2 + nudge, box["y"] + box["height"] / 2, steps=2)
        if arrived.count():
            break
    page.mouse.up()


def test_rob_takes_an_opportunity_from_a_company_over_the_board_to_the_win(visit, deal) -> None:
    page = visit("rob")
    opportunity_from_the_company(page)
    fleet = deal("Fleet of 40")

    page.goto("/board")
    card = page.locator(f"#card-{fleet.pk}")
    column = {name: page.get_by_role("region", name=name, exact=True) for name in ("Qualify", "Develop")}
    expect(column["Qualify"]).to_contain_text("Fleet of 40")
    card.drag_to(column["Develop"].locator("ul"))
    expect(page.get_by_text("Moved to Develop")).to_be_visible()
    expect(column["Develop"]).to_contain_text("Fleet of 40")
    assert deal("Fleet of 40").stage.name == "Develop"

    page.get_by_role("link", name="Move Fleet of 40 to…").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Stage", exact=True).select_option("Qualify")
    page.keyboard.press("Control+Enter")
    expect(column["Qualify"]).to_contain_text("Fleet of 40")
    assert deal("Fleet of 40").stage.name == "Qualify"

    page.goto(f"/opportunities/{fleet.pk}")
    page.get_by_role("link", name="Won", exact=True).click()
    page.get_by_label("Amount in").fill("50,000")
    page.get_by_label("What decided it").fill("Delivery within a week")
    page.get_by_role("button", name="It is won").click()
    page.get_by_text("Won on").wait_for()
    story = page.locator("#story")
    expect(story).to_contain_text("moved it from Qualify to Develop")
    expect(story).to_contain_text("moved it from Develop to Qualify")
    expect(story).to_contain_text("Delivery within a week")
    expect(story).to_contain_text("created it")

    page.goto("/")
    tile = page.locator("a.fl-tile", has_text="Won in")
    expect(tile.locator(".fl-tile-value")).to_have_text("1")
    tile.click()
    totals = page.locator(".fl-totals")
    expect(totals).to_contain_text("1 opportunity")
    expect(totals).to_contain_text("50,000")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_a_card_dropped_on_lost_asks_why(visit, deal) -> None:
    page, helmets = visit("rob"), deal("Helmets")
    page.goto("/board")
    drop_in_zone(page, helmets, "lose")
    page.get_by_label("Lost because of").select_option(index=1)
    page.get_by_role("button", name="It is lost").click()
    expect(page.locator(f"#card-{helmets.pk}")).to_have_count(0)
    assert deal("Helmets").outcome == "lost"


def test_a_stage_that_asks_for_more_gets_it_in_the_dialog(visit, company, deal) -> None:
    helmets, ada, now = deal("Helmets"), company.viewer("ada"), timezone.now()
    actions.edit_opportunity(helmets, changes={"next_step": ""}, by=ada, at=now)
    propose = Stage.objects.get(name="Propose")
    actions.edit_stage(propose, changes={"required_fields": ["next_step"]}, by=ada, at=now)
    page = visit("rob")
    page.goto("/board")
    column = page.get_by_role("region", name="Propose", exact=True)
    page.locator(f"#card-{helmets.pk}").drag_to(column.locator("ul"))
    page.get_by_label("Next step").fill("Send the offer")
    expect(page.get_by_role("region", name="Qualify", exact=True)).to_contain_text("Helmets")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(column).to_contain_text("Helmets")
    assert (deal("Helmets").stage, deal("Helmets").next_step) == (propose, "Send the offer")


def test_the_home_page_counts_what_its_lists_hold(visit) -> None:
    page = visit("rob")
    page.goto("/")
    tile = page.locator("a.fl-tile", has_text="My open opportunities")
    shown = tile.locator(".fl-tile-value").inner_text()
    tile.click()
    expect(page.locator(".fl-totals strong").first).to_have_text(shown)
    expect(page.locator("tbody tr")).to_have_count(int(shown))
    expect(page.locator(".fl-totals")).to_contain_text("15,000")
