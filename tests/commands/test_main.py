"""The command line is polite: it says what there is, and what to mend."""

import pytest

from fairlead.commands import main
from fairlead.commands._registry import commands
from tests.commands.conftest import Installation


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert [name for name in commands() if f"  {name} " not in said] == []
    assert {"serve", "worker", "user", "backup", "restore", "check", "migrate"} <= set(commands())


@pytest.mark.parametrize("name", list(commands()))
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main([name, "--help"])
    assert ended.value.code == 0
    assert commands()[name].help.removesuffix(".") in " ".join(capsys.readouterr().out.split())


def test_unknown_command_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["sell"]) == 2
    assert "There is no fairlead sell." in capsys.readouterr().err


@pytest.mark.slow
def test_misspelt_setting_is_one_line_and_no_traceback(installation: Installation) -> None:
    installation.environ["FAIRLEAD_PROT"] = "8001"
    done = installation.fairlead("check")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "FAIRLEAD_PROT is not a setting of Fairlead. Did you mean FAIRLEAD_PORT?\n",
    )


@pytest.mark.slow
def test_serving_an_unprepared_database_is_refused(installation: Installation) -> None:
    done = installation.fairlead("serve", "--port", "8498")
    assert done.returncode == 1
    assert "Run `fairlead migrate`" in done.stderr
