"""A real Chromium before a real server, with a small company in the database."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from fairlead.customers import actions as customers
from fairlead.customers.models import Company
from fairlead.people.models import Person
from fairlead.pipeline import actions
from fairlead.pipeline.models import Opportunity, Pipeline, Stage
from fairlead.products.models import Product
from fairlead.vocabulary import actions as vocabulary
from fairlead.vocabulary import queries as words
from tests.cast import Cast, building, gather

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright brings an event loop of its own

CHROMIUM = os.environ.get("FAIRLEAD_TEST_BROWSER") or shutil.which("chromium")
PASSWORD = "a rope through a ring"
RESULTS = Path("test-results")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands here, and skip it in one clear line where there is no Chromium."""
    for item in items:
        if "tests/browser" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed."))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a headless Chromium."""
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def company(transactional_db) -> Cast:
    """Return the cast at work for ten days: lists, stages, a product, a company, and what Rob sells there."""
    began = timezone.now() - timedelta(days=10)
    cast = gather()
    ada, rob = cast.viewer("ada"), cast.viewer("rob")
    vocabulary.install_defaults(vocabulary.Start("Ridgeline"), by=ada, at=began)
    actions.install_defaults("Sales", by=ada, at=began)
    with building(at=began):
        Product.objects.create(code="CB-1", name="City bike", created_at=began)
        for person in (cast.rob, cast.ada):
            person.refresh_from_db()
            person.password = _hashed()
            person.can_export = person.can_import = person.can_bulk_edit = True
            person.save()
        Person.objects.filter(pk=cast.mona.pk).update(can_export=False)
    made = customers.create_company(customers.NewCompany("Velo Lisboa", owner=cast.rob), by=rob, at=began)
    _sell(cast, Company.objects.get(pk=made.company_id), began)
    actions.create_lead(actions.NewLead(cast.rob, "Ines Duarte", "Roda Livre"), by=rob, at=began)
    return cast


def _sell(cast: Cast, velo: Company, at: datetime) -> None:
    """Let Rob have five opportunities at a company, over 1,000 to 5,000, in the first two stages in turn."""
    stages = list(Stage.objects.filter(pipeline=Pipeline.objects.get()).order_by("order"))
    today = timezone.now().date()
    for number, title in enumerate(("City bikes", "Cargo bikes", "Helmets", "Spare parts", "Service")):
        new = actions.NewOpportunity(
            title=title,
            owner=cast.rob,
            stage=stages[number % 2],
            currency=words.organisation().base_currency,
            amount=Decimal(1000 * (number + 1)),
            company=velo,
            expected_close_on=today + timedelta(days=10 * number),
            details={"next_step": "Call", "next_step_on": today + timedelta(days=number - 1)},
        )
        actions.create_opportunity(new, by=cast.viewer("rob"), at=at + timedelta(minutes=number))


@cache
def _hashed() -> str:
    """Return the password's hash, worked out once: it is slow on purpose."""
    return make_password(PASSWORD)


@pytest.fixture
def deal(company: Cast) -> Callable[[str], Opportunity]:
    """Return a function that reads an opportunity by its title, as it is now."""
    return lambda title: Opportunity.objects.get(title=title)


def arrive(page: Page, heading: str | re.Pattern[str]) -> None:
    """Wait for the page with this heading until its scripts listen: keys pressed sooner reach nobody."""
    page.get_by_role("heading", level=1, name=heading).wait_for()
    page.wait_for_load_state()


@pytest.fixture
def visit(chromium: Browser, live_server, company: Cast, request) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a window as somebody: ``visit("rob", width=390, dark=True)``.

    A window that is open when the test fails leaves its picture in ``test-results``; an error on the
    console fails the test.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_window(
        name: str = "", *, width: int = 1440, dark: bool = False, javascript: bool = True
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        contexts.append(context)
        if name:
            context.add_cookies([_session_cookie(company, name, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.set_default_navigation_timeout(30_000)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_window
    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(contexts):
        if failed and context.pages:
            RESULTS.mkdir(exist_ok=True)
            name = re.sub(r"\W+", "-", request.node.name)
            context.pages[0].screenshot(path=RESULTS / f"{name}-{number}.png", full_page=True)
        context.close()
    refusals = re.compile(r"with a status of 4|Status Error Code 4")
    unexpected = [error for error in errors if not refusals.search(error)]
    assert unexpected == []


def _session_cookie(cast: Cast, name: str, url: str) -> dict[str, str]:
    """Return the cookie of a session that is signed in, as if through the form."""
    from django.conf import settings

    person = cast.person(name)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": url}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Let fixtures know whether their test failed."""
    outcome = yield
    if call.when == "call" and outcome.get_result().failed:
        item.failed = True
