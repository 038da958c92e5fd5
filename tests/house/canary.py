"""What the canary sweep walks over: Rob's records, each holding a word that nobody else may read.

`ARGUMENTS` says what the parameters of every address can be. An address that it does not cover fails the
sweep, so whoever adds one has to say here whose records it leads to.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from fairlead import jobs, journal
from fairlead.access import installation
from fairlead.customers import actions as customers
from fairlead.exchange import bundles, recurring, taking
from fairlead.exchange.models import ImportJob, SavedImport
from fairlead.kit import tables
from fairlead.kit.queue import working
from fairlead.people import actions as people
from fairlead.people.models import ApiToken, Person, Supervision
from fairlead.pipeline import actions
from fairlead.pipeline.columns import OPPORTUNITIES
from fairlead.pipeline.models import Lead, Opportunity
from fairlead.trackers import actions as trackers
from tests.cast import NOON, Cast, building
from tests.process import Process, set_up

WORD, DRAFT = "Zyxwickle", "Zyxdraftle"
PART = "zyxwi"
"""The beginning of the word, to search for: an answer may repeat it, and still not hold the word."""


@dataclass(slots=True)
class World:
    """Rob's records, and what the others need to try themselves on them."""

    process: Process
    ids: dict[str, list[int]]
    theirs: dict[str, int]

    @property
    def cast(self) -> Cast:
        """Return the people."""
        return self.process.cast


def build() -> World:
    """Let Rob work for a day, and everything that he writes hold the word."""
    from tests.cast import gather

    cast = gather()
    process = set_up(cast)
    rob, ada = cast.viewer("rob"), cast.viewer("ada")
    for name in ("rob", "sue", "mona"):
        person = cast.person(name)
        granted: Any = dict.fromkeys(("can_import", "can_bulk_edit", "can_delete", "can_export"), True)
        people.edit_person(person, changes=granted, by=ada, at=NOON)
    cast.extra = _hire(cast)
    rob = cast.viewer("rob")
    company = process.company(
        name=f"{WORD} Ltd", details={"city": WORD, "phone": "0711", "website": f"{WORD.lower()}.example"}
    )
    dropped = process.company(name=f"{WORD} dropped")
    customers.delete_company(dropped, by=rob, at=NOON)
    contact = _contact(company, rob)
    deals = _deals(process, company, rob)
    lead = _lead(cast, rob)
    with building(by=rob):
        batch = journal.start_batch("bulk", f"{WORD} batch", by=rob, at=NOON)
    people.create_token(cast.person("rob"), name=f"{WORD} token", by=rob, at=NOON)
    brought = _import(cast)
    saved = _saved_import(cast)
    ids = {
        "opportunity": deals,
        "company": [company.pk, dropped.pk],
        "contact": [contact],
        "lead": [lead],
        "batch": [batch.pk],
        "token": [ApiToken.objects.get(person=cast.rob).pk],
        "import": [brought],
        "bundle": [_bundle(cast)],
        "saved import": [saved.pk],
        "run": [saved.runs.get().pk],
        "session": [_session(cast)],
        "view": [_view(cast)],
        "export": [_export(cast)],
    }
    theirs = {"company": process.company("sue", name="Sue's customer").pk, "deal": process.deal("sue").pk}
    return World(process, ids, theirs)


def _hire(cast: Cast) -> dict[str, Person]:
    """Tom has nothing and sees nothing; Olga supervises Sue's team; Dan left."""
    with building():
        made = {}
        for name, role in (("Tom", "sales_executive"), ("Olga", "supervisor"), ("Dan", "sales_executive")):
            person = Person(email=f"{name.lower()}@example.com", name=name, role=role)
            person.is_active = name != "Dan"
            person.set_unusable_password()
            person.save()
            made[name.lower()] = person
        Supervision.objects.create(person=made["olga"], team=cast.south)
    return made


def _contact(company: Any, rob: Any) -> int:
    new = customers.NewContact(
        name=f"{WORD} Ann",
        company=company,
        details={"email": f"{WORD.lower()}@example.com", "job_title": WORD},
    )
    return customers.create_contact(new, by=rob, at=NOON).contact_id


