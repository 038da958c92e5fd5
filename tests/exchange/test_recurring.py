"""Saved imports: the same sort of file comes again, by folder, command or program, and nobody is at hand."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fairlead.access import Refused
from fairlead.customers.models import Company
from fairlead.exchange import actions, bundles, queries, recurring
from fairlead.exchange.models import Bundle, ImportJob, ImportRun, SavedImport
from fairlead.jobs import saved as jobs
from fairlead.journal.models import Entry
from fairlead.kit import queue
from fairlead.kit.errors import RuleBroken
from fairlead.kit.queue.models import Job
from fairlead.people import actions as people
from fairlead.pipeline.models import Opportunity
from tests.cast import NOON, Cast

from .test_importing import load

FIRST = "External id,Name,City\n1,Acme,Rome\n2,Bolt,Paris\n"
LATER = "External id,Name,City\n1,Acme,Milan\n3,Cog,Bonn\n"


@pytest.fixture
def root(tmp_path: Path, settings: Any) -> Path:
    """Return the folder beneath which folders may be watched, with one of them."""
    (tmp_path / "erp").mkdir()
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"import_folder": tmp_path})
    return tmp_path


def save(house: Cast, by: str = "ada", **given: Any) -> SavedImport:
    job = load(house, FIRST, kind="companies", by=by)
    return recurring.save_import("Accounts", job, **given, by=house.viewer(by), at=NOON)


def put(folder: Path, name: str, text: str, *, minutes_ago: int = 10) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    changed = (NOON - timedelta(minutes=minutes_ago)).timestamp()
    os.utime(path, (changed, changed))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_file_is_taken_as_the_first_one_was_mapped_and_in_the_owners_name(house: Cast) -> None:
    saved = save(house, by="rob")
    run = recurring.feed(saved, "accounts.csv", [LATER.encode()], door="command", at=NOON)
    assert (run.state, run.counts["create"], run.counts["update"]) == ("loaded", 1, 1)
    assert dict(Company.objects.values_list("name", "city")) == {
        "Acme": "Milan",
        "Bolt": "Paris",
        "Cog": "Bonn",
    }
    assert run.job is not None and run.job.batch is not None
    entry = Entry.objects.filter(batch=run.job.batch, action="import.loaded").get()
    assert (entry.actor, run.job.state) == (house.rob, "loaded")
    again = recurring.feed(saved, "accounts.csv", [LATER.encode()], door="command", at=NOON)
    assert again.state == "nothing"
    actions.undo_import(run.job, by=house.viewer("rob"), at=NOON)
    assert dict(Company.objects.values_list("name", "city")) == {"Acme": "Rome", "Bolt": "Paris"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("External id,Name,City\n9,,Rome\n", "Rows of it have problems"),
        ("External id,Name\n1,Acme\n", "no column “City”"),
        ("\n\n", "empty"),
    ],
)
def test_a_bad_file_is_refused_whole_and_its_owner_is_told_once(house: Cast, text: str, said: str) -> None:
    saved = save(house)
    run = recurring.feed(saved, "bad.csv", [text.encode()], door="command", at=NOON)
    assert (run.state, Company.objects.count()) == ("refused", 2)
    assert said in run.message
    assert list(queries.untold_failures(house.viewer("ada"))) == [run]
    assert list(queries.untold_failures(house.viewer("sue"))) == []
    recurring.note_told(saved, by=house.viewer("ada"), at=NOON)
    assert list(queries.untold_failures(house.viewer("ada"))) == []


def test_a_watched_folder_is_emptied_into_done_and_refused_with_a_report(house: Cast, root: Path) -> None:
    saved = save(house, folder="erp")
    put(root / "erp", "good.csv", LATER)
    put(root / "erp", "worse.csv", "External id,Name,City\n9,,Rome\n")
    runs = recurring.look(saved, at=NOON)
    assert [(run.file_name, run.state, run.door) for run in runs] == [
        ("good.csv", "loaded", "folder"),
        ("worse.csv", "refused", "folder"),
    ]
    assert names(root / "erp") == []
    assert names(root / "erp" / "done") == ["good.csv", "good.csv.report.txt"]
    assert names(root / "erp" / "refused") == ["worse.csv", "worse.csv.report.txt"]
    report = (root / "erp" / "refused" / "worse.csv.report.txt").read_text(encoding="utf-8")
    assert "worse.csv, row 2, column Name" in report
    assert "1 create, 1 update" in (root / "erp" / "done" / "good.csv.report.txt").read_text(encoding="utf-8")
    put(root / "erp", "good.csv", LATER)
    recurring.look(saved, at=NOON)
    assert len(names(root / "erp" / "done")) == 4


def test_a_file_is_taken_only_once_it_has_stopped_growing(house: Cast, root: Path) -> None:
    saved = save(house, folder="erp")
    path = put(root / "erp", "big.csv", "External id,Name,City\n3,Cog,Bo", minutes_ago=0)
    assert recurring.look(saved, at=NOON) == []
    put(root / "erp", "big.csv", LATER, minutes_ago=-1)
    assert recurring.look(saved, at=NOON + timedelta(minutes=2)) == []
    runs = recurring.look(saved, at=NOON + timedelta(minutes=3))
    assert [run.state for run in runs] == ["loaded"]
    assert not path.exists() and saved.seen == {}


def test_hidden_files_folders_and_links_are_left_alone(house: Cast, root: Path) -> None:
    saved = save(house, folder="erp")
    put(root / "erp", ".hidden.csv", LATER)
    (root / "erp" / "deeper").mkdir()
    secret = put(root, "secret.csv", LATER)
    (root / "erp" / "link.csv").symlink_to(secret)
    assert recurring.look(saved, at=NOON) == []
    assert secret.exists()


@pytest.mark.parametrize("folder", ["../elsewhere", "/etc", "nowhere", "erp/../.."])
def test_only_folders_beneath_the_one_of_the_settings_are_watched(
    house: Cast, root: Path, folder: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(house, folder=folder)
    assert "folder" in refused.value.fields
    assert SavedImport.objects.count() == 0


def test_a_link_that_leads_out_is_no_folder_beneath(house: Cast, root: Path, tmp_path_factory: Any) -> None:
    (root / "out").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(RuleBroken):
        save(house, folder="out")


def test_without_the_setting_no_folder_is_watched(house: Cast) -> None:
    with pytest.raises(RuleBroken, match="FAIRLEAD_IMPORT_FOLDER is not set"):
        save(house, folder="erp")


def test_administrators_alone_choose_folders_and_owners_alone_change_and_feed(
    house: Cast, root: Path
) -> None:
    with pytest.raises(Refused):
        save(house, by="rob", folder="erp")
    saved = recurring.save_import(
        "Mine", queries.imports(house.viewer("rob"))[0], by=house.viewer("rob"), at=NOON
    )
    people.edit_person(house.sue, changes={"can_import": True}, by=house.viewer("ada"), at=NOON)
    for step in (
        lambda: recurring.edit_saved(saved, {"name": "Hers"}, by=house.viewer("sue")),
        lambda: recurring.delete_saved(saved, by=house.viewer("sue")),
        lambda: recurring.take_in(saved, "a.csv", [b""], by=house.viewer("sue"), at=NOON),
    ):
        with pytest.raises(Refused):
            step()
    assert not queries.saved_imports(house.viewer("sue")).exists()


def test_two_saved_imports_do_not_share_a_name(house: Cast) -> None:
    job = load(house, FIRST, kind="companies")
    recurring.save_import("Accounts", job, by=house.viewer("ada"), at=NOON)
    with pytest.raises(RuleBroken) as refused:
        recurring.save_import("accounts ", job, by=house.viewer("ada"), at=NOON)
    assert refused.value.fields == {"name": "Another saved import has this name."}


def test_the_worker_looks_when_a_folder_is_due_and_notes_a_missing_one_once(house: Cast, root: Path) -> None:
    saved = save(house, folder="erp", every_minutes=60)
    put(root / "erp", "good.csv", LATER)
    run = queue.Run(1, NOON, 1)
    assert jobs.watch_imports(run) == {"folders": 1, "files": 1}
    put(root / "erp", "more.csv", FIRST)
    assert jobs.watch_imports(queue.Run(1, NOON + timedelta(minutes=30), 1)) == {"folders": 0, "files": 0}
    assert jobs.watch_imports(queue.Run(1, NOON + timedelta(minutes=60), 1)) == {"folders": 1, "files": 1}
    (root / "erp").rename(root / "gone")
    for hour in (2, 3):
        jobs.watch_imports(queue.Run(1, NOON + timedelta(hours=hour), 1))
    refused = ImportRun.objects.filter(saved=saved, state="refused")
    assert [(one.file_name, "There is no folder" in one.message) for one in refused] == [("", True)]
    recurring.edit_saved(saved, {"is_active": False}, by=house.viewer("ada"))
    assert recurring.due(at=NOON + timedelta(days=1)) == []


def test_a_file_that_a_program_sends_is_loaded_by_the_worker(house: Cast) -> None:
    saved = save(house)
    run = recurring.take_in(saved, "accounts.csv", [LATER.encode()], by=house.viewer("ada"), at=NOON)
    assert (run.state, Company.objects.count()) == ("waiting", 2)
    job = Job.objects.get(name="feed-saved-import")
    assert jobs.feed_saved_import(queue.Run(job.pk, NOON, 1), **job.payload) == {"state": "loaded"}
    assert Company.objects.count() == 3


def test_nothing_is_taken_for_somebody_who_left_or_while_it_is_switched_off(house: Cast) -> None:
    saved = save(house, by="rob")
    recurring.edit_saved(saved, {"is_active": False}, by=house.viewer("rob"))
    run = recurring.feed(saved, "a.csv", [LATER.encode()], door="command", at=NOON)
    assert (run.state, run.message) == ("refused", "This saved import is switched off.")
    recurring.edit_saved(saved, {"is_active": True}, by=house.viewer("rob"))
    saved.person.is_active = False  # type: ignore[union-attr]
    run = recurring.feed(saved, "a.csv", [LATER.encode()], door="command", at=NOON)
    assert (run.state, "has left" in run.message) == ("refused", True)


def test_snapshots_come_again_as_well(house: Cast) -> None:
    text = (
        "As of,External id,Title,Owner,Amount\n"
        "2026-02-02,D1,Ten bicycles,Rob,400\n2026-02-09,D1,Ten bicycles,Rob,500\n"
    )
    job = actions.begin_import(
        "deals.csv", [text.encode()], kind_name="opportunities", by=house.viewer("ada"), at=NOON
    )
    bundles.check(job, by=house.viewer("ada"), at=NOON)
    bundles.load_bundle(Bundle.objects.get(), by=house.viewer("ada"), at=NOON)
    job.refresh_from_db()
    saved = recurring.save_import("Weekly", job, by=house.viewer("ada"), at=NOON)
    later = NOON + timedelta(days=7)
    more = text + "2026-03-09,D1,Ten bicycles,Rob,600\n"
    run = recurring.feed(saved, "deals.csv", [more.encode()], door="command", at=later)
    assert (run.state, run.counts["update"], run.counts["skip"]) == ("loaded", 1, 2)
    assert Opportunity.objects.get().amount == 600


def test_what_a_killed_worker_left_half_loaded_is_taken_back_and_the_file_taken_again(
    house: Cast, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = save(house, folder="erp")
    put(root / "erp", "good.csv", LATER)

    def killed(job: ImportJob, **_: Any) -> None:
        ImportJob.objects.filter(pk=job.pk).update(state="loading")
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(actions, "run_load", killed)
        recurring.look(saved, at=NOON)
    run = ImportRun.objects.get()
    assert (run.state, (root / "erp" / "good.csv").exists()) == ("waiting", True)
    later = NOON + timedelta(hours=1)
    assert jobs.watch_imports(queue.Run(1, later, 2)) == {"folders": 1, "files": 1}
    run.refresh_from_db()
    assert (run.state, "taken again" in run.message) == ("refused", True)
    assert [one.state for one in ImportRun.objects.all()] == ["loaded", "refused"]
    assert not queries.untold_failures(house.viewer("ada")).exists()
