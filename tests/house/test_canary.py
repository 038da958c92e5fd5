"""Every address, walked by everybody: Rob's word shows to nobody but Rob and those who supervise him.

The sweep finds the addresses by itself, in the URLconf; a new one that `canary.ARGUMENTS` does not cover
fails. It looks at pages, fragments, downloads and the API, with reads and with writes, and after each
refusal the database is as it was.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Q
from django.test import Client

from fairlead.api.service import api
from fairlead.journal.models import Entry
from fairlead.journal.tracking import tracked_models
from tests.cast import NOON
from tests.house import canary
from tests.house.canary import DRAFT, PART, WORD, Place, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

REFUSED = {302, 400, 401, 403, 404, 405, 409, 422}
OPEN_TO_STRANGERS = {
    "healthz",
    "openapi-json",
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


@pytest.fixture
def world(db) -> Iterator[World]:
    with time_machine.travel(NOON.replace(hour=13), tick=False):
        yield canary.build()


@dataclass(slots=True)
class Sweep:
    """One person's walk over all addresses."""

    world: World
    client: Client
    hidden: tuple[str, ...]
    leaks: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    let_in: list[str] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=dict)

    def walk(self) -> "Sweep":
        """Try every address in every way."""
        cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        before, robs = fingerprint(), canary.rows_of_rob(self.world)
        for place in canary.places(self.world):
            for method, sent in ways(place, self.world):
                self.client.cookies.clear()
                self.client.cookies.load(cookies)
                with taken_back():
                    response = self.client.generic(method, **sent)
                    self._judge(place, method, sent, response)
                    if response.status_code in REFUSED - {302} and fingerprint() != before:
                        self.changed.append(f"{method} {place.path} was refused and changed something")
                    if canary.rows_of_rob(self.world) != robs:
                        self.changed.append(f"{method} {place.path} changed a record of Rob's")
        return self

    def _judge(self, place: Place, method: str, sent: dict[str, Any], response: Any) -> None:
        told, where = text_of(response), f"{method} {sent['path']} {response.status_code}"
        for word in (WORD, DRAFT):
            if word.casefold() in told:
                self.seen.setdefault(word, set()).add(place.address.name)
                if word in self.hidden:
                    self.leaks.append(f"{where} shows {word}")
        if response.status_code >= 500:
            self.broken.append(where)
        if response.status_code not in REFUSED:
            self.let_in.append(place.address.name)
            if place.is_robs:
                self.found.append(where)


