"""A past that comes with files: versions with their moments, as-of from the first day, taken back whole."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db.models import Model

from fairlead import journal
from fairlead.access import installation
from fairlead.customers.models import Company
from fairlead.exchange import actions, bundles, queries
from fairlead.exchange.models import Bundle
from fairlead.journal.models import Entry, TakenVersion
from fairlead.journal.told import REACHED_BACK
from fairlead.journal.tracking import tracked_models
from fairlead.pipeline import actions as selling
from fairlead.pipeline import queries as pipeline
from fairlead.pipeline.models import Opportunity, Stage
from fairlead.web.shared import timeline
from tests.cast import NOON, Cast

from .test_importing import bring as bring_one
from .test_importing import check as check_one
from .test_importing import problems

DEALS = (
    "External id,Title,Company,Owner,Stage,Amount,Currency,Outcome,Actual close,Created\n"
    "D1,Ten bicycles,Acme,Rob,Proposal,900,EUR,Won,2026-02-20,2025-11-03 08:00\n"
    "D2,A tandem,Acme,Rob,Enquiry,50,EUR,Open,,2026-01-10 08:00\n"
)
ACCOUNTS = "External id,Name\nA1,Acme\n"
CHANGES = (
    "Opportunity,Moment,Field,New value,Old value,Changed by\n"
    "D1,2025-12-01 10:00,Stage,Qualified,Enquiry,Jane\n"
    "D1,2026-01-15 10:00,Stage,Proposal,Qualified,Jane\n"
    "D1,2026-01-15 10:00,Amount,1000,400,Jane\n"
    "D1,2026-02-20 15:00,Amount,900,1000,Jane\n"
    "D2,2026-02-01 10:00,Expected close,2026-06-30,,\n"
)


def bring(cast: Cast, **files: str) -> Bundle:
    named = [(f"{name}.csv", [text.encode()]) for name, text in files.items()]
    return bundles.begin_bundle(named, by=cast.viewer("ada"), at=NOON)


def load(cast: Cast, **files: str) -> Bundle:
    bundle = bring(cast, **files)
    bundles.check_bundle(bundle, by=cast.viewer("ada"), at=NOON)
    seen = [queries.preview_of(job) for job in bundles.files_of(bundle)]
    assert [str(problem) for one in seen if one for problem in one.problems] == []
    bundles.load_bundle(bundle, by=cast.viewer("ada"), at=NOON)
    return bundle


def as_of(day: str, key: str) -> tuple[str, str, Decimal | None, Decimal, str] | None:
    """Return how an opportunity stood at noon of a day, with the names of that day."""
    moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    deals = pipeline.opportunities(installation()).filter(external_id=key)
    deals = journal.as_of(deals.select_related("stage", "company", "owner"), moment)
    for deal in deals:
        assert deal.company is not None and deal.company.name == "Acme" and deal.owner.name == "Rob"
        return deal.stage.name, deal.outcome, deal.amount, deal.probability, deal.probability_source
    return None


@pytest.fixture
def stages(house: Cast) -> dict[str, Decimal]:
    stages = list(Stage.objects.order_by("order"))[:3]
    return {stage.name: stage.probability for stage in stages}


def renamed(text: str, stages: dict[str, Decimal]) -> str:
    for ours, theirs in zip(stages, ("Enquiry", "Qualified", "Proposal"), strict=True):
        text = text.replace(theirs, ours)
    return text


def test_changes_make_versions_with_their_moments_and_as_of_works_from_the_first_day(
    house: Cast, stages: dict[str, Decimal]
) -> None:
    load(house, opportunity_history=renamed(CHANGES, stages), accounts=ACCOUNTS, deals=renamed(DEALS, stages))
    first, second, third = stages
    assert as_of("2025-11-01", "D1") is None
    assert as_of("2025-11-10", "D1") == (first, "open", 400, stages[first], "stage")
    assert as_of("2025-12-02", "D1") == (second, "open", 400, stages[second], "stage")
    assert as_of("2026-01-16", "D1") == (third, "open", 1000, stages[third], "stage")
    assert as_of("2026-02-19", "D1") == (third, "open", 1000, stages[third], "stage")
    assert as_of("2026-02-21", "D1") == (third, "won", 900, stages[third], "stage")
    assert as_of("2026-01-20", "D2") == (first, "open", 50, stages[first], "stage")


def test_each_version_has_its_entry_in_the_importers_name_and_the_batch_of_the_import(
    house: Cast, stages: dict[str, Decimal]
) -> None:
    bundle = load(
        house, opportunity_history=renamed(CHANGES, stages), accounts=ACCOUNTS, deals=renamed(DEALS, stages)
    )
    deal = Opportunity.objects.get(external_id="D1")
    history = Opportunity.history_model._base_manager
    rows = history.filter(id=deal.pk).order_by("valid_from").values("version", "valid_from", "valid_to")
    moments = [row["valid_from"] for row in rows]
    assert moments == [
        datetime(2025, 11, 3, 8, tzinfo=UTC),
        datetime(2025, 12, 1, 10, tzinfo=UTC),
        datetime(2026, 1, 15, 10, tzinfo=UTC),
        datetime(2026, 2, 20, 15, tzinfo=UTC),
    ]
    assert [row["valid_to"] for row in rows] == [*moments[1:], deal.valid_from]
    assert {row["version"] for row in rows} == {0}
    assert deal.version == 1 and deal.valid_from == NOON
    entry = Entry.objects.exclude(reason=REACHED_BACK).get(action="import.told", at=moments[1])
    assert (entry.actor, entry.batch_id, entry.door, entry.reason) == (
        house.ada,
        bundle.batch_id,
        "import",
        "Changed by Jane.",
    )
    told = pipeline.opportunity_history(deal)
    assert [change.at for change in told if change.kind == "opportunity"] == [NOON, *reversed(moments)]
    names = list(stages)
    assert [timeline.sentence(change, "opportunity") for change in told[-3:]] == [
        "told of the past: changed 3 fields: stage, amount, probability",
        f"told of the past: changed stage from {names[0]} to {names[1]} and probability from 10% to 30%",
        "told that it was there by then",
    ]
    closed = next(change for change in told if change.at == moments[3])
    assert {field.name for field in closed.fields} >= {"outcome", "closed_on", "amount"}


def test_states_a_week_make_versions_where_something_changed(house: Cast, stages: dict[str, Decimal]) -> None:
    states = (
        "Opportunity,Date,Stage,Amount\n"
        "D1,2025-11-03,Enquiry,400\nD1,2025-11-10,Enquiry,400\nD1,2025-11-17,Qualified,400\n"
        "D1,2025-11-24,Qualified,\n"
        "D2,2026-01-12,Enquiry,50\nD2,2026-01-19,Enquiry,60\n"
    )
    load(house, opportunity_history=renamed(states, stages), accounts=ACCOUNTS, deals=renamed(DEALS, stages))
    first, second, _ = stages
    assert as_of("2025-11-04", "D1") == (first, "open", 400, stages[first], "stage")
    assert as_of("2025-11-18", "D1") == (second, "open", 400, stages[second], "stage")
    assert as_of("2026-01-20", "D2") == (first, "open", 60, stages[first], "stage")
    deal = Opportunity.objects.get(external_id="D1")
    count = Opportunity.history_model._base_manager.filter(id=deal.pk).count()
    assert count == 3  # the first state, the second stage, and won on its day


def test_the_past_of_what_is_here_already_is_told_as_well_and_only_before_our_own(
    house: Cast, stages: dict[str, Decimal]
) -> None:
    load(house, accounts=ACCOUNTS, deals=renamed(DEALS, stages))
    deal = Opportunity.objects.get(external_id="D1")
    text = renamed(CHANGES, stages) + "D1,2026-03-02 12:00,Amount,7,900,Jane\n"
    job = bring_one(house, text, kind="opportunity_history")
    assert check_one(house, job) == {"create": 5, "skip": 1}
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    deal.refresh_from_db()
    assert (deal.version, deal.amount) == (1, 900)
    assert as_of("2026-01-16", "D1") is not None
    again = bring_one(house, text, kind="opportunity_history")
    assert check_one(house, again) == {"skip": 6}
    actions.undo_import(job, by=house.viewer("ada"), at=NOON)
    assert as_of("2026-01-16", "D1") is None
    assert Opportunity.objects.count() == 2


def test_an_undo_by_force_takes_no_record_that_was_there_before_its_past_was_told(
    house: Cast, stages: dict[str, Decimal]
) -> None:
    load(house, accounts=ACCOUNTS, deals=renamed(DEALS, stages))
    job = bring_one(house, renamed(CHANGES, stages), kind="opportunity_history")
    check_one(house, job)
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    assert job.batch is not None
    journal.undo_batch(job.batch, by=house.viewer("ada"), at=NOON, force=True)
    assert (Opportunity.objects.count(), Company.objects.count()) == (2, 1)
    assert as_of("2026-01-16", "D1") is None


def whole_past() -> dict[str, list[tuple[object, ...]]]:
    return {model._meta.db_table: _rows(model.history_model, version=0) for model in tracked_models()}


def _rows(model: type[Model], **filters: object) -> list[tuple[object, ...]]:
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    return sorted(map(tuple, model._base_manager.filter(**filters).values_list(*names)), key=str)


def test_undo_takes_the_past_back_as_well_and_redo_brings_it_again_exactly(
    house: Cast, stages: dict[str, Decimal]
) -> None:
    bundle = load(
        house, opportunity_history=renamed(CHANGES, stages), accounts=ACCOUNTS, deals=renamed(DEALS, stages)
    )
    before = whole_past()
    assert before["pipeline_opportunity"] and before["pipeline_stage"] and before["people_person"]
    for _ in range(2):
        bundles.undo_bundle(bundle, by=house.viewer("ada"), at=NOON)
        assert not any(whole_past().values())
        assert as_of("2026-01-16", "D1") is None
        bundles.redo_bundle(bundle, by=house.viewer("ada"), at=NOON)
        assert whole_past() == before
        assert (as_of("2026-01-16", "D1") or ("",))[0] == list(stages)[2]
    assert TakenVersion.objects.count() == 0


def test_a_record_that_stays_because_it_changed_since_keeps_its_past(
    house: Cast, stages: dict[str, Decimal]
) -> None:
    bundle = load(
        house, opportunity_history=renamed(CHANGES, stages), accounts=ACCOUNTS, deals=renamed(DEALS, stages)
    )
    deal = Opportunity.objects.get(external_id="D2")
    later = NOON.replace(hour=13)
    selling.edit_opportunity(deal, changes={"title": "Two tandems"}, by=house.viewer("rob"), at=later)
    bundles.undo_bundle(bundle, by=house.viewer("ada"), at=later.replace(hour=14))
    assert as_of("2026-01-20", "D2") is not None
    assert as_of("2026-01-16", "D1") is None
    assert Company.objects.count() == 1


def test_what_is_wrong_in_a_history_is_named_with_its_place(house: Cast, stages: dict[str, Decimal]) -> None:
    load(house, accounts=ACCOUNTS, deals=renamed(DEALS, stages))
    job = bring_one(
        house,
        "Opportunity,Moment,Field,New value\nD9,2026-01-01,Amount,1\nD1,2026-01-01,Colour,red\n"
        "D1,2026-01-01,Stage,Nowhere\nD1,2026-04-01,Amount,1\nD1,,Amount,1\nD1,2026-01-01,Amount,much\n",
        kind="opportunity_history",
    )
    check_one(house, job)
    assert [(row, column) for row, column, _, _ in problems(job)] == [
        (2, "Opportunity"),
        (3, "Field"),
        (4, "New value"),
        (5, "Moment"),
        (6, "Moment"),
        (7, "New value"),
    ]
    reasons = [reason for *_, reason in problems(job)]
    assert "There is no stage “Nowhere”." in reasons[2] and "lies ahead" in reasons[3]


def test_sellers_do_not_tell_the_past(house: Cast) -> None:
    assert "opportunity_history" not in {kind.name for kind in queries.importable(house.viewer("rob"))}


def test_companies_have_a_past_as_well(house: Cast) -> None:
    history = "Company,Moment,City,Owner\nA1,2025-01-01,Rome,Sue\nA1,2025-06-01,Milan,Rob\n"
    load(
        house,
        company_history=history,
        accounts="External id,Name,City,Owner,Created\nA1,Acme,Turin,Rob,2024-12-01\n",
    )
    for day, city, owner in [("2025-02-01", "Rome", "Sue"), ("2025-07-01", "Milan", "Rob")]:
        moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        acme = journal.as_of(Company.objects.select_related("owner"), moment).get()
        assert acme.owner is not None and (acme.city, acme.owner.name) == (city, owner)
    assert Company.objects.get().city == "Turin"


SNAPSHOTS = (
    "As of,External id,Title,Company,Owner,Stage,Amount,Currency,Created\n"
    "2026-01-12,D1,Ten bicycles,Acme,Rob,Enquiry,400,EUR,2026-01-02 08:00\n"
    "2026-01-19,D1,Ten bicycles,Acme,Rob,Qualified,400,EUR,2026-01-02 08:00\n"
    "2026-01-19,D2,A tandem,Acme,Rob,Enquiry,50,EUR,2026-01-15 08:00\n"
    "2026-01-26,D1,Ten bicycles,Acme,Rob,Proposal,500,EUR,2026-01-02 08:00\n"
)


def counted(bundle: Bundle) -> list[dict[str, int]]:
    found = [queries.preview_of(job) for job in bundles.files_of(bundle)]
    return [{what.value: count for what, count in seen.counts.items() if count} for seen in found if seen]


def check_snapshots(stages: dict[str, Decimal]) -> None:
    first, second, third = stages
    assert as_of("2026-01-03", "D1") == (first, "open", 400, stages[first], "stage")
    assert as_of("2026-01-13", "D1") == (first, "open", 400, stages[first], "stage")
    assert as_of("2026-01-20", "D1") == (second, "open", 400, stages[second], "stage")
    assert as_of("2026-01-27", "D1") == (third, "open", 500, stages[third], "stage")
    assert as_of("2026-01-14", "D2") is None
    assert as_of("2026-01-20", "D2") == (first, "open", 50, stages[first], "stage")
    deals = Opportunity.objects.order_by("external_id").values_list("stage__name", "amount")
    assert list(deals) == [(third, 500), (first, 50)]


def test_a_snapshot_a_week_makes_the_records_and_their_past(house: Cast, stages: dict[str, Decimal]) -> None:
    load(house, accounts=ACCOUNTS)
    text = renamed(SNAPSHOTS, stages)
    job = bring_one(house, text, kind="opportunities")
    assert queries.mapping_of(job).source("known_at") is not None
    bundles.check(job, by=house.viewer("ada"), at=NOON)
    bundle = Bundle.objects.latest("pk")
    assert counted(bundle) == [{"create": 2, "skip": 2}]
    bundles.load_bundle(bundle, by=house.viewer("ada"), at=NOON)
    check_snapshots(stages)
    later = NOON.replace(month=4)
    more = text + renamed("2026-03-30,D2,A tandem,Acme,Rob,Qualified,60,EUR,2026-01-15 08:00\n", stages)
    again = actions.begin_import(
        "deals.csv", [more.encode()], kind_name="opportunities", by=house.viewer("ada"), at=later
    )
    bundles.check(again, by=house.viewer("ada"), at=later)
    bundle = Bundle.objects.latest("pk")
    assert counted(bundle) == [{"unchanged": 1, "update": 1, "skip": 3}]
    bundles.load_bundle(bundle, by=house.viewer("ada"), at=later)
    assert Opportunity.objects.get(external_id="D2").version == 2
    first = next(iter(stages))
    assert as_of("2026-01-20", "D2") == (first, "open", 50, stages[first], "stage")


def test_one_file_for_each_day_does_as_well(house: Cast, stages: dict[str, Decimal]) -> None:
    header, *rows = [line.split(",", 1) for line in renamed(SNAPSHOTS, stages).splitlines()]
    files = {
        f"deals {day}": "\n".join([header[1], *(text for on, text in rows if on == day)])
        for day in ("2026-01-26", "2026-01-12", "2026-01-19")
    }
    bundle = load(house, accounts=ACCOUNTS, **files)
    check_snapshots(stages)
    bundles.undo_bundle(bundle, by=house.viewer("ada"), at=NOON)
    assert (Opportunity.objects.count(), as_of("2026-01-20", "D1")) == (0, None)


def test_a_problem_in_an_old_state_is_told_and_keeps_all_out(house: Cast, stages: dict[str, Decimal]) -> None:
    load(house, accounts=ACCOUNTS)
    text = renamed(SNAPSHOTS, stages).replace(f"Rob,{list(stages)[1]}", "Rob,Nowhere")
    job = bring_one(house, text, kind="opportunities")
    bundles.check(job, by=house.viewer("ada"), at=NOON)
    job.refresh_from_db()
    assert [(row, column, value) for row, column, value, _ in problems(job)] == [(3, "Stage", "Nowhere")]
    assert counted(Bundle.objects.latest("pk")) == [{"create": 2, "skip": 1, "error": 1}]
