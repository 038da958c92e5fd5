"""Addresses, headers and files, as a browser gets them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from fairlead.config.wsgi import under
from fairlead.kit.assets import static


@pytest.mark.django_db
def test_health_is_well(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_every_answer_allows_only_our_own_scripts(client: Client) -> None:
    first, second = (client.get("/healthz").headers["Content-Security-Policy"] for _ in range(2))
    assert "unsafe" not in first
    assert re.search(r"script-src 'self' 'nonce-[\w-]{22}';", first)
    assert first != second
    headers = client.get("/nowhere").headers
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")


@pytest.mark.parametrize(
    ("asked", "seen"),
    [("/sales/healthz", "/healthz"), ("/healthz", "/healthz"), ("/sales", "/"), ("/salesman", "/salesman")],
)
def test_sub_path_works_whether_the_proxy_cuts_it_off_or_not(asked: str, seen: str) -> None:
    found = []
    answer = under(
        "/sales", lambda environ, _: found.append((environ["SCRIPT_NAME"], environ["PATH_INFO"])) or []
    )
    answer({"PATH_INFO": asked}, None)
    assert found == [("/sales", seen)]


@pytest.mark.slow
def test_links_cookies_and_files_stay_below_the_sub_path(tmp_path: Path) -> None:
    program = """
import django; django.setup()
from django.conf import settings
from django.urls import reverse, set_script_prefix
set_script_prefix("/sales/")
print(reverse("healthz"), settings.STATIC_URL, settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_SECURE)
print(settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS)
"""
    environ = {
        "FAIRLEAD_DATA_DIR": str(tmp_path),
        "FAIRLEAD_BASE_URL": "https://example.org/sales",
        "DJANGO_SETTINGS_MODULE": "fairlead.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "/sales/healthz /sales/static/ /sales/ True",
        "['127.0.0.1', '[::1]', 'example.org', 'localhost'] ['https://example.org']",
    ]


def test_files_are_gathered_once_under_names_that_follow_their_content(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "board").mkdir(parents=True)
    (pages / "board" / "board.js").write_text("export const a = 1;")
    (pages / "board" / "board.html").write_text("secret")
    (pages / "board" / "board.py").write_text("secret")
    root = tmp_path / "static"
    assert static.gather(root, [pages]) is True
    assert static.gather(root, [pages]) is False
    names = sorted(file.name for file in root.rglob("*") if file.is_file())
    assert [re.sub(r"\.\w{12}\.", ".#.", name) for name in names] == [
        ".gathered",
        "board.#.js",
        "board.js",
        "staticfiles.json",
    ]
    (pages / "board" / "board.js").write_text("export const a = 22;")
    assert static.gather(root, [pages]) is True
    assert (root / "board" / "board.js").read_text() == "export const a = 22;"


def test_code_and_templates_are_never_served() -> None:
    finder = static.PageFiles()
    served = [path for path, _ in finder.list(None)]
    assert "vendor/htmx.js" in served
    assert [path for path in served if path.endswith((".py", ".html", ".pyc"))] == []
    assert finder.find("shared/layout.html") == []
    assert settings.STATICFILES_FINDERS == ["fairlead.kit.assets.static.PageFiles"]