def _deals(process: Process, company: Any, rob: Any) -> list[int]:
    """Return an open, an overdue, a won, a deleted opportunity and a draft."""
    said = {"next_step": WORD, "next_step_on": date(2026, 3, 1), "description": WORD}
    deals = [
        process.deal(title=f"{WORD} {name}", company=company, details=said)
        for name in ("open", "won", "dropped")
    ]
    draft = process.deal(title=DRAFT, company=company, is_draft=True)
    actions.edit_opportunity(
        deals[0], changes={"amount": Decimal(77)}, by=rob, at=NOON + timedelta(minutes=1), reason=WORD
    )
    actions.win_opportunity(deals[1], by=rob, at=NOON, closed_on=NOON.date(), reason=WORD)
    actions.delete_opportunity(deals[2], by=rob, at=NOON)
    return [deal.pk for deal in (deals[0], deals[2], draft)]


def _lead(cast: Cast, rob: Any) -> int:
    new = actions.NewLead(owner=cast.person("rob"), name=f"{WORD} Bob", company_name=f"{WORD} GmbH")
    return actions.create_lead(new, by=rob, at=NOON).lead_id


def _import(cast: Cast) -> int:
    """Let Rob bring a file, through its page."""
    client = Client()
    client.force_login(cast.person("rob"))
    file = SimpleUploadedFile(f"{WORD}.csv", f"Name,City\n{WORD} import,{WORD}\n".encode())
    answer = client.post("/imports/new", {"file": file, "kind": "companies"})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return int(ImportJob.objects.latest("pk").pk)


def _bundle(cast: Cast) -> int:
    """Let Rob bring two files that go together."""
    files = [
        (f"{WORD} {name}.csv", [f"Name,City\n{WORD} {name},{WORD}\n".encode()]) for name in ("one", "two")
    ]
    return bundles.begin_bundle(files, by=cast.viewer("rob"), at=NOON).pk


def _saved_import(cast: Cast) -> SavedImport:
    """Let Rob save an import, and feed it a file that is refused."""
    job = ImportJob.objects.filter(person=cast.rob).latest("pk")
    saved = recurring.save_import(f"{WORD} saved", job, by=cast.viewer("rob"), at=NOON)
    recurring.feed(saved, f"{WORD} fed.csv", [f"Other\n{WORD}\n".encode()], door="command", at=NOON)
    return saved


def _view(cast: Cast) -> int:
    """Let Rob keep a view and share it with nobody."""
    query = tables.parse(f"where=title.contains:{WORD}", OPPORTUNITIES)
    new = trackers.NewView("opportunities", f"{WORD} view", query)
    return trackers.save_view(new, by=cast.viewer("rob"), at=NOON).view_id


def _export(cast: Cast) -> int:
    """Let Rob export a list that the worker writes."""
    query = tables.parse(f"where=title.contains:{WORD}", OPPORTUNITIES)
    job = taking.ask("opportunities", query, "csv", by=cast.viewer("rob"), at=NOON)
    jobs.load()
    working.drain(clock=lambda: NOON.replace(year=2100))
    return job.pk


def _session(cast: Cast) -> int:
    """Return Rob's signed-in device."""
    from allauth.usersessions.models import UserSession

    made = UserSession.objects.create(
        user=cast.person("rob"),
        ip="10.0.0.1",
        user_agent=WORD,
        session_key=Session.objects.latest("expire_date").session_key,
    )
    return int(made.pk)


def rows_of_rob(world: World) -> list[tuple[Any, ...]]:
    """Return Rob's records with their versions: nobody else may move them."""
    found: list[tuple[Any, ...]] = []
    for model in (Opportunity, Lead):
        found += model._base_manager.filter(owner=world.cast.rob).order_by("pk").values_list("pk", "version")
    from fairlead.customers.models import Company, Contact

    found += Company._base_manager.filter(owner=world.cast.rob).order_by("pk").values_list("pk", "version")
    found += Contact._base_manager.filter(pk__in=world.ids["contact"]).values_list("pk", "version")
    return found