def ways(place: Place, world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every request to try at a place: reads, searches, fragments, and writes that could work."""
    yield "GET", {"path": place.path}
    if "<" not in place.address.route:
        yield "GET", {"path": f"{place.path}?q={PART}"}
    if place.path.startswith("/api/"):
        yield from api_writes(place, world)
        return
    yield "GET", {"path": place.path, "headers": {"HX-Request": "true"}}
    if "<" not in place.address.route:
        company = world.ids["company"][0]
        yield "GET", {"path": f"{place.path}?company={company}&as_of=2026-03-02T12:30:00Z"}
    multipart = Client()._encode_data(canary.form(world), "multipart/form-data; boundary=BoUnDaRyStRiNg")
    yield (
        "POST",
        {
            "path": place.path,
            "data": multipart,
            "content_type": "multipart/form-data; boundary=BoUnDaRyStRiNg",
        },
    )


def api_writes(place: Place, world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the writes that the API describes for a place, with bodies that fit."""
    import json

    described = description()
    route = "/" + place.address.route.replace("<int:", "{").replace(">", "}")
    for method, operation in described["paths"].get(route.rstrip("/"), {}).items():
        content = operation.get("requestBody", {}).get("content", {})
        if method != "get" and "multipart/form-data" in content:
            file = {"file": SimpleUploadedFile("fed.csv", f"Name,City\n{WORD} fed,{WORD}\n".encode())}
            sent_as = "multipart/form-data; boundary=BoUnDaRyStRiNg"
            yield (
                method.upper(),
                {"path": place.path, "data": Client()._encode_data(file, sent_as), "content_type": sent_as},
            )
        elif method != "get":
            schema = content["application/json"]["schema"]
            sent = canary.body(world, schema, described["components"]["schemas"])
            yield (
                method.upper(),
                {"path": place.path, "data": json.dumps(sent), "content_type": "application/json"},
            )


@cache
def description() -> dict[str, Any]:
    """Return what the API says of itself."""
    return api.get_openapi_schema()


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back whatever happens in the block."""
    block = transaction.atomic()
    block._from_testcase = True  # actions insist on being outermost, but for tests
    with block:
        yield
        transaction.set_rollback(True)


def fingerprint() -> list[tuple[Any, ...]]:
    """Return the count and the newest entry of every tracked table, and of the journal."""
    tables = [model._meta.db_table for model in tracked_models()]
    counted = [f"SELECT '{table}', count(*), max(entry_id) FROM \"{table}\"" for table in tables]
    counted.append(f"SELECT 'journal', count(*), max(id) FROM {Entry._meta.db_table}")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counted))
        return sorted(cursor.fetchall())


def text_of(response: Any) -> str:
    """Return all that an answer says, folded: body, headers, cookies; a workbook unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return f"{content.decode(errors='replace')}\n{response.headers}\n{response.cookies}".casefold()


def sweep(world: World, name: str, *hidden: str) -> Sweep:
    """Return what a person found on all addresses."""
    client = Client(raise_request_exception=False)
    if name:
        person = world.cast.extra.get(name) or world.cast.person(name)
        client.force_login(person)
    return Sweep(world, client, hidden).walk()


def test_every_address_says_what_its_parameters_can_be(world: World) -> None:
    assert len(canary.places(world)) > len(canary.addresses()) > 100


def test_an_address_that_nobody_declared_is_refused() -> None:
    with pytest.raises(canary.Undeclared, match="what <shoe> can be"):
        canary.declared("shoes/<int:shoe>", "shoe")


@pytest.mark.parametrize("name", ["", "dan"], ids=["anonymous", "left"])
def test_strangers_are_let_in_nowhere(world: World, name: str) -> None:
    walk = sweep(world, name, WORD, DRAFT)
    assert (walk.leaks, walk.changed, walk.broken) == ([], [], [])
    assert set(walk.let_in) <= OPEN_TO_STRANGERS


@pytest.mark.parametrize("name", ["tom", "sue", "olga"])
def test_neighbours_find_nothing_of_robs_and_change_nothing_of_it(world: World, name: str) -> None:
    """Tom has nothing at all, Sue sells in another team, Olga supervises Sue's."""
    walk = sweep(world, name, WORD, DRAFT)
    assert walk.leaks == []
    assert walk.changed == []
    assert walk.broken == []
    assert walk.found == []


def test_his_supervisor_sees_robs_work_but_not_his_drafts(world: World) -> None:
    walk = sweep(world, "mona", DRAFT)
    assert (walk.leaks, walk.broken) == ([], [])
    assert walk.seen[WORD] >= SHOWN_TO_SUPERVISORS


def test_rob_himself_sees_the_word_so_that_the_sweep_could_find_it(world: World) -> None:
    walk = sweep(world, "rob")
    assert walk.broken == []
    assert SHOWN_TO_SUPERVISORS | {"import_mapping", "profile"} <= walk.seen[WORD]
    assert {"opportunity", "read_opportunity"} <= walk.seen[DRAFT]


def test_the_sweep_finds_a_hole(world: World, monkeypatch) -> None:
    """Sue is let through to all opportunities, and the sweep has to say so."""
    module = import_module("fairlead.pipeline.queries.opportunities")
    monkeypatch.setattr(module, "within", lambda _viewer: Q())
    walk = sweep(world, "sue", WORD, DRAFT)
    assert {"opportunity", "opportunities"} <= walk.seen[WORD]
    assert walk.leaks and walk.found


SHOWN_TO_SUPERVISORS = {
    "opportunities",
    "opportunities_export",
    "opportunity",
    "board",
    "companies",
    "company",
    "contacts",
    "contact",
    "search",
    "list_opportunities",
    "read_opportunity",
    "read_history",
    "list_companies",
    "read_contact",
}
