"""Where columns likely go: by titles in many languages, by what is in them, by how earlier files went."""

from dataclasses import replace

import pytest

from fairlead.exchange import actions, queries
from fairlead.exchange.mapping import Empty, Mapping, Source
from fairlead.exchange.models import ImportJob
from fairlead.pipeline.models import Opportunity
from tests.cast import NOON, Cast

from .test_importing import bring, check, load


def mapped(job: ImportJob) -> dict[str, str]:
    return {source.field: source.column or source.template for source in queries.mapping_of(job).sources}


def why(job: ImportJob) -> dict[str, str]:
    return {source.field: str(source.why) for source in queries.mapping_of(job).sources}


@pytest.mark.parametrize(
    ("titles", "fields"),
    [
        ("Bezeichnung;Kunde;Verkaufsphase;Auftragswert;Währung;Erwarteter Abschluss;Zuständig", "de"),
        ("Intitulé;Société;Étape;Montant;Devise;Date de clôture;Responsable", "fr"),
        ("Oportunidad;Empresa;Etapa;Importe;Moneda;Fecha de cierre;Vendedor", "es"),
        ("Opportunità;Azienda;Fase;Importo;Valuta;Data di chiusura;Venditore", "it"),
        ("Verkoopkans;Klant;Verkoopfase;Bedrag;Valuta;Sluitingsdatum;Verkoper", "nl"),
        ("Oportunidade;Empresa;Etapa;Valor;Moeda;Data de fechamento;Vendedor", "pt"),
        ("Szansa;Klient;Etap;Kwota;Waluta;Data zamknięcia;Opiekun", "pl"),
    ],
)
def test_titles_are_understood_in_many_languages(house: Cast, titles: str, fields: str) -> None:
    job = bring(house, f"{titles}\nFleet;Acme;Qualify;1200,50;EUR;2027-03-31;Rob\n")
    wanted = ("title", "company", "stage", "amount", "currency", "expected_close_on", "owner")
    assert (job.kind, mapped(job)) == ("opportunities", dict(zip(wanted, titles.split(";"), strict=True)))


def test_what_titles_do_not_say_the_values_do(house: Cast) -> None:
    job = bring(
        house,
        "Name,A,B,C,D\nInes,ines@roda.example,Rob,https://roda.example,Portugal\nJon,jon@x.example,Sue,,Peru\n",
        kind="leads",
    )
    assert mapped(job) == {"name": "Name", "email": "A", "owner": "B", "country": "D"}
    assert why(job) == {"name": "title", "email": "values", "owner": "values", "country": "values"}


def test_known_stages_and_outcomes_and_one_column_of_money_are_told_by_their_values(house: Cast) -> None:
    job = bring(house, "Title,X,Y,Z\nFleet,Qualify,€ 12.50,Rob\nRacks,Won,€ 99,Sue\n", kind="opportunities")
    assert mapped(job) == {"title": "Title", "stage": "X", "amount": "Y", "owner": "Z"}


def test_free_text_and_plain_numbers_go_nowhere_by_themselves(house: Cast) -> None:
    job = bring(house, "Title,X,Y\nFleet,some words,12\nRacks,others,99\n", kind="opportunities")
    assert mapped(job) == {"title": "Title"}


def test_given_and_family_name_become_one_name(house: Cast) -> None:
    job = bring(house, "Vorname;Nachname;Firma\nInes;Duarte;Roda\nJon;;Roda\n", kind="leads")
    assert mapped(job) == {"name": "{Vorname} {Nachname}", "company_name": "Firma"}
    load(house, "Vorname;Nachname;Firma\nInes;Duarte;Roda\nJon;;Roda\n", kind="leads")
    from fairlead.pipeline.models import Lead

    assert list(Lead.objects.order_by("pk").values_list("name", flat=True)) == ["Ines Duarte", "Jon"]


def test_a_street_and_its_number_become_one(house: Cast) -> None:
    job = bring(house, "Firma;Straße;Hausnummer;Ort\nRoda;Ring;12a;Köln\n", kind="companies")
    assert mapped(job)["street"] == "{Straße} {Hausnummer}"


