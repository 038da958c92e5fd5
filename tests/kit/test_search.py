"""Rows are found by any part of a word, whatever wrote them."""

import sys

import pytest
from django.db import connection

from fairlead import journal
from fairlead.customers.models import Company, Contact
from fairlead.kit import search
from tests.cast import NOON, building


def companies(*names, **fields):
    with building():
        return [Company.objects.create(name=name, created_at=NOON, **fields) for name in names]


def found(text, **options):
    return list(
        search.matching(Company.objects.all(), text, **options).order_by("id").values_list("name", flat=True)
    )


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("muller", ["Müller & Söhne"]),
        ("SÖHNE mül", ["Müller & Söhne"]),
        ("ull", ["Müller & Söhne", "Bulldozer Hire"]),
        ("mu", ["Müller & Söhne"]),
        ("b", ["Bulldozer Hire"]),
        ("hi", ["Bulldozer Hire"]),
        ("b h", ["Bulldozer Hire"]),
        ("hire b", ["Bulldozer Hire"]),
        ('"%_\\', []),
        ("strasse", ["Große Straße 7"]),
        ("  ", ["Müller & Söhne", "Bulldozer Hire", "Große Straße 7"]),
    ],
)
def test_typing_finds_companies_without_accents_and_case(db, typed, hits):
    companies("Müller & Söhne", "Bulldozer Hire", "Große Straße 7")
    assert found(typed) == hits


def test_letters_of_other_scripts_are_folded_too(db):
    companies("ΑΘΗΝΑ Trading", "МОСКВА")
    assert found("αθηνα") == ["ΑΘΗΝΑ Trading"]
    assert found("москва") == ["МОСКВА"]


def test_whatever_writes_the_row_the_search_follows(db):
    acme, other = companies("Acme", "Other")
    with building():
        Company.objects.filter(pk=acme.pk).update(name="Zenith")
        Company.objects.bulk_update([Company(pk=other.pk, name="Quartz")], ["name"])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE customers_company SET city = 'Örebro' WHERE id = %s", [acme.pk])
    assert (found("acme"), found("zenith"), found("quartz"), found("orebro")) == (
        [],
        ["Zenith"],
        ["Quartz"],
        ["Zenith"],
    )
    with building():
        Company.objects.filter(pk=acme.pk).delete()
    assert found("zenith") == []


def test_the_search_column_is_no_fact_of_its_own(db):
    (acme,) = companies("Acme")
    assert "search" not in {change.name for entry in journal.history(acme) for change in entry.fields}


def test_the_past_is_searched_by_its_own_names(db):
    from datetime import timedelta

    (acme,) = companies("Äcme")
    with building(at=NOON + timedelta(days=1)):
        Company.objects.filter(pk=acme.pk).update(name="Zenith")
    then = journal.as_of(Company.objects.all(), NOON + timedelta(hours=1))
    assert [row.name for row in search.matching(then, "acm", live=False)] == ["Äcme"]
    assert list(search.matching(then, "zenith", live=False)) == []


def test_a_contact_is_found_by_the_name_of_the_company(db):
    (acme,) = companies("Acme")
    with building():
        Contact.objects.create(name="Ann", company=acme, created_at=NOON)
        Contact.objects.create(name="Acmella", created_at=NOON)
        Contact.objects.create(name="Bob", created_at=NOON)
    hits = search.matching(Contact.objects.all(), "acme", also=("company",))
    assert sorted(hits.values_list("name", flat=True)) == ["Acmella", "Ann"]
    assert hits.count() == 2


@pytest.mark.parametrize("few", [0, 5_000])
def test_matches_apart_are_the_same_rows_each_once(db, monkeypatch, few):
    monkeypatch.setattr(sys.modules["fairlead.kit.search.matching"], "FEW", few)
    acme, other = companies("Acme", "Other")
    with building():
        for name, company in (
            ("Acmella", None),
            ("Acmeno", acme),
            ("Ann", acme),
            ("Acmeta", other),
            ("Bob", None),
        ):
            Contact.objects.create(name=name, company=company, created_at=NOON)
    for typed in ("acme", "acme ann", "other", "acmel", "nobody", "b", ""):
        whole = search.matching(Contact.objects.all(), typed, also=("company",))
        parts = search.matching_apart(Contact.objects.all(), typed, also=("company",))
        apart = [name for part in parts for name in part.values_list("name", flat=True)]
        assert sorted(apart) == sorted(whole.values_list("name", flat=True))


def test_both_databases_fold_as_python_does(db):
    names = ["Ünïcödé ÀÉÎ", "Straße", "İstanbul", "ﬁne ①", "Ωmega", "naïve  two"]
    rows = companies(*names)
    stored = dict(Company.objects.values_list("pk", "search"))
    assert [stored[row.pk] for row in rows] == [f" {search.fold(name)}" for name in names]


def test_a_column_holds_a_part_whatever_else_the_index_knows_of_the_row(db):
    with building():
        for name, key in (
            ("Acme helmets", ""),
            ("Helm & Co", ""),
            ("Bolt", "helmet-7"),
            ("Acme Helmets", "X1"),
        ):
            Contact.objects.create(name=name, external_id=key, created_at=NOON)

    def holding(part):
        return sorted(
            Contact.objects.filter(search.containing(Contact, "name", part)).values_list("name", flat=True)
        )

    assert holding("helmet") == ["Acme Helmets", "Acme helmets"]
    assert holding("cme hel") == ["Acme Helmets", "Acme helmets"]
    assert holding("HELM") == ["Acme Helmets", "Acme helmets", "Helm & Co"]
    assert holding("& c") == ["Helm & Co"]
    assert holding("helmets acme") == []
