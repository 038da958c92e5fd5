"""Ada shapes the house: a retired value stays where it is, a new stage appears, a word changes everywhere."""

from django.utils import timezone
from playwright.sync_api import expect

from fairlead.pipeline import actions
from fairlead.pipeline.models import Stage
from fairlead.vocabulary import queries as words


def test_a_value_that_is_retired_says_how_many_open_records_use_it(visit, company, deal) -> None:
    source = words.values("source").first()
    for title in ("Helmets", "Service"):
        actions.edit_opportunity(
            deal(title), changes={"source": source}, by=company.viewer("rob"), at=timezone.now()
        )
    page = visit("ada")
    page.goto("/setup/lists/source")
    row = page.locator("tbody tr", has_text=source.label)
    expect(row).to_contain_text("2 opportunities")
    row.get_by_role("button", name="Retire").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 opportunities")
    dialog.get_by_role("button", name="Retire").click()
    expect(page.locator("#main")).to_contain_text("Retired")
    expect(page.locator("tbody")).not_to_contain_text(source.label)
    page.goto(f"/opportunities/{deal('Helmets').pk}")
    expect(page.locator("#fact-source")).to_contain_text(source.label)
    page.goto("/opportunities/new")
    expect(page.get_by_label("Source").locator("option", has_text=source.label)).to_have_count(0)


def test_a_new_stage_is_on_the_board(visit) -> None:
    page = visit("ada")
    page.goto("/setup/pipelines")
    page.get_by_role("link", name="New stage").click()
    page.get_by_label("Name").fill("Negotiate")
    page.get_by_label("Phase").select_option("proposal")
    page.get_by_label("Default probability").fill("70")
    page.get_by_role("dialog").get_by_role("button", name="Add").click()
    page.get_by_text("The stage was added.").wait_for()
    assert Stage.objects.get(name="Negotiate").probability == 70
    page.goto("/board")
    expect(page.get_by_role("region", name="Negotiate", exact=True)).to_be_visible()


def test_the_organisations_own_word_is_in_the_menu(visit) -> None:
    page = visit("ada")
    page.goto("/setup/organisation")
    page.get_by_label("opportunity, one").fill("Deal")
    page.get_by_label("opportunity, many").fill("Deals")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("Saved.").wait_for()
    menu = page.get_by_role("navigation", name="Main")
    menu.get_by_role("link", name="Deals").click()
    expect(page.locator("h1")).to_have_text("Deals")
    expect(page.locator(".fl-totals")).to_contain_text("5 deals")
    page.get_by_role("link", name="New deal").first.click()
    expect(page.locator("h1")).to_have_text("New deal")
