"""Several files that refer to each other, in any order: one check, one load or none, one undo."""

from decimal import Decimal
from itertools import permutations

import pytest
from django.db import connection

from fairlead.access import OutOfReach, Refused
from fairlead.customers.models import Company, Contact
from fairlead.exchange import actions, bundles, kinds, queries
from fairlead.exchange.load import CannotLoad
from fairlead.exchange.models import Bundle, ImportJob
from fairlead.exchange.ordering import in_order
from fairlead.exchange.reading import UnreadableFile
from fairlead.jobs import imports
from fairlead.journal.models import Batch, Entry
from fairlead.kit import queue
from fairlead.kit.queue.models import Job
from fairlead.people.models import Person
from fairlead.pipeline.models import Opportunity, OpportunityLine
from fairlead.products.models import Product
from tests.cast import NOON, Cast

FILES = {
    "users.csv": "Name,E-mail,External id\nZoe,zoe@example.com,U1\n",
    "accounts.csv": "External id,Name,City,Account Owner\nA1,Acme,Rome,U1\nA2,Bolt,Paris,zoe@example.com\n",
    "contacts.csv": "Name,Company,E-mail\nEve,A1,eve@example.com\nDan,Bolt,dan@example.com\n",
    "products.csv": "Code,Name,Price,Currency\nB-1,Bicycle,400,EUR\nH-1,Helmet,40,EUR\n",
    "deals.csv": "External id,Title,Company,Owner,Created\nD1,Ten bicycles,A1,U1,2026-01-05\n",
    "lines.csv": "Opportunity,Product,Quantity,Unit price\nD1,B-1,10,390.50\nD1,Helmet,10,35\n",
}
GONE = (Company, Contact, Opportunity, OpportunityLine, Product)


def bring(cast: Cast, files: dict[str, str], by: str = "ada") -> Bundle:
    chunks = [(name, [text.encode()]) for name, text in files.items()]
    return bundles.begin_bundle(chunks, by=cast.viewer(by), at=NOON)


def check(cast: Cast, bundle: Bundle, by: str = "ada") -> dict[str, dict[str, int]]:
    bundles.check_bundle(bundle, by=cast.viewer(by), at=NOON)
    return counts(bundle)


def counts(bundle: Bundle) -> dict[str, dict[str, int]]:
    found = {job.file_name: queries.preview_of(job) for job in bundles.files_of(bundle)}
    return {
        name: {what.value: count for what, count in seen.counts.items() if count}
        for name, seen in found.items()
        if seen is not None
    }


def problems(bundle: Bundle) -> list[str]:
    found = [queries.preview_of(job) for job in bundles.files_of(bundle)]
    return [str(problem) for seen in found if seen for problem in seen.problems]


def count_records() -> list[int]:
    return [model.objects.count() for model in GONE]


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_files_are_known_by_their_names_and_put_into_order(house: Cast, order: slice) -> None:
    bundle = bring(house, dict(list(FILES.items())[order]))
    names = [job.kind for job in bundles.files_of(bundle)]
    for first, then in [
        ("people", "companies"),
        ("companies", "contacts"),
        ("companies", "opportunities"),
        ("products", "opportunity_lines"),
        ("opportunities", "opportunity_lines"),
    ]:
        assert names.index(first) < names.index(then)


def test_whatever_the_order_given_what_is_referred_to_comes_first() -> None:
    wanted = [kinds.kind(name) for name in ("people", "companies", "opportunities", "opportunity_lines")]
    for given in permutations(wanted):
        assert in_order(list(given), lambda kind: kind) == wanted


def test_references_to_rows_of_other_files_resolve_before_anything_is_written(house: Cast) -> None:
    before = (count_records(), Entry.objects.count(), Batch.objects.count())
    bundle = bring(house, dict(reversed(FILES.items())))
    assert check(house, bundle) == {
        "users.csv": {"create": 1},
        "accounts.csv": {"create": 2},
        "contacts.csv": {"create": 2},
        "products.csv": {"create": 2},
        "deals.csv": {"create": 1},
        "lines.csv": {"create": 2},
    }
    assert (count_records(), Entry.objects.count(), Batch.objects.count()) == before


def test_the_check_of_several_files_writes_to_no_tracked_table(house: Cast) -> None:
    bundle = bring(house, FILES)
    with connection.execute_wrapper(_refuse_writes_of_records):
        check(house, bundle)


