"""Ids from elsewhere: unique within the system that they come from, so nothing is doubled or mixed up."""

from dataclasses import replace
from datetime import timedelta

from fairlead.customers.models import Company, Contact
from fairlead.exchange import actions, queries
from fairlead.exchange.mapping import Source
from fairlead.pipeline.models import OpportunityLine
from tests.cast import NOON, Cast

from .test_importing import bring, check, load, problems

CRM = "External id,External system,Name,City\n1,Salesforce,Acme,Rome\n2,Salesforce,Bolt,Paris\n"
ERP = "External id,External system,Name,City\n1,ERP,Cog,Bonn\n"


def held() -> list[tuple[str, str, str]]:
    return list(Company.objects.order_by("pk").values_list("external_system", "external_id", "name"))


def test_two_systems_may_use_the_same_id(house: Cast) -> None:
    load(house, CRM, kind="companies")
    load(house, ERP, kind="companies")
    assert held() == [("Salesforce", "1", "Acme"), ("Salesforce", "2", "Bolt"), ("ERP", "1", "Cog")]


def test_the_same_file_next_week_updates_the_records_of_its_own_system(house: Cast) -> None:
    load(house, ERP, kind="companies")
    load(house, CRM, kind="companies")
    job = bring(house, CRM.replace("Acme", "Acme SpA"), kind="companies")
    assert queries.mapping_of(job).match == ("external_id",)
    assert check(house, job) == {"update": 1, "unchanged": 1}
    actions.load_import(job, by=house.viewer("ada"), at=NOON + timedelta(days=7))
    assert held() == [("ERP", "1", "Cog"), ("Salesforce", "1", "Acme SpA"), ("Salesforce", "2", "Bolt")]


def test_a_record_whose_id_names_no_system_yet_takes_the_system_on(house: Cast) -> None:
    load(house, "External id,Name\n1,Acme\n2,Bolt\n", kind="companies")
    load(house, CRM, kind="companies")
    assert held() == [("Salesforce", "1", "Acme"), ("Salesforce", "2", "Bolt")]


def test_a_file_that_names_no_system_means_the_one_record_with_the_id(house: Cast) -> None:
    load(house, CRM, kind="companies")
    load(house, ERP, kind="companies")
    job = bring(house, "External id,Name\n2,Bolt SA\n", kind="companies")
    assert check(house, job) == {"update": 1}
    both = bring(house, "External id,Name\n1,Whose\n", kind="companies")
    check(house, both)
    assert [reason for *_, reason in problems(both)] == ["It means 2 companies at once."]


def test_a_record_keeps_the_id_of_the_system_that_named_it_first(house: Cast) -> None:
    load(house, CRM, kind="companies")
    text = "Id,System,Name,City\n77,ERP,Acme,Milan\n"
    job = bring(house, text.replace("Id,System", "External id,External system"), kind="companies")
    by_name = replace(queries.mapping_of(job), match=("name",))
    actions.map_import(job, by_name, by=house.viewer("ada"))
    assert check(house, job) == {"update": 1}
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    acme = Company.objects.get(name="Acme")
    assert (acme.external_system, acme.external_id, acme.city) == ("Salesforce", "1", "Milan")


def test_a_reference_means_the_id_of_the_files_own_system_first(house: Cast) -> None:
    load(house, CRM, kind="companies")
    load(house, ERP, kind="companies")
    job = bring(house, "Name,Company\nEve,1\n", kind="contacts")
    check(house, job)
    assert [reason for *_, reason in problems(job)] == [
        "There is more than one company “1”; use the external id."
    ]
    mapping = queries.mapping_of(job)
    said = replace(mapping, sources=(*mapping.sources, Source("external_system", template="ERP")))
    actions.map_import(job, said, by=house.viewer("ada"))
    assert check(house, job) == {"create": 1}
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    eve = Contact.objects.get(name="Eve")
    assert eve.company is not None and (eve.company.name, eve.external_system) == ("Cog", "")


def test_one_id_twice_in_a_file_is_a_problem_in_one_system_and_none_in_two(house: Cast) -> None:
    both = "External id,External system,Name\n1,Salesforce,Acme\n1,ERP,Cog\n"
    assert check(house, bring(house, both, kind="companies")) == {"create": 2}
    once = bring(house, both.replace("ERP", "Salesforce"), kind="companies")
    assert check(house, once) == {"create": 1, "error": 1}


def test_lines_are_known_by_their_own_id(house: Cast) -> None:
    load(house, "Code,Name\nA,Bicycle\n", kind="products")
    load(house, "Title,External id\nTwenty bicycles,D1\n", kind="opportunities")
    lines = "Opportunity,Product,Quantity,Unit price,External id\nD1,A,2,10,L1\nD1,A,3,10,L2\n"
    load(house, lines, kind="opportunity_lines")
    again = bring(house, lines.replace("D1,A,3", "D1,A,4"), kind="opportunity_lines")
    assert check(house, again) == {"update": 1, "unchanged": 1}
    assert OpportunityLine.objects.count() == 2