# --- addresses ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    """A route as the URLconf has it."""

    route: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A route with its parameters filled in.

    :param is_robs: it leads to a record of Rob's, so that nobody else may find anything there.
    """

    address: Address
    path: str
    is_robs: bool


def addresses() -> list[Address]:
    """Return every address of the URLconf, pages and API alike."""
    return sorted(set(_walk(get_resolver(), "")), key=lambda address: address.route)


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for part in resolver.url_patterns:
        route = prefix + str(part.pattern)
        if isinstance(part, URLPattern):
            yield Address(route, part.name or "")
        else:
            yield from _walk(part, route)


Values = Callable[[World], list[Any]]


def robs(kind: str) -> tuple[Values, bool]:
    """Return the ids of Rob's records of a kind."""
    return (lambda world: world.ids[kind]), True


def open_to_all(*values: Any) -> tuple[Values, bool]:
    """Return values that are no secret."""
    return (lambda _world: list(values)), False


def known(read: Callable[[World], Any]) -> tuple[Values, bool]:
    """Return the id of something that is no secret."""
    return (lambda world: [read(world)]), False


API = r"^(api/v1/)?/?"
ARGUMENTS: tuple[tuple[str, str, tuple[Values, bool]], ...] = (
    (r"^opportunities/bulk/<int:pk>/", "pk", robs("batch")),
    (r"^leads/bulk/<int:pk>/", "pk", robs("batch")),
    (rf"{API}opportunities/", "pk", robs("opportunity")),
    (rf"{API}companies/", "pk", robs("company")),
    (rf"{API}contacts/", "pk", robs("contact")),
    (rf"{API}leads/", "pk", robs("lead")),
    (r"^imports/several/", "pk", robs("bundle")),
    (rf"{API}imports/saved/", "pk", robs("saved import")),
    (rf"{API}imports/runs/", "pk", robs("run")),
    (r"^imports/", "pk", robs("import")),
    (r"^(profile|setup)/tokens/", "pk", robs("token")),
    (r"^accounts/sessions/", "pk", robs("session")),
    (r"^exports/<int:pk>/", "pk", robs("export")),
    (r"^exports/<str:kind>/", "kind", open_to_all("opportunity", "nonsense")),
    (r"^exports/<str:kind>/", "pk", robs("opportunity")),
    (r"^views/<int:pk>/", "pk", robs("view")),
    (r"^views/<int:pk>/share/", "share", open_to_all(1)),
    (r"^views/new/", "name", open_to_all("opportunities", "companies", "nonsense")),
    (rf"{API}(setup/)?people/", "pk", known(lambda world: world.cast.rob.pk)),
    (r"^setup/teams/", "pk", known(lambda world: world.cast.north.pk)),
    (r"^setup/locations/", "pk", known(lambda world: world.cast.europe.pk)),
    (r"^setup/values/", "pk", known(lambda world: world.process.price.pk)),
    (r"^setup/campaigns/", "pk", known(lambda world: world.process.fair.pk)),
    (r"^setup/pipelines/", "pk", known(lambda world: world.process.qualify.pipeline_id)),
    (r"^setup/stages/", "pk", known(lambda world: world.process.qualify.pk)),
    (r"^setup/rates/", "pk", open_to_all(1)),
    (rf"{API}products/", "pk", open_to_all(1)),
    (r"^products/", "price", open_to_all(1)),
    (r"/bulk/<str:verb>$", "verb", open_to_all("move", "reassign", "edit", "nonsense")),
    (r"/export\.<str:form>$", "form", open_to_all("csv", "xlsx", "jsonl")),
    (r"/choices/<str:column>$", "column", open_to_all("company", "owner", "name", "title")),
    (r"^opportunities/<int:pk>/fields/", "name", open_to_all("title", "company")),
    (
        r"^opportunities/<int:pk>/<str:name>$",
        "name",
        open_to_all("move", "lose", "delete", "nonsense"),
    ),
    (r"^leads/<int:pk>/<str:name>$", "name", open_to_all("reassign", "disqualify", "reopen", "delete")),
    (r"^setup/lists/<slug:name>", "name", open_to_all("industry")),
    (r"^setup/currencies/<slug:code>", "code", open_to_all("EUR")),
)

WRITTEN_OUT = {
    "account_reset_password_from_key": "/accounts/password/reset/key/1-nonsense/",
    "api_not_found": "/api/v1/nowhere",
}
"""Addresses that are regular expressions, by name."""

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


