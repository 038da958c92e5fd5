"""What goes out can come back in: a list that is exported and brought again changes nothing."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fairlead.customers import columns as customer_columns
from fairlead.customers import queries as customers
from fairlead.exchange import actions, queries
from fairlead.exchange.lists import LISTS
from fairlead.kit import tables
from fairlead.kit.periods import Calendar
from fairlead.pipeline import actions as pipeline
from fairlead.pipeline import columns as pipeline_columns
from fairlead.pipeline import queries as pipeline_queries
from fairlead.render.files import write_file
from fairlead.render.listed import listed
from fairlead.vocabulary import actions as vocabulary
from tests.cast import NOON, Cast

COMPANIES = """Name,City,Country,Owner,Website,Phone,Street,Region or state
"=HYPERLINK(""http://x"")",Rome,IT,Rob,@home,+39 06 1,"Via ""A"", 1",'quoted
Ünïcødé 株式会社 🚲,Köln,DE,Sue,https://example.com/a?b=c,-,"two
lines",-5
"""
DEALS = '''External id,Title,Owner,Amount,Probability,Stage,Outcome,Close date,Created,Next step,Currency
,Fleet; of 40,Rob,1234567.8901,50%,Propose,Open,2026-05-01,2025-06-01 12:30,+1 call,EUR
7,"Shop, ""big""",Sue,0.05,35%,Qualify,Open,2026-04-01,2025-07-01,,EUR
,Won,Rob,10,,Close,Won,2026-01-31,2025-06-01,-,EUR
'''


@pytest.fixture
def house(cast: Cast) -> Cast:
    ada = cast.viewer("ada")
    vocabulary.install_defaults(vocabulary.Start(name="Bicycles & Co"), by=ada, at=NOON)
    pipeline.install_defaults("Sales", by=ada, at=NOON)
    return cast


def bring(cast: Cast, content: Iterable[bytes], kind: str, name: str) -> Any:
    job = actions.begin_import(name, content, kind_name=kind, by=cast.viewer("ada"), at=NOON)
    actions.check_import(job, by=cast.viewer("ada"), at=NOON)
    return job


def load(cast: Cast, text: str, kind: str) -> None:
    job = bring(cast, [text.encode()], kind, "file.csv")
    actions.load_import(job, by=cast.viewer("ada"), at=NOON)


def exported(cast: Cast, table: tables.Table, rows: Any, form: str, folder: Path) -> bytes:
    viewer = cast.viewer("ada")
    everything = tuple(column.name for column in table.columns)
    query = replace(tables.parse("", table), columns=everything)
    context = tables.Context(viewer.person_id, Calendar(), NOON)
    records = list(tables.compile_query(query, table, rows, context))
    shown = [tuple(_label(table.column(name).value(row)) for name in everything) for row in records]
    found = list(tables.bare_rows(query, table, rows, context))
    assert found == shown  # what the screen shows, cell by cell
    whole = listed(query, table, rows, context, viewer=viewer, at=NOON)
    write_file(whole, folder / f"out.{form}", form)
    return (folder / f"out.{form}").read_bytes()


def _label(value: Any) -> Any:
    return value.label if isinstance(value, tables.Ref) else value


def counts(job: Any) -> tuple[dict[str, int], list[str]]:
    seen = queries.preview_of(job)
    assert seen is not None
    found = {what.value: count for what, count in seen.counts.items() if count}
    return found, [str(one) for one in (*seen.problems, *seen.updates)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_companies_come_back_as_they_went(house: Cast, tmp_path: Path, form: str) -> None:
    load(house, COMPANIES, "companies")
    rows = customers.companies(house.viewer("ada"))
    assert {row.name for row in rows} == {'=HYPERLINK("http://x")', "Ünïcødé 株式会社 🚲"}
    out = exported(house, customer_columns.COMPANIES, rows, form, tmp_path)
    assert counts(bring(house, [out], "companies", f"out.{form}")) == ({"unchanged": 2}, [])


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_opportunities_come_back_as_they_went(house: Cast, tmp_path: Path, form: str) -> None:
    load(house, DEALS, "opportunities")
    rows = pipeline_queries.opportunities(house.viewer("ada"))
    out = exported(house, pipeline_columns.OPPORTUNITIES, rows, form, tmp_path)
    assert counts(bring(house, [out], "opportunities", f"out.{form}")) == ({"unchanged": 3}, [])


CONTACTS = """Name,Company,Job title,E-mail,Phone
=1+1 Ann,,Buyer; "first",ann@acme.example,+39 06 1
"Ünï 株式会社 🚲, Dr",,'quoted,b@b.example,-
"""
LEADS = '''Name,Company,E-mail,City,Country,Owner
@Ann,"Acme ""A""",ann@acme.example,Köln,DE,Rob
Bo,+Bolt 🚲,bo@bolt.example,"two
lines",FR,Sue
'''
PRODUCTS = """Code,Name
-1,=Bike
B 2,"Räder, ""groß"" 🚲"
"""


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize(
    ("kind", "text"),
    [("contacts", CONTACTS), ("leads", LEADS), ("products", PRODUCTS), ("companies", COMPANIES)],
)
def test_every_kind_comes_back_as_it_went(
    house: Cast, tmp_path: Path, kind: str, text: str, form: str
) -> None:
    load(house, text, kind)
    table, rows = LISTS[kind]
    out = exported(house, table, rows(house.viewer("ada"), None, NOON), form, tmp_path)
    assert counts(bring(house, [out], kind, f"out.{form}")) == ({"unchanged": 2}, [])
