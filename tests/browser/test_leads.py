"""A lead becomes company, contact and opportunity in one step, and keeps the link."""

from playwright.sync_api import expect

from fairlead.pipeline.models import Lead


def test_a_lead_is_qualified_in_one_step(visit, deal) -> None:
    page = visit("rob")
    page.goto("/leads")
    page.get_by_role("link", name="Ines Duarte").first.click()
    page.get_by_role("link", name="Qualify", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Fleet for Roda")
    dialog.get_by_label("Amount").fill("12,500")
    dialog.get_by_role("button", name="Qualify").click()
    expect(page.locator("h1")).to_contain_text("Fleet for Roda")
    fleet = deal("Fleet for Roda")
    lead = Lead.objects.get()
    assert (fleet.lead_id, fleet.company.name, fleet.amount) == (lead.pk, "Roda Livre", 12500)
    page.goto(f"/leads/{lead.pk}")
    expect(page.locator("#main")).to_contain_text("Qualified")
    for link in ("Roda Livre", "Ines Duarte", "Fleet for Roda"):
        expect(page.locator(".fl-record-beside").get_by_role("link", name=link)).to_be_visible()
