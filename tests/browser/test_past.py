"""As of yesterday: the list and the record as they were, under a coloured bar, and nothing can be edited."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from fairlead.pipeline import actions, queries
from fairlead.pipeline.models import Stage


def test_yesterdays_list_and_record_are_as_they_were_and_editing_rests(visit, company, deal) -> None:
    now = timezone.now()
    helmets = queries.opportunity(company.viewer("rob"), deal("Helmets").pk)
    actions.edit_opportunity(helmets, changes={"title": "Helmets of today"}, by=company.viewer("rob"), at=now)
    close = Stage.objects.get(name="Close")
    actions.move_opportunity(deal("Helmets of today"), to=close, by=company.viewer("rob"), at=now)

    page = visit("rob")
    page.goto("/opportunities")
    expect(page.locator("#list")).to_contain_text("Helmets of today")
    page.get_by_role("button", name="As of").click()
    page.get_by_label("The list as it was at the end of").fill((now - timedelta(days=2)).date().isoformat())
    page.locator("#menu-past").get_by_role("button", name="Show").click()
    expect(page.get_by_text("Editing rests.")).to_be_visible()
    expect(page.locator("#list")).to_contain_text("Helmets")
    expect(page.locator("#list")).not_to_contain_text("of today")
    expect(page.locator("#main").get_by_role("link", name="New opportunity")).to_have_count(0)
    expect(page.locator("#list input[name=pk]")).to_have_count(0)

    page.get_by_role("link", name="Helmets", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Helmets")
    expect(page.locator("h1")).not_to_contain_text("of today")
    expect(page.get_by_text("Editing rests.")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_contain_text("Qualify")
    expect(page.locator("#main .fl-fact-edit")).to_have_count(0)
    page.get_by_role("link", name="Back to now").click()
    expect(page.locator("h1")).to_contain_text("Helmets of today")
    expect(page.locator("[aria-current=step]")).to_contain_text("Close")
    expect(page.locator(".fl-bar-asof")).to_have_count(0)
