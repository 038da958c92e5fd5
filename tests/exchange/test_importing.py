"""From a file to records: said first, then done whole or not at all, and taken back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from fairlead.access import Permission, Refused
from fairlead.customers.models import Company, Contact
from fairlead.exchange import actions, queries
from fairlead.exchange.load import CannotLoad
from fairlead.exchange.mapping import Empty, Mapping, Mode, Source
from fairlead.exchange.models import ImportJob, State
from fairlead.exchange.planning import What
from fairlead.journal.models import Entry
from fairlead.people.models import Location, Person, Supervision, Team
from fairlead.pipeline import actions as pipeline
from fairlead.pipeline.models import Campaign, Lead, Opportunity, OpportunityLine, Stage
from fairlead.products.models import Product, ProductPrice
from fairlead.vocabulary import queries as vocabulary_queries
from fairlead.vocabulary.models import ReferenceValue
from tests.cast import NOON, Cast


def bring(cast: Cast, text: str, *, kind: str = "", by: str = "ada", name: str = "file.csv") -> ImportJob:
    return actions.begin_import(name, [text.encode()], kind_name=kind, by=cast.viewer(by), at=NOON)


def check(cast: Cast, job: ImportJob, by: str = "ada") -> dict[str, int]:
    actions.check_import(job, by=cast.viewer(by), at=NOON)
    seen = queries.preview_of(job)
    assert seen is not None
    return {what.value: count for what, count in seen.counts.items() if count}


def load(cast: Cast, text: str, *, kind: str = "", by: str = "ada") -> ImportJob:
    job = bring(cast, text, kind=kind, by=by)
    check(cast, job, by)
    actions.load_import(job, by=cast.viewer(by), at=NOON)
    return job


def problems(job: ImportJob) -> list[tuple[int, str, str, str]]:
    seen = queries.preview_of(job)
    assert seen is not None
    return [(problem.row, problem.column, problem.value, problem.reason) for problem in seen.problems]


COMPANIES = (
    "Account ID,Account Name,City,Country,Owner\n1,Acme,Rome,Italy,Rob\n2,Bolt,Paris,FR,sue@example.com\n"
)


def remap(job: ImportJob, cast: Cast, **changes: object) -> None:
    from dataclasses import replace

    actions.map_import(job, replace(queries.mapping_of(job), **changes), by=cast.viewer("ada"))  # type: ignore[arg-type]


def test_kind_and_mapping_are_guessed_from_the_titles(house: Cast) -> None:
    job = bring(house, "External id,Account Name,Billing City,Country,Account Owner\n1,Acme,Rome,Italy,Rob\n")
    mapped = {source.field: source.column for source in queries.mapping_of(job).sources}
    assert (job.kind, queries.mapping_of(job).match) == ("companies", ("external_id",))
    assert mapped == {
        "external_id": "External id",
        "name": "Account Name",
        "city": "Billing City",
        "country": "Country",
        "owner": "Account Owner",
    }


def test_a_dry_run_counts_and_writes_nothing(house: Cast) -> None:
    entries = Entry.objects.count()
    job = bring(
        house,
        "Name,City,Country,Owner\nAcme,Rome,Italy,Rob\nBolt,Paris,FR,sue@example.com\n",
        kind="companies",
    )
    assert check(house, job) == {"create": 2}
    assert (Company.objects.count(), Entry.objects.count()) == (0, entries)


def test_loading_keeps_owner_country_and_says_who_did_it(house: Cast) -> None:
    job = load(
        house,
        "Name,City,Country,Owner\nAcme,Rome,Italy,Rob\nBolt,Paris,FR,sue@example.com\n",
        kind="companies",
    )
    assert list(Company.objects.order_by("name").values_list("name", "city", "country", "owner__name")) == [
        ("Acme", "Rome", "IT", "Rob"),
        ("Bolt", "Paris", "FR", "Sue"),
    ]
    entry = Entry.objects.get(pk=Company.objects.get(name="Acme").entry_id)
    assert (entry.action, entry.door, entry.actor_id, entry.batch_id) == (
        "import.loaded",
        "import",
        house.ada.pk,
        job.batch_id,
    )


def test_the_same_file_next_week_updates_and_doubles_nothing(house: Cast) -> None:
    first = "External id,Name,City,Phone\n1,Acme,Rome,+39 06 1\n2,Bolt,Paris,\n"
    load(house, first, kind="companies")
    job = bring(
        house, first.replace("Rome", "Milan").replace("+39 06 1", "") + "3,Cog,Bonn,\n", kind="companies"
    )
    assert check(house, job) == {"create": 1, "update": 1, "unchanged": 1}
    seen = queries.preview_of(job)
    assert seen is not None
    assert [(update.label, update.row, update.changes) for update in seen.updates] == [
        ("Acme", 2, (queries.preview_of(job).updates[0].changes[0],))  # type: ignore[union-attr]
    ]
    change = seen.updates[0].changes[0]
    assert (change.title, change.before, change.after) == ("City", "Rome", "Milan")
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    assert list(Company.objects.order_by("external_id").values_list("name", "city", "phone")) == [
        ("Acme", "Milan", "+39 06 1"),
        ("Bolt", "Paris", ""),
        ("Cog", "Bonn", ""),
    ]


def test_empty_cells_clear_a_field_only_where_that_was_chosen(house: Cast) -> None:
    load(house, "External id,Name,Phone\n1,Acme,123\n", kind="companies")
    job = bring(house, "External id,Name,Phone\n1,Acme,\n", kind="companies")
    assert check(house, job) == {"unchanged": 1}
    remap(job, house, empty=Empty.CLEAR)
    assert check(house, job) == {"update": 1}
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    assert Company.objects.get().phone == ""


@pytest.mark.parametrize(
    ("mode", "counts"), [(Mode.CREATE, {"create": 1, "skip": 1}), (Mode.UPDATE, {"update": 1, "skip": 1})]
)
def test_rows_can_be_only_created_or_only_updated(house: Cast, mode: Mode, counts: dict[str, int]) -> None:
    load(house, "External id,Name\n1,Acme\n", kind="companies")
    job = bring(house, "External id,Name\n1,Acme Ltd\n2,Bolt\n", kind="companies")
    remap(job, house, mode=mode)
    assert check(house, job) == counts


def test_every_problem_has_its_place_and_reason_and_nothing_is_loaded(house: Cast) -> None:
    text = (
        "External id,Title,Owner,Amount,Probability,Close date,Outcome,Stage\n"
        "1,Bikes,Rob,12x,50%,2026-05-01,open,Qualify\n"
        "2,,Rob,10,50%,2026-05-01,open,Qualify\n"
        "3,Helmets,Robb,10,150%,2026-02-30,maybe,Qualify\n"
        "1,Again,Rob,10,50%,2026-05-01,open,Nowhere\n"
        "5,Wheels,Rob,10\n"
    )
    job = bring(house, text, kind="opportunities")
    assert check(house, job) == {"error": 5}
    assert problems(job) == [
        (2, "Amount", "12x", "“12x” is not a number."),
        (3, "Title", "", "Every opportunity has this."),
        (4, "Owner", "Robb", "There is no person “Robb”. Did you mean “Rob”?"),
        (4, "Close date", "2026-02-30", "“2026-02-30” is not a date."),
        (4, "Outcome", "maybe", "“maybe” is none of: Open, Won, Lost, Void."),
        (5, "Stage", "Nowhere", "There is no stage “Nowhere”."),
        (6, "", "", "The row has 4 cells, the header has 8."),
    ]
    with pytest.raises(actions.NotYet):
        actions.load_import(job, by=house.viewer("ada"), at=NOON)
    assert Opportunity.objects.count() == 0


def test_two_rows_that_mean_the_same_record_are_a_problem_unless_told_otherwise(house: Cast) -> None:
    job = bring(house, "External id,Name\n1,Acme\n1,Acme Ltd\n", kind="companies")
    assert (check(house, job), problems(job)) == (
        {"create": 1, "error": 1},
        [(3, "External id", "1", "Row 2 is the same company.")],
    )
    remap(job, house, is_distinct=True)
    assert check(house, job) == {"create": 1, "skip": 1}


def test_opportunities_keep_their_dates_outcome_owner_and_product(house: Cast) -> None:
    load(house, "Code,Name,Price\nB-1,Bike,100\n", kind="products")
    text = (
        "External id,Title,Owner,Amount,Stage,Outcome,Close date,Created,Product,Quantity,Currency\n"
        "1,Fleet,Rob,1000,Propose,Won,2026-01-31,2025-06-01,B-1,4,EUR\n"
        "2,Shop,Sue,500,Qualify,Open,2026-04-01,2025-07-01,,,EUR\n"
    )
    load(house, text, kind="opportunities")
    won, is_open = Opportunity.objects.order_by("external_id")
    assert (won.outcome, won.closed_on, won.forecast_category) == ("won", date(2026, 1, 31), "closed")
    assert (won.created_at, won.stage.name, won.team, won.location) == (
        datetime(2025, 6, 1, tzinfo=UTC), "Propose", house.north, house.europe,
    )  # fmt: skip
    line = OpportunityLine.objects.get()
    assert (line.opportunity, line.quantity, line.unit_price, line.total) == (won, 4, 250, 1000)
    assert (is_open.outcome, is_open.closed_on, is_open.probability, is_open.probability_source) == (
        "open",
        None,
        10,
        "stage",
    )


def test_a_probability_other_than_the_stages_counts_as_set_by_hand(house: Cast) -> None:
    load(
        house,
        "Title,Owner,Stage,Probability\nFleet,Rob,Propose,0.5\nShop,Rob,Propose,0.35\n",
        kind="opportunities",
    )
    found = Opportunity.objects.order_by("title").values_list("probability", "probability_source")
    assert list(found) == [(Decimal(50), "stage"), (Decimal(35), "manual")]


def test_a_stage_asks_of_imported_opportunities_what_it_asks_of_others(house: Cast) -> None:
    stage = Stage.objects.get(name="Propose")
    pipeline.edit_stage(
        stage, changes={"required_fields": ["company", "amount"]}, by=house.viewer("ada"), at=NOON
    )
    job = bring(house, "Title,Owner,Stage,Amount\nFleet,Rob,Propose,5\n", kind="opportunities")
    assert (check(house, job), problems(job)) == ({"error": 1}, [(2, "Company", "", "Propose needs this.")])


def test_a_closed_opportunity_is_not_changed_by_a_file(house: Cast) -> None:
    text = "External id,Title,Owner,Amount,Outcome,Closed on\n1,Fleet,Rob,1000,won,2026-01-31\n"
    load(house, text, kind="opportunities")
    job = bring(house, text, kind="opportunities")
    assert check(house, job) == {"unchanged": 1}
    job = bring(house, text.replace("1000", "2000"), kind="opportunities")
    assert (check(house, job), problems(job)) == (
        {"error": 1},
        [(2, "", "", "This opportunity is closed. Reopen it first.")],
    )


def test_an_amount_in_a_currency_that_is_not_used_is_a_problem(house: Cast) -> None:
    job = bring(house, "Title,Owner,Amount\nFleet,Rob,1000 XAF\n", kind="opportunities")
    assert check(house, job) == {"error": 1}
    assert problems(job)[0][3] == "XAF is not among the organisation's currencies."


def test_ambiguous_dates_have_to_be_answered_before_the_check(house: Cast) -> None:
    job = bring(
        house, "Title,Owner,Close date\nFleet,Rob,01/02/2026\nShop,Rob,03/04/2026\n", kind="opportunities"
    )
    with pytest.raises(actions.NotYet, match="Which day is “01/02/2026” in “Close date”"):
        check(house, job)
    mapping = queries.mapping_of(job)
    answered = [
        Source(source.field, source.column, date_order="month_first" if source.column == "Close date" else "")
        for source in mapping.sources
    ]
    remap(job, house, sources=tuple(answered))
    assert check(house, job) == {"create": 2}
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    assert Opportunity.objects.get(title="Fleet").expected_close_on == date(2026, 1, 2)


def test_a_mapping_is_remembered_for_files_with_the_same_titles(house: Cast) -> None:
    text = "Kunde,Ort,Verkäufer\nAcme,Rom,Rob\n"
    job = bring(house, text, kind="companies")
    sources = (Source("name", "Kunde"), Source("city", "Ort"), Source("owner", "Verkäufer"))
    actions.map_import(job, Mapping("companies", sources, match=("name",)), by=house.viewer("ada"))
    check(house, job)
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    again = bring(house, text.replace("Acme", "Bolt"), kind="companies")
    assert queries.mapping_of(again) == Mapping("companies", sources, match=("name",))
    assert check(house, again) == {"create": 1}


def test_missing_reference_values_are_made_where_an_administrator_says_so(house: Cast) -> None:
    job = bring(house, "Name,Industry\nAcme,Zeppelins\nBolt,zeppelins\nCog,\n", kind="companies")
    assert check(house, job) == {"error": 2, "create": 1}
    remap(job, house, create_missing=("industry",))
    assert check(house, job) == {"create": 3}
    seen = queries.preview_of(job)
    assert seen is not None and seen.missing == {"industry": ["Zeppelins"]}
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    assert ReferenceValue.objects.filter(label__iexact="zeppelins").count() == 1
    assert list(Company.objects.order_by("name").values_list("industry__label", flat=True)) == [
        "Zeppelins",
        "Zeppelins",
        None,
    ]


def test_without_the_permission_nothing_is_taken_in(house: Cast) -> None:
    assert not house.viewer("sue").may(Permission.IMPORT)
    with pytest.raises(Refused, match="permission to import"):
        bring(house, COMPANIES, by="sue")
    assert ImportJob.objects.count() == 0


def test_rows_reach_only_what_the_viewer_may_write(house: Cast) -> None:
    load(house, "External id,Name,Owner\n1,Acme,Sue\n2,Bolt,Rob\n", kind="companies")
    job = bring(house, "External id,Name,Owner\n3,Cog,Rob\n4,Dot,Sue\n", kind="companies", by="rob")
    counts = check(house, job, by="rob")
    assert (counts["create"], counts["error"]) == (1, 1)
    job = bring(house, "External id,Name\n1,Taken over\n2,Bolt Ltd\n", kind="companies", by="rob")
    assert check(house, job, by="rob") == {"update": 1, "error": 1}
    assert [row for row, *_ in problems(job)] == [2]
    assert "Acme" not in str(problems(job))


def test_lists_and_people_are_the_administrators(house: Cast) -> None:
    job = bring(house, "Name,E-mail\nEve,eve@example.com\n", kind="people", by="rob")
    assert check(house, job, by="rob") == {"error": 1}
    assert problems(job)[0][3] == "Only administrators manage people, teams and locations."


def test_another_persons_import_is_out_of_reach(house: Cast) -> None:
    job = bring(house, COMPANIES, kind="companies")
    assert list(queries.imports(house.viewer("rob"))) == []
    with pytest.raises(Refused):
        actions.check_import(job, by=house.viewer("rob"), at=NOON)


def test_undo_takes_back_what_was_created_and_changed_and_redo_returns_it(house: Cast) -> None:
    load(house, "External id,Name,City\n1,Acme,Rome\n", kind="companies")
    job = load(house, "External id,Name,City\n1,Acme,Milan\n2,Bolt,Paris\n", kind="companies")
    actions.undo_import(job, by=house.viewer("ada"), at=NOON)
    assert list(Company.objects.values_list("name", "city")) == [("Acme", "Rome")]
    assert ImportJob.objects.get(pk=job.pk).state == State.UNDONE
    actions.redo_import(job, by=house.viewer("ada"), at=NOON)
    assert list(Company.objects.order_by("pk").values_list("name", "city")) == [
        ("Acme", "Milan"),
        ("Bolt", "Paris"),
    ]
    actions.undo_import(job, by=house.viewer("ada"), at=NOON)
    assert list(Company.objects.values_list("name", "city")) == [("Acme", "Rome")]


def test_what_changed_between_check_and_load_counts(house: Cast) -> None:
    job = bring(house, "External id,Name\n1,Acme\n", kind="companies")
    check(house, job)
    load(house, "External id,Name\n1,Acme\n", kind="companies")
    with pytest.raises(CannotLoad):
        actions.load_import(job, by=house.viewer("ada"), at=NOON)
    assert Company.objects.count() == 1


def test_people_teams_and_supervision_come_from_files(house: Cast) -> None:
    load(house, "Team,Team above\nField,North\n", kind="teams")
    text = (
        "Name,E-mail,Role,Team,Supervises the team,External id\n"
        "Eve,Eve@Example.com,supervisor,,Field,7\n"
        "Dan,dan@example.com,sales executive,Field,,8\n"
    )
    load(house, text, kind="people")
    eve, dan = Person.objects.filter(external_id__in=["7", "8"]).order_by("external_id")
    assert (eve.email, eve.role, dan.team, dan.role) == (
        "eve@example.com",
        "supervisor",
        Team.objects.get(name="Field"),
        "sales_executive",
    )
    assert Supervision.objects.get(person=eve).team == dan.team
    assert not eve.has_usable_password()
    assert check(house, bring(house, text, kind="people")) == {"unchanged": 2}


def test_locations_campaigns_and_values_come_from_files(house: Cast) -> None:
    load(house, "Name,Kind,Location above,Country\nItaly,country,Europe,Italy\n", kind="locations")
    load(house, "Campaign,Campaign type,Start date\nSpring,Fair,2026-03-01\n", kind="campaigns")
    load(house, "List,Label\nIndustry,Airships\nLost reason,Too late\n", kind="reference_values")
    italy = Location.objects.get(name="Italy")
    assert (italy.parent, italy.country, italy.kind) == (house.europe, "IT", "country")
    assert Campaign.objects.values_list("name", "kind", "starts_on").get() == (
        "Spring",
        "Fair",
        date(2026, 3, 1),
    )
    assert ReferenceValue.objects.filter(label__in=["Airships", "Too late"]).count() == 2


def test_products_bring_prices_and_the_same_price_is_no_change(house: Cast) -> None:
    text = "Code,Name,Price,Cost,Currency,Price from\nB-1,Bike,1.200,900,EUR,2026-01-01\n"
    job = bring(house, text.replace("1.200", '"1,200.50"'), kind="products")
    assert check(house, job) == {"create": 1}
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    price = ProductPrice.objects.get()
    assert (price.price, price.cost, price.from_on) == (Decimal("1200.50"), 900, date(2026, 1, 1))
    assert check(house, bring(house, text.replace("1.200", '"1,200.50"'), kind="products")) == {
        "unchanged": 1
    }
    load(house, text.replace("1.200", '"1,300.50"'), kind="products")
    assert (ProductPrice.objects.get().price, Product.objects.count()) == (Decimal("1300.50"), 1)


def test_contacts_find_their_company_and_leads_their_lists(house: Cast) -> None:
    load(house, "External id,Name,Owner\n1,Acme,Rob\n", kind="companies")
    load(house, "Name,Company,E-mail\nGina,Acme,gina@acme.example\n", kind="contacts")
    assert Contact.objects.get().company == Company.objects.get()
    load(house, "Name,Company,Lead source,Owner\nHugo,Bolt,Website,Rob\n", kind="leads", by="ada")
    lead = Lead.objects.get()
    assert (lead.name, lead.company_name, lead.owner, lead.location) == (
        "Hugo",
        "Bolt",
        house.rob,
        house.europe,
    )


def test_lines_set_the_amount_of_their_opportunity(house: Cast) -> None:
    load(house, "Code,Name\nB-1,Bike\nH-1,Helmet\n", kind="products")
    load(house, "External id,Title,Owner\n1,Fleet,Rob\n", kind="opportunities")
    load(
        house,
        "Opportunity,Product,Quantity,Unit price,Discount\n1,B-1,10,100,10%\n1,H-1,10,20,0%\n",
        kind="opportunity_lines",
    )
    assert Opportunity.objects.get().amount == 1100
    assert {line.product.code: line.total for line in OpportunityLine.objects.all()} == {
        "B-1": 900,
        "H-1": 200,
    }


def test_rows_are_counted_whole(house: Cast) -> None:
    job = bring(house, "Name\n" + "".join(f"Company {n}\n" for n in range(1_900)), kind="companies")
    assert check(house, job) == {"create": 1_900}
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    assert (Company.objects.count(), job.row_count) == (1_900, 1_900)
    assert set(What) >= set(queries.preview_of(job).counts)  # type: ignore[union-attr]


FROM_A_SPREADSHEET = (
    "Deal;Kunde;Wert;Verkäufer;Phase;Abschluss erwartet\n"
    "Brakes;Acme;1.250,50;Rob;Won;05.01.2026\nBells;Acme;90,00;Rob;Verloren;06.01.2026\n"
    "Lamps;Bolt;10,00;;Qualify;07.12.2026\n"
)


def test_a_stage_that_says_won_closes_it_and_missing_companies_are_added(house: Cast) -> None:
    job = bring(house, FROM_A_SPREADSHEET, kind="opportunities")
    remap(job, house, create_missing=("company",))
    assert check(house, job) == {"create": 3}
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    rows = Opportunity.objects.order_by("pk").values_list(
        "title", "company__name", "amount", "outcome", "owner__name", "stage__name"
    )
    assert list(rows) == [
        ("Brakes", "Acme", Decimal("1250.50"), "won", "Rob", "Close"),
        ("Bells", "Acme", Decimal(90), "lost", "Rob", "Qualify"),
        ("Lamps", "Bolt", Decimal(10), "open", "Ada", "Qualify"),
    ]
    actions.undo_import(job, by=house.viewer("ada"), at=NOON)
    assert (Opportunity.objects.count(), Company.objects.count()) == (0, 0)


def test_new_people_get_the_clock_and_the_formats_of_the_organisation(house: Cast) -> None:
    organisation = vocabulary_queries.organisation()
    load(house, "Name,E-mail\nKim,kim@example.com\n", kind="people")
    kim = Person.objects.get(name="Kim")
    assert (kim.time_zone, kim.locale) == (organisation.time_zone, organisation.locale)