class Undeclared(AssertionError):
    """Nobody said what the parameters of an address can be."""


def places(world: World) -> list[Place]:
    """Return every address with every combination of its parameters."""
    return [place for address in addresses() for place in _places(address, world)]


def _places(address: Address, world: World) -> Iterator[Place]:
    if address.name in WRITTEN_OUT:
        yield Place(address, WRITTEN_OUT[address.name], is_robs=False)
        return
    names = _PARAMETER.findall(address.route)
    if "(?P" in address.route:
        raise Undeclared(f"{address.route}: write it out in tests/house/canary.py, WRITTEN_OUT.")
    found = [declared(address.route, name) for name in names]
    for values in product(*(of(world) for of, _robs in found)):
        filled = iter(values)
        path = _PARAMETER.sub(lambda _match, filled=filled: str(next(filled)), address.route)
        yield Place(address, "/" + path.replace("//", "/"), any(is_robs for _of, is_robs in found))


def declared(route: str, name: str) -> tuple[Values, bool]:
    """Return what a parameter of a route can be.

    :raises Undeclared: when nobody said so.
    """
    for pattern, parameter, values in ARGUMENTS:
        if parameter == name and re.search(pattern, route):
            return values
    raise Undeclared(f"{route}: say in tests/house/canary.py, ARGUMENTS, what <{name}> can be.")


# --- bodies ------------------------------------------------------------------


def form(world: World) -> dict[str, Any]:
    """Return a form that fits every page: what each does not know it passes over."""
    process, cast, ids = world.process, world.cast, world.ids
    return {
        "name": "Tried", "title": "Tried", "code": "TRY", "label": "Tried", "email": "tried@example.com",
        "stage": process.propose.pk, "owner": cast.sue.pk, "person": cast.sue.pk, "to": cast.sue.pk,
        "currency": "EUR", "amount": "1", "version": "1", "reason": "Tried", "closed_on": "2026-03-01",
        "lost_reason": process.price.pk, "company": ids["company"][0], "contact": ids["contact"][0],
        "parent": ids["company"][0], "other": ids["company"][0], "into": ids["company"][0],
        "record": ids["company"][0], "lead": ids["lead"][0],
        "pk": [*ids["opportunity"], world.theirs["deal"]], "id": ids["opportunity"][0], "key": "tried",
        "step": "do", "field": "next_step", "next_step": "Tried", "by": "stage", "query": PART, "q": PART,
        "person-0": cast.sue.pk, "share-0": "100", "expected_close_on": "2026-06-30", "time_zone": "UTC",
        "locale": "en", "confirm": "yes", "password": "correct horse battery staple", "kind": "companies",
    }  # fmt: skip


def body(world: World, wanted: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON body with every field of an API operation that may be sent."""
    process, cast, ids = world.process, world.cast, world.ids
    pool: dict[str, Any] = {
        "company": ids["company"][0], "parent": ids["company"][0], "stage": process.propose.pk,
        "owner": cast.sue.pk, "lost_reason": process.price.pk, "competitor": process.rival.pk,
        "team": cast.south.pk, "location": cast.asia.pk, "version": 1, "role": "sales_executive",
        "currency": "EUR", "country": "DE", "email": "tried@example.com", "forecast_category": "commit",
        "time_zone": "UTC", "locale": "en",
    }  # fmt: skip
    plain = {"string": "Tried", "boolean": False, "integer": None}
    sent = {}
    for name, schema in _properties(wanted, schemas).items():
        kinds = schema.get("anyOf", [schema])
        value = pool.get(name, plain.get(kinds[0].get("type", "")))
        if name not in pool and ("pattern" in kinds[0] or "format" in kinds[0]):
            value = next((v for v in ("1", "2026-03-01") if _fits(v, kinds[0])), "Tried")
        if value is not None:
            sent[name] = value
    return sent


def _properties(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    return schema.get("properties", {})


def _fits(value: str, schema: dict[str, Any]) -> bool:
    if schema.get("format") == "date":
        return value.startswith("2026")
    return "u0000" not in schema.get("pattern", "u0000") and bool(re.search(schema["pattern"], value))


INSTALLATION = installation()
