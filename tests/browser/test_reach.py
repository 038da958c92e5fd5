"""Who sees what, through the browser: one's own and one's people's, and refusals say why."""

from django.utils import timezone
from playwright.sync_api import expect

from fairlead.people import actions as people
from fairlead.pipeline import actions
from fairlead.pipeline.models import Opportunity, Stage


def of_sue(company, title: str = "Sue's secret") -> Opportunity:
    new = actions.NewOpportunity(
        title=title,
        owner=company.sue,
        stage=Stage.objects.order_by("order").first(),
        currency="EUR",
        amount=77777,
    )
    made = actions.create_opportunity(new, by=company.viewer("sue"), at=timezone.now())
    return Opportunity.objects.get(pk=made.opportunity_id)


def test_mona_sees_robs_and_not_sues(visit, company) -> None:
    hidden = of_sue(company)
    page = visit("mona")
    page.goto("/opportunities")
    expect(page.locator("#list")).to_contain_text("City bikes")
    expect(page.locator(".fl-totals")).to_contain_text("5 opportunities")
    for address in ("/opportunities", "/board", "/", "/search?q=secret", f"/search?q={hidden.pk}"):
        page.goto(address)
        expect(page.locator("#main")).not_to_contain_text("secret" if "q=" not in address else "Sue's secret")
        expect(page.locator("#main")).not_to_contain_text("77,777")
    answer = page.goto(f"/opportunities/{hidden.pk}")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading")).to_contain_text("There is nothing here")
    assert "secret" not in page.content()


def test_a_shared_one_can_be_read_and_what_is_refused_says_why(visit, company) -> None:
    shared = of_sue(company, "Shared with Nora")
    people.share(shared, person=company.nora, by=company.viewer("sue"), at=timezone.now())
    page = visit("nora")
    page.goto("/opportunities")
    page.get_by_role("link", name="Shared with Nora").click()
    page.get_by_role("heading", name="Shared with Nora").wait_for()
    refused = page.locator("#main [aria-disabled=true], #main .fl-item-refused")
    assert refused.count() > 0
    reasons = refused.evaluate_all(
        "all => all.map(one => one.dataset.reason ?? one.querySelector('small')?.textContent)"
    )
    assert all(reason and reason.endswith(".") for reason in reasons)
    button = page.locator("#main button[aria-disabled=true]").first
    if button.count():
        button.dispatch_event("click")
        expect(page.locator("#toasts")).to_contain_text(button.get_attribute("data-reason") or "never")
