"""What a search finds: a few records of each kind within the viewer's reach."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from fairlead.access import Viewer
from fairlead.customers import queries as customers
from fairlead.kit import search
from fairlead.pipeline import queries as pipeline
from fairlead.products import queries as products

Rows: TypeAlias = QuerySet[Any]
LONGEST = 200
"""Characters of a search that are looked at."""
LARGEST = 2**63 - 1

_NUMBER = re.compile(r"(?:O-?|#)?0*(\d{1,19})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that is searched.

    :param order: rows are listed by these; the newest first, or by name.
    :param label: what a found record is called; ``note``: what tells it from its namesakes.
    """

    title: str
    noun: str
    icon: str
    record: str
    list: str
    rows: Callable[[Viewer], Rows]
    order: tuple[str, ...]
    label: Callable[[Any], str]
    note: Callable[[Any], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found."""

    pk: int
    label: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind; ``address`` is the full list, filtered by the same text."""

    kind: Kind
    hits: list[Hit]
    address: str


BY_NAME = ("search", "pk")
NEWEST = ("-pk",)

COMPANIES = Kind(
    "Companies", "Company", "building-skyscraper", "company", "companies",
    rows=customers.companies, order=BY_NAME,
    label=lambda row: str(row.name), note=lambda row: (row.city, row.country),
)  # fmt: skip
OPPORTUNITIES = Kind(
    "Opportunities", "Opportunity", "target", "opportunity", "opportunities",
    rows=lambda viewer: pipeline.opportunities(viewer).select_related("company", "stage"), order=NEWEST,
    label=lambda row: str(row.title),
    note=lambda row: (row.reference, row.company, row.stage if row.is_open else row.get_outcome_display()),
)  # fmt: skip
CONTACTS = Kind(
    "Contacts", "Contact", "address-book", "contact", "contacts",
    rows=lambda viewer: customers.contacts(viewer).select_related("company"), order=BY_NAME,
    label=lambda row: str(row.name), note=lambda row: (row.job_title, row.company),
)  # fmt: skip
LEADS = Kind(
    "Leads", "Lead", "bolt", "lead", "leads",
    rows=pipeline.leads, order=NEWEST,
    label=lambda row: str(row.name or row.company_name),
    note=lambda row: (row.company_name if row.name else "", row.get_state_display()),
)  # fmt: skip
PRODUCTS = Kind(
    "Products", "Product", "package", "product", "products",
    rows=products.products, order=BY_NAME,
    label=lambda row: str(row.name), note=lambda row: (row.code,),
)  # fmt: skip
OTHERS = (CONTACTS, LEADS, PRODUCTS)


def clean(text: str) -> str:
    """Return what was typed without control characters and doubled spaces, and not endless."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[: 4 * LONGEST])
    return " ".join(plain.split())[:LONGEST]


def numbered(viewer: Viewer, text: str) -> Hit | None:
    """Return the opportunity whose number this is (``O-000123``, ``123``), if the viewer sees it."""
    found = _NUMBER.fullmatch(text)
    number = int(found[1]) if found else 0
    if not 0 < number <= LARGEST:
        return None
    row = OPPORTUNITIES.rows(viewer).filter(pk=number).first()
    return _hit(OPPORTUNITIES, row) if row else None


def found(viewer: Viewer, text: str, *, limit: int) -> list[Found]:
    """Return up to ``limit`` records of each kind that hold every word; kinds without any are left out.

    Opportunities are found by their title; room that is left is filled with those of the companies found.
    """
    companies = _matching(COMPANIES, viewer, text)[:limit]
    sales = list(_matching(OPPORTUNITIES, viewer, text)[:limit])
    if companies and len(sales) < limit:
        rows = OPPORTUNITIES.rows(viewer).filter(company__in=[company.pk for company in companies])
        beside = rows.exclude(pk__in=[sale.pk for sale in sales]).order_by(*NEWEST)
        sales += beside[: limit - len(sales)]
    results = [(OPPORTUNITIES, sales), (COMPANIES, list(companies))]
    results += [(kind, list(_matching(kind, viewer, text)[:limit])) for kind in OTHERS]
    return [_found(kind, rows, text) for kind, rows in results if rows]


def _matching(kind: Kind, viewer: Viewer, text: str) -> Rows:
    return search.matching(kind.rows(viewer), text).order_by(*kind.order)


def _found(kind: Kind, rows: list[Any], text: str) -> Found:
    return Found(kind, [_hit(kind, row) for row in rows], f"{reverse(kind.list)}?{urlencode({'q': text})}")


def _hit(kind: Kind, row: Any) -> Hit:
    note = " · ".join(str(part) for part in kind.note(row) if part)
    return Hit(row.pk, kind.label(row), note, reverse(kind.record, args=[row.pk]))
