"""The same import and export by the command line: dry run, problems with their place, undo by number."""

from pathlib import Path

import pytest

from fairlead.commands.main import main
from fairlead.customers.models import Company, Contact
from fairlead.exchange import recurring
from fairlead.exchange.models import Bundle, ImportJob
from fairlead.exchange.reading import read
from fairlead.pipeline import actions as pipeline
from fairlead.vocabulary import actions as vocabulary
from tests.cast import NOON, Cast

GOOD = "External id,Name,City,Owner\n1,Acme,Rome,Rob\n2,Bolt,Paris,Rob\n"


@pytest.fixture
def house(cast: Cast) -> Cast:
    ada = cast.viewer("ada")
    vocabulary.install_defaults(vocabulary.Start(name="Bicycles & Co"), by=ada, at=NOON)
    pipeline.install_defaults("Sales", by=ada, at=NOON)
    return cast


def file(tmp_path: Path, text: str) -> str:
    path = tmp_path / "companies.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file_is_loaded_and_undone_by_number(
    house: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", file(tmp_path, GOOD), "--kind", "companies", "--by", "ada@example.com"]) == 0
    job = ImportJob.objects.get()
    said = capsys.readouterr().out
    assert "2 rows: 2 to create" in said and f"--undo {job.batch_id}" in said
    assert (Company.objects.count(), job.person) == (2, house.ada)
    assert main(["import", "--undo", str(job.batch_id)]) == 0
    assert (Company.objects.count(), ImportJob.objects.get().state) == (0, "undone")


def test_a_dry_run_writes_nothing(house: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", file(tmp_path, GOOD), "--kind", "companies", "--dry-run"]) == 0
    assert "2 to create" in capsys.readouterr().out
    assert Company.objects.count() == 0


def test_problems_are_told_with_their_place(
    house: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["import", file(tmp_path, GOOD.replace("Paris,Rob", "Paris,Bob")), "--kind", "companies"]) == 1
    )
    assert "companies.csv, row 3, column Owner: There is no person “Bob”." in capsys.readouterr().err
    assert Company.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nowhere.csv"], "There is no nowhere.csv."),
        ([], "Say which file"),
        ([".", "--recipe", "nothing"], "There is no recipe “nothing”."),
        (["--undo", "99"], "There is no import batch 99."),
        ([".", "--by", "x@example.com"], "Nobody signs in as x@example.com."),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    house: Cast, words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", *words]) == 1
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_is_written_as_its_owner_sees_it(
    house: Cast, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", file(tmp_path, GOOD + "3,Cog,Bonn,Sue\n"), "--kind", "companies"])
    path = tmp_path / f"out.{form}"
    words = ["--query", "columns=name,city&sort=-name", "--by", "rob@example.com"]
    assert main(["export", "companies", str(path), *words]) == 0
    assert "2 rows" in capsys.readouterr().out
    assert [row.cells for row in read(path, "out").rows()] == [("Bolt", "Paris"), ("Acme", "Rome")]


def test_a_folder_of_files_that_refer_to_each_other_is_one_import(
    house: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file(tmp_path, GOOD)
    (tmp_path / "a_contacts.csv").write_text("Name,Company,E-mail\nEve,1,eve@example.com\n")
    assert main(["import", str(tmp_path), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.index("companies.csv as companies") < said.index("a_contacts.csv as contacts")
    assert Company.objects.count() == 0
    names = [str(tmp_path / name) for name in ("a_contacts.csv", "companies.csv")]
    assert main(["import", *names, "--by", "ada@example.com"]) == 0
    number = Bundle.objects.latest("pk").batch_id
    assert (Company.objects.count(), Contact.objects.get().company.name) == (2, "Acme")  # type: ignore[union-attr]
    assert main(["import", "--undo", str(number)]) == 0
    assert (Company.objects.count(), Bundle.objects.latest("pk").state) == (0, "undone")


def test_a_problem_in_one_of_several_files_is_told_and_nothing_written(
    house: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file(tmp_path, GOOD)
    (tmp_path / "contacts.csv").write_text("Name,Company,E-mail\nEve,9,eve@example.com\n")
    (tmp_path / "leads.csv").write_text("Name,E-mail,Country\nDan,dan@example.com,Nowhere\n")
    assert main(["import", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "contacts.csv, row 2, column Company: There is no company “9”." in said
    assert "leads.csv, row 2, column Country" in said and said.count("Nothing was written.") == 1
    assert Company.objects.count() == 0


def test_files_are_fed_to_a_saved_import(
    house: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", file(tmp_path, GOOD), "--kind", "companies", "--by", "ada@example.com"]) == 0
    job = ImportJob.objects.get()
    recurring.save_import("Accounts", job, by=house.viewer("ada"), at=NOON)
    capsys.readouterr()
    assert main(["import", file(tmp_path, GOOD.replace("Paris", "Lyon")), "--saved", "accounts"]) == 0
    said = capsys.readouterr().out
    assert "companies.csv: Loaded" in said and "1 update" in said and "takes it back" in said
    assert Company.objects.get(name="Bolt").city == "Lyon"
    assert (
        main(["import", file(tmp_path, GOOD.replace("Acme", "").replace("1,", "7,")), "--saved", "Accounts"])
        == 1
    )
    assert "companies.csv, row 2, column Name" in capsys.readouterr().err
    assert main(["import", file(tmp_path, GOOD), "--saved", "Nobody's"]) == 1
