"""Every screen that can be reached by following links: no axe finding, nothing wider than the window."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STARTS = (
    "/",
    "/opportunities",
    "/board",
    "/leads",
    "/companies",
    "/contacts",
    "/products",
    "/imports",
    "/setup/",
)
NO_SCREENS = re.compile(r"export|logout|/static/|\.(csv|xlsx|json|svg|png|ico)$|/api/")
MOST = 150


def _shape(path: str) -> str:
    """Return the address with its numbers left out: one screen of each kind will do."""
    return re.sub(r"\d+", "0", path)


def _screens(page: Page) -> Iterator[str]:
    """Visit one address of each shape, following every link within the site; yield where we are."""
    waiting, seen = list(STARTS), set()
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if _shape(path) in seen or NO_SCREENS.search(path):
            continue
        seen.add(_shape(path))
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        yield path
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        here = urlsplit(page.url).netloc
        waiting += [urlsplit(link).path for link in links if urlsplit(link).netloc == here]


def _problems(page: Page, path: str, width: int) -> list[str]:
    found = [
        f"{path}: {violation['id']}: {node['html'][:160]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    too_wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"{path}: {too_wide} pixels wide at {width}"] if too_wide > width else [])


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)], ids=["laptop-light", "phone-dark"])
@pytest.mark.parametrize("who", ["ada", "rob"])
def test_every_screen_is_accessible_and_fits(visit, who: str, width: int, dark: bool) -> None:
    page = visit(who, width=width, dark=dark)
    problems: list[str] = []
    count = 0
    for path in _screens(page):
        problems += _problems(page, path, width)
        count += 1
    assert problems == []
    assert count >= (25 if who == "ada" else 10)
