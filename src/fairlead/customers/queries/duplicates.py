"""Find what may be the same customer, entered before."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from rapidfuzz import fuzz

from fairlead.access import Viewer
from fairlead.customers.models import Company, Contact
from fairlead.kit.search import fold

from .companies import companies
from .contacts import contacts

M = TypeVar("M", bound=Model)

ALIKE = 86.0
"""Similarity of two names, in percent, from which on they may be one."""

_CANDIDATES = 60
_SHOWN = 5
_WORD = re.compile(r"[^\W_]+")
_LEGAL = frozenset([
    "ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "inc",
    "incorporated", "kg", "limited", "llc", "llp", "ltd", "mbh", "nv", "oy", "oyj", "plc", "pte", "pty", "sa",
    "sarl", "sas", "se", "spa", "srl", "und", "and", "the",
])  # fmt: skip
_FREE_MAIL = frozenset([
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "gmx.de",
    "gmx.net", "web.de", "proton.me", "protonmail.com", "aol.com", "live.com", "qq.com", "163.com", "mail.ru",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class CompanyDraft:
    """What was typed about a company so far."""

    name: str
    website: str = ""
    phone: str = ""
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """What was typed about a contact so far."""

    name: str
    email: str = ""
    phone: str = ""
    company_id: int | None = None
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record that may be the same, how sure that is (100 is sure), and why."""

    record: Company | Contact
    score: float
    reasons: tuple[str, ...]


def possible_duplicates(viewer: Viewer, draft: CompanyDraft | ContactDraft) -> list[Likeness]:
    """Return up to five records within reach that may be what is being entered, the likeliest first.

    Names are compared by their words, without accents, case and legal forms; a typing mistake is forgiven.
    """
    if isinstance(draft, CompanyDraft):
        likenesses = [_company_likeness(draft, company) for company in _company_candidates(viewer, draft)]
    else:
        likenesses = [_contact_likeness(draft, contact) for contact in _contact_candidates(viewer, draft)]
    found = [likeness for likeness in likenesses if likeness.reasons and likeness.record.pk != draft.pk]
    return sorted(found, key=lambda likeness: (-likeness.score, likeness.record.pk))[:_SHOWN]


def domain_of(address: str) -> str:
    """Return the domain of a website or an e-mail address, "" for one that says nothing about a company."""
    bare = address.strip().lower().rpartition("@")[2]
    bare = re.sub(r"^https?://", "", bare).split("/")[0].split(":")[0].removeprefix("www.")
    return "" if bare in _FREE_MAIL or "." not in bare else bare


def core_of(name: str) -> str:
    """Return the words of a company's name that tell it from others."""
    words = _WORD.findall(fold(name))
    return " ".join([word for word in words if word not in _LEGAL] or words)


def _company_candidates(viewer: Viewer, draft: CompanyDraft) -> Iterable[Company]:
    rows = companies(viewer).only("name", "city", "website", "phone")
    found = {company.pk: company for company in _alike_by_text(rows, core_of(draft.name))}
    domain = domain_of(draft.website)
    for text in filter(None, (domain, _digits_run(draft.phone))):
        found |= {company.pk: company for company in rows.filter(search__has=(fold(text),))[:_CANDIDATES]}
    if domain:
        writers = contacts(viewer).filter(search__has=(f"@{domain}",), company__isnull=False)
        ids = writers.values_list("company_id", flat=True)[:_CANDIDATES]
        for company in rows.filter(pk__in=list(ids)):
            company.writes_from = domain  # type: ignore[attr-defined]
            found[company.pk] = company
    return found.values()


def _contact_candidates(viewer: Viewer, draft: ContactDraft) -> Iterable[Contact]:
    rows = contacts(viewer).select_related("company")
    found = {contact.pk: contact for contact in _alike_by_text(rows, fold(draft.name))}
    for text in filter(None, (draft.email.strip(), _digits_run(draft.phone))):
        found |= {contact.pk: contact for contact in rows.filter(search__has=(fold(text),))[:_CANDIDATES]}
    return found.values()


def _alike_by_text(rows: QuerySet[M], name: str) -> list[M]:
    """Return rows that hold all words, then rows that hold the beginning or the end of one of them.

    One wrong letter leaves the beginning or the end of a word as it is, so its row is among them.
    """
    words = tuple(word for word in name.split() if len(word) > 1)
    if not words:
        return []
    found = list(rows.filter(search__has=words)[:_CANDIDATES])
    chunks = {chunk for word in words if len(word) > 3 for chunk in _ends(word)}
    if chunks:
        some = reduce(or_, (Q(search__has=(chunk,)) for chunk in sorted(chunks)))
        found += rows.filter(some).order_by("pk")[: _CANDIDATES * len(chunks)]
    return found


def _ends(word: str) -> tuple[str, str]:
    half = max(3, (len(word) + 1) // 2)
    return f" {word[:half]}", word[-half:]


def _company_likeness(draft: CompanyDraft, company: Company) -> Likeness:
    score = fuzz.token_sort_ratio(core_of(draft.name), core_of(company.name))
    reasons = [f"similar name ({score:.0f} %)"] if score >= ALIKE else []
    domain = domain_of(draft.website)
    if domain and domain == domain_of(company.website):
        reasons.append(f"same website {domain}")
    if getattr(company, "writes_from", ""):
        reasons.append(f"people there write from {domain}")
    if _same_phone(draft.phone, company.phone):
        reasons.append("same phone number")
    return _likeness(company, score, reasons)


def _contact_likeness(draft: ContactDraft, contact: Contact) -> Likeness:
    score = fuzz.token_sort_ratio(fold(draft.name), fold(contact.name))
    same_place = draft.company_id is not None and draft.company_id == contact.company_id
    reasons = []
    if score >= ALIKE and (same_place or not draft.company_id or not contact.company_id):
        reasons.append(f"similar name ({score:.0f} %)" + (" at the same company" if same_place else ""))
    if draft.email.strip() and fold(draft.email.strip()) == fold(contact.email):
        reasons.append("same e-mail address")
    if _same_phone(draft.phone, contact.phone):
        reasons.append("same phone number")
    return _likeness(contact, score, reasons)


def _likeness(record: Company | Contact, name_score: float, reasons: list[str]) -> Likeness:
    """Weigh the reasons: an equal address, number or domain makes it sure, whatever the name says."""
    equal = [reason for reason in reasons if not reason.startswith("similar")]
    score = 100.0 if equal and name_score >= ALIKE else 95.0 if equal else name_score
    return Likeness(record, score, tuple(reasons))


def _digits(phone: str) -> str:
    return "".join(re.findall(r"\d", phone))


def _digits_run(phone: str) -> str:
    """Return the longest stretch of figures, by which a number written otherwise may still be found."""
    runs = re.findall(r"\d{3,}", phone)
    return max(runs, key=len, default="")


def _same_phone(one: str, other: str) -> bool:
    """Tell whether two numbers agree in their last nine figures; the prefix is written in many ways."""
    left, right = _digits(one), _digits(other)
    return min(len(left), len(right)) >= 7 and left[-9:].lstrip("0") == right[-9:].lstrip("0")
