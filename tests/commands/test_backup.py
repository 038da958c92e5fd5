"""What was backed up comes back whole, and nothing is replaced by accident."""

import tarfile
from pathlib import Path

import pytest

from tests.commands.conftest import Installation

ADA = ("user", "add", "ada@example.org", "--role", "administrator", "--no-password")
pytestmark = pytest.mark.slow


@pytest.fixture
def backed_up(installation: Installation) -> Path:
    installation.fairlead("migrate")
    installation.fairlead(*ADA)
    letter = installation.folder / "data" / "media" / "letter.txt"
    letter.parent.mkdir()
    letter.write_text("Dear customer")
    made = installation.fairlead("backup", str(installation.folder / "b.tar.gz"))
    assert made.returncode == 0, made.stderr
    return installation.folder / "b.tar.gz"


def test_rows_files_and_key_come_back(installation: Installation, backed_up: Path) -> None:
    data = installation.folder / "data"
    key = (data / "secret-key").read_text()
    installation.fairlead("user", "add", "eve@example.org", "--no-password")
    (data / "media" / "letter.txt").unlink()
    (data / "secret-key").write_text("x" * 64)

    restored = installation.fairlead("restore", str(backed_up), "--force")

    assert (restored.returncode, restored.stderr) == (0, "")
    assert installation.fairlead("user", "list").stdout.split() == [
        "ada@example.org",
        "administrator",
        "ada@example.org",
    ]
    assert (data / "media" / "letter.txt").read_text() == "Dear customer"
    assert (data / "secret-key").read_text() == key
    assert "MEND" not in installation.fairlead("check").stdout


def test_people_are_not_replaced_without_force(installation: Installation, backed_up: Path) -> None:
    refused = installation.fairlead("restore", str(backed_up))
    assert (refused.returncode, refused.stderr) == (
        1,
        "This database holds people already. Add --force to replace it.\n",
    )


def test_damaged_backup_is_refused_before_anything_is_touched(
    installation: Installation, backed_up: Path
) -> None:
    damaged = installation.folder / "damaged.tar.gz"
    with tarfile.open(backed_up) as good, tarfile.open(damaged, "w:gz") as bad:
        for member in good:
            content = good.extractfile(member)
            if member.name == "data/media/letter.txt":
                content = (installation.folder / "forged").open("w+b")
                content.write(b"Dear customeR")
                content.seek(0)
            bad.addfile(member, content)
    refused = installation.fairlead("restore", str(damaged), "--force")
    assert refused.stderr == "data/media/letter.txt is not as it was when the backup was made.\n"
    assert "ada@example.org" in installation.fairlead("user", "list").stdout


def test_backup_is_for_its_owner_only_and_overwrites_nothing(
    installation: Installation, backed_up: Path
) -> None:
    assert backed_up.stat().st_mode & 0o777 == 0o600
    again = installation.fairlead("backup", str(backed_up))
    assert (again.returncode, "exists already" in again.stderr) == (1, True)


def rows_of(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as file:
        return {
            member.name: file.extractfile(member).read()  # type: ignore[union-attr]
            for member in file
            if member.name.startswith("rows/")
        }


def test_an_open_backup_goes_into_either_database_and_back_with_every_version(
    installation: Installation, tmp_path: Path
) -> None:
    """On PostgreSQL this crosses to SQLite and back again."""
    elsewhere = Installation(
        tmp_path, {**installation.environ, "FAIRLEAD_DATA_DIR": str(tmp_path / "other"), "DATABASE_URL": ""}
    )
    there, back = tmp_path / "there.tar.gz", tmp_path / "back.tar.gz"
    installation.fairlead("migrate")
    installation.fairlead("demo")
    assert installation.fairlead("backup", "--open", str(there)).returncode == 0
    moved = elsewhere.fairlead("restore", str(there))
    assert (moved.returncode, moved.stderr) == (0, "")
    assert "MEND" not in elsewhere.fairlead("check").stdout
    assert elsewhere.fairlead("backup", "--open", str(back)).returncode == 0
    kept = rows_of(there)
    assert len(kept["rows/pipeline_opportunity_history.jsonl"].splitlines()) > 5_000
    assert rows_of(back) == kept

    refused = installation.fairlead("restore", str(back))
    assert "holds people already" in refused.stderr
    assert installation.fairlead("user", "add", "eve@example.org", "--no-password").returncode == 0
    assert installation.fairlead("restore", str(back), "--force").returncode == 0
    assert "eve@example.org" not in installation.fairlead("user", "list").stdout
    again = tmp_path / "again.tar.gz"
    installation.fairlead("backup", "--open", str(again))
    assert rows_of(again) == kept
    added = installation.fairlead("user", "add", "eve@example.org", "--no-password")
    assert added.returncode == 0, added.stderr  # keys go on where they were