def test_another_file_with_a_column_of_the_same_title_goes_as_before(house: Cast) -> None:
    ada = house.viewer("ada")
    job = bring(house, "Title,Wer,Stand\nFleet,Robb,Anfrage\n", kind="opportunities")
    sources = (
        Source("title", "Title"),
        Source("owner", "Wer", words={"robb": "Rob"}),
        Source("stage", "Stand", words={"anfrage": "Qualify"}),
    )
    actions.map_import(job, Mapping("opportunities", sources), by=ada)
    assert check(house, job) == {"create": 1}
    other = bring(house, "wer,TITLE,Notes,Stand\nRobb,Racks,x,Anfrage\n", kind="opportunities")
    assert mapped(other) == {"title": "TITLE", "owner": "wer", "stage": "Stand", "description": "Notes"}
    assert (why(other)["owner"], why(other)["description"]) == ("before", "title")
    assert check(house, other) == {"create": 1}


def test_a_file_with_the_same_titles_maps_as_last_time_until_it_is_guessed_anew(house: Cast) -> None:
    ada = house.viewer("ada")
    text = "Title,Owner\nFleet,Rob\n"
    first = bring(house, text, kind="opportunities")
    actions.map_import(first, Mapping("opportunities", (Source("description", "Owner"),)), by=ada)
    assert mapped(bring(house, text, kind="opportunities")) == {"title": "Title", "owner": "Owner"}
    check(house, first)
    again = bring(house, text, kind="opportunities")
    assert mapped(again) == {"description": "Owner"} and why(again) == {"description": "before"}
    remembered = queries.remembered(ada, "opportunities", again.signature)
    assert remembered is not None and remembered.pk == first.pk
    actions.guess_anew(again, by=ada)
    assert mapped(again)["title"] == "Title"


def test_what_somebody_else_only_looked_at_is_not_remembered(house: Cast) -> None:
    text = "Title,Owner\nFleet,Rob\n"
    first = bring(house, text, kind="opportunities", by="rob")
    actions.map_import(
        first, Mapping("opportunities", (Source("description", "Owner"),)), by=house.viewer("rob")
    )
    check(house, first, by="rob")
    assert mapped(bring(house, text, kind="opportunities")) == {"title": "Title", "owner": "Owner"}


def test_an_empty_cell_clears_one_field_and_leaves_the_others(house: Cast) -> None:
    text = "External id,Title,Next step,Description,Owner\n1,Fleet,Call,Forty,Rob\n"
    load(house, text, kind="opportunities")
    job = bring(house, text.replace("Call,Forty", ","), kind="opportunities")
    mapping = queries.mapping_of(job)
    said = tuple(
        replace(source, empty=Empty.CLEAR) if source.field == "next_step" else source
        for source in mapping.sources
    )
    actions.map_import(job, replace(mapping, sources=said), by=house.viewer("ada"))
    assert check(house, job) == {"update": 1}
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    assert Opportunity.objects.values_list("next_step", "description").get() == ("", "Forty")


def test_clearing_everything_can_spare_one_field(house: Cast) -> None:
    text = "External id,Title,Next step,Description,Owner\n1,Fleet,Call,Forty,Rob\n"
    load(house, text, kind="opportunities")
    job = bring(house, text.replace("Call,Forty", ","), kind="opportunities")
    mapping = queries.mapping_of(job)
    said = tuple(
        replace(source, empty=Empty.LEAVE) if source.field == "next_step" else source
        for source in mapping.sources
    )
    actions.map_import(job, replace(mapping, sources=said, empty=Empty.CLEAR), by=house.viewer("ada"))
    check(house, job)
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    assert Opportunity.objects.values_list("next_step", "description").get() == ("Call", "")


def test_amount_and_currency_of_one_column_with_a_decimal_comma(house: Cast) -> None:
    job = bring(
        house, "Title;Wert;Owner\nFleet;1.234,50 EUR;Rob\nRacks;2.000,25 USD;Rob\n", kind="opportunities"
    )
    mapping = queries.mapping_of(job)
    others = tuple(source for source in mapping.sources if source.field not in ("amount", "currency"))
    parts = (Source("amount", template="{Wert|number}"), Source("currency", template="{Wert|currency}"))
    actions.map_import(job, replace(mapping, sources=others + parts), by=house.viewer("ada"))
    assert check(house, job) == {"create": 2}
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    found = Opportunity.objects.order_by("title").values_list("amount", "currency")
    assert [(str(amount), currency) for amount, currency in found] == [
        ("1234.5000", "EUR"),
        ("2000.2500", "USD"),
    ]
