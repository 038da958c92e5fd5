"""Every screen that can be reached by following links: no axe finding, nothing wider than the window.

Each is looked at on a phone in the dark; what an administrator sees, on a laptop in the light as well.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from fairlead.people import actions as people
from fairlead.pipeline import actions
from fairlead.pipeline.models import Opportunity

STARTS = (
    "/",
    "/opportunities",
    "/board",
    "/leads",
    "/companies",
    "/contacts",
    "/products",
    "/imports/",
    "/search",
    "/search?q=velo",
    "/search?q=nothing+of+the+kind",
    "/setup/",
    "/opportunities?group=stage",
    "/opportunities?where=stage.is:0",
    "/opportunities/999999",
)
NO_SCREENS = re.compile(r"export|logout|/static/|\.(csv|xlsx|json|svg|png|ico)$|/api/|/choices/")
MOST = 150
CHANGEABLE = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
"""The rules that another width or other colours can break; the others are asked once."""


def _shape(address: str) -> str:
    """Return the path with its numbers left out: one screen of each kind will do."""
    return re.sub(r"\d+", "0", address.partition("?")[0])


def _screens(page: Page, starts: list[str]) -> Iterator[str]:
    """Visit the starts and one address of each other shape that links lead to; yield where we are."""
    waiting, seen = list(starts), set()
    for visited in range(MOST):
        while waiting and (
            NO_SCREENS.search(waiting[0]) or (visited >= len(starts) and _shape(waiting[0]) in seen)
        ):
            waiting.pop(0)
        if not waiting:
            return
        address = waiting.pop(0)
        seen.add(_shape(address))
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == (404 if "999999" in address else 200), f"{address}: {answer.status}"
        yield address
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        here = urlsplit(page.url).netloc
        found = [urlsplit(link) for link in links]
        waiting += [f"{one.path}?{one.query}".rstrip("?") for one in found if one.netloc == here]


def _problems(page: Page, path: str, *, twice: bool) -> list[str]:
    """Look at a page on a phone in the dark, and if asked, on a laptop in the light as well."""
    _look(page, 390, "dark")
    found = _told(f"{path} (phone, dark)", Axe().run(page).response) + _too_wide(page, path, 390)
    if twice:
        _look(page, 1440, "light")
        again = {"runOnly": CHANGEABLE, "resultTypes": ["violations"]}
        found += _told(path, page.evaluate("rules => axe.run(rules)", again)) + _too_wide(page, path, 1440)
    return found


def _look(page: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    """Change width and colours, and let what fades finish, from the next frame on."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.evaluate("Promise.allSettled(document.getAnimations().map(one => one.finished)).then(() => null)")


def _told(path: str, answer: Any) -> list[str]:
    return [
        f"{path}: {one['id']}: {node['html'][:160]}" for one in answer["violations"] for node in one["nodes"]
    ]


def _too_wide(page: Page, path: str, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{path}: {wide} pixels wide at {width}"] if wide > width else []


@pytest.fixture
def varied(company, deal) -> list[str]:
    """Give the company what makes other screens: won, lost, draft, shared, deleted, yesterday."""
    now, rob, ada = timezone.now(), company.viewer("rob"), company.viewer("ada")
    won = actions.win_opportunity(deal("Service"), closed_on=now.date(), by=rob, at=now)
    assert won is not None
    people.share(deal("Helmets"), person=company.nora, by=rob, at=now)
    actions.delete_opportunity(deal("Spare parts"), by=ada, at=now)
    yesterday = (now - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    shown = [deal("Service").pk, Opportunity.objects.get(title="Spare parts").pk]
    past = [f"/opportunities?as_of={yesterday}", f"/opportunities/{deal('Helmets').pk}?as_of={yesterday}"]
    return [*past, *(f"/opportunities/{pk}" for pk in shown)]


@pytest.mark.parametrize("who", ["ada", "rob"])
def test_every_screen_is_accessible_and_fits(visit, varied: list[str], who: str) -> None:
    page = visit(who)
    problems: list[str] = []
    count = 0
    starts = [path for path in STARTS if who == "ada" or "setup" not in path]
    for path in _screens(page, [*starts, *varied]):
        problems += _problems(page, path, twice=who == "ada")
        count += 1
    assert not problems, "\n".join(problems)
    assert count >= (60 if who == "ada" else 25)
