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