def _refuse_writes_of_records(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
    written = sql.split("(")[0].upper()
    assert not written.startswith(("INSERT", "DELETE")) or "EXCHANGE_" in written, sql
    return execute(sql, params, many, context)


def test_all_files_are_loaded_in_one_batch_and_taken_back_at_one_stroke(house: Cast) -> None:
    bundle = bring(house, dict(reversed(FILES.items())))
    check(house, bundle)
    bundles.load_bundle(bundle, by=house.viewer("ada"), at=NOON)
    deal = Opportunity.objects.get()
    assert (deal.company.name, deal.owner.name, deal.amount) == ("Acme", "Zoe", Decimal("4255"))  # type: ignore[union-attr]
    assert Contact.objects.get(name="Dan").company.name == "Bolt"  # type: ignore[union-attr]
    assert count_records() == [2, 2, 1, 2, 2]
    batches = set(Entry.objects.filter(action="import.loaded").values_list("batch", "actor"))
    assert batches == {(bundle.batch_id, house.ada.pk)}
    bundles.undo_bundle(bundle, by=house.viewer("ada"), at=NOON)
    assert (count_records(), Person.objects.filter(name="Zoe").exists()) == ([0] * 5, False)
    bundles.redo_bundle(bundle, by=house.viewer("ada"), at=NOON)
    assert (count_records(), bundle.state) == ([2, 2, 1, 2, 2], "loaded")


def test_the_same_files_next_week_change_what_changed_and_double_nothing(house: Cast) -> None:
    first = bring(house, FILES)
    check(house, first)
    bundles.load_bundle(first, by=house.viewer("ada"), at=NOON)
    again = bring(house, FILES | {"accounts.csv": FILES["accounts.csv"].replace("Paris", "Lyon")})
    assert check(house, again) == {
        "users.csv": {"unchanged": 1},
        "accounts.csv": {"unchanged": 1, "update": 1},
        "contacts.csv": {"unchanged": 2},
        "products.csv": {"unchanged": 2},
        "deals.csv": {"unchanged": 1},
        "lines.csv": {"unchanged": 2},
    }
    bundles.load_bundle(again, by=house.viewer("ada"), at=NOON)
    assert (count_records(), Company.objects.get(name="Bolt").city) == ([2, 2, 1, 2, 2], "Lyon")


def test_one_bad_row_in_one_file_keeps_all_of_them_out(house: Cast) -> None:
    bundle = bring(house, FILES | {"contacts.csv": "Name,Company\nEve,A9\n"})
    check(house, bundle)
    assert problems(bundle) == ["contacts.csv, row 2, column Company: There is no company “A9”."]
    with pytest.raises(actions.NotYet):
        bundles.load_bundle(bundle, by=house.viewer("ada"), at=NOON)
    assert count_records() == [0] * 5


def test_what_goes_wrong_while_loading_leaves_nothing_of_any_file(house: Cast) -> None:
    bundle = bring(house, FILES)
    check(house, bundle)
    with pytest.raises(CannotLoad, match=r"products\.csv, row 2"):
        _with_a_product_taken_meanwhile(house, bundle)
    bundle.refresh_from_db()
    assert (Company.objects.count(), bundle.state, bundle.batch) == (0, "checked", None)


def _with_a_product_taken_meanwhile(house: Cast, bundle: Bundle) -> None:
    text = "Code,Name,External id\nB-1,Bicycle,P1\nb-2,Bicycle,P2\n"
    other = actions.begin_import(
        "p.csv", [text.encode()], kind_name="products", by=house.viewer("ada"), at=NOON
    )
    actions.check_import(other, by=house.viewer("ada"), at=NOON)
    actions.load_import(other, by=house.viewer("ada"), at=NOON)
    job = bundle.files.get(file_name="products.csv")
    mapping = job.mapping | {"match": ["name"]}
    ImportJob.objects.filter(pk=job.pk).update(mapping=mapping)
    bundles.load_bundle(bundle, by=house.viewer("ada"), at=NOON)


def test_a_file_of_several_is_not_loaded_or_taken_back_alone(house: Cast) -> None:
    bundle = bring(house, FILES)
    check(house, bundle)
    job = bundle.files.first()
    assert job is not None
    for step in (actions.check_import, actions.load_import, actions.undo_import):
        with pytest.raises(actions.NotYet, match="together"):
            step(job, by=house.viewer("ada"), at=NOON)


def test_another_mapping_of_one_file_asks_for_another_look_at_all(house: Cast) -> None:
    bundle = bring(house, FILES)
    check(house, bundle)
    job = queries.import_job(house.viewer("ada"), bundle.files.get(file_name="contacts.csv").pk)
    actions.map_import(job, queries.mapping_of(job), by=house.viewer("ada"))
    bundle.refresh_from_db()
    assert bundle.state == "mapping"
    bundles.check(job, by=house.viewer("ada"), at=NOON)
    bundle.refresh_from_db()
    assert bundle.state == "checked"


def test_a_seller_brings_companies_with_contacts_and_work_of_their_own(house: Cast) -> None:
    mine = {name: FILES[name].replace("U1", "rob@example.com") for name in ("contacts.csv", "deals.csv")}
    bundle = bring(house, mine | {"accounts.csv": "External id,Name\nA1,Acme\nA2,Bolt\n"}, by="rob")
    assert check(house, bundle, by="rob") == {
        "accounts.csv": {"create": 2},
        "contacts.csv": {"create": 2},
        "deals.csv": {"create": 1},
    }
    bundles.load_bundle(bundle, by=house.viewer("rob"), at=NOON)
    assert Opportunity.objects.get().owner == house.rob
    with pytest.raises(OutOfReach):
        queries.bundle(house.viewer("sue"), bundle.pk)
    with pytest.raises(Refused):
        bundles.undo_bundle(bundle, by=house.viewer("sue"), at=NOON)


def test_an_unreadable_file_keeps_none_of_them(house: Cast) -> None:
    with pytest.raises(UnreadableFile, match="deals"):
        bring(house, FILES | {"deals.csv": "\n\n"})
    assert (Bundle.objects.count(), ImportJob.objects.count()) == (0, 0)


def test_large_files_are_checked_and_loaded_by_the_worker(
    house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "AT_ONCE", 1)
    bundle = bring(house, FILES)
    bundles.check_bundle(bundle, by=house.viewer("ada"), at=NOON)
    assert bundle.is_busy
    with pytest.raises(actions.NotYet, match="busy"):
        bundles.check_bundle(bundle, by=house.viewer("ada"), at=NOON)
    run = queue.Run(Job.objects.get().pk, NOON, 1)
    imports.check_bundle(run, bundle_id=bundle.pk)
    bundle.refresh_from_db()
    bundles.load_bundle(bundle, by=house.viewer("ada"), at=NOON)
    imports.load_bundle(run, bundle_id=bundle.pk)
    bundle.refresh_from_db()
    assert (bundle.state, count_records()) == ("loaded", [2, 2, 1, 2, 2])
