"""People can be let in and locked out from a terminal."""

import pytest

from fairlead.commands import main
from fairlead.people.models import Person

pytestmark = pytest.mark.django_db


def test_first_administrator_is_added_and_listed(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: "correct horse battery")
    monkeypatch.setattr("fairlead.commands.user.getpass", lambda _: "correct horse battery")
    assert main.main(["user", "add", "ada@example.org", "--name", "Ada", "--role", "administrator"]) == 0
    person = Person.objects.get()
    assert (person.role, person.is_active) == ("administrator", True)
    assert person.check_password("correct horse battery")
    main.main(["user", "list"])
    assert "ada@example.org  administrator    Ada" in capsys.readouterr().out


def test_weak_password_is_refused_with_the_reason(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setattr("fairlead.commands.user.getpass", lambda _: "password")
    assert main.main(["user", "add", "ada@example.org"]) == 1
    assert "too common" in capsys.readouterr().err
    assert not Person.objects.exists()


def test_person_is_locked_out_and_let_in_again(cast, capsys: pytest.CaptureFixture[str]) -> None:
    email = cast.person("rob").email
    main.main(["user", "deactivate", email])
    assert cast.person("rob").is_active is False
    main.main(["user", "reactivate", email])
    assert cast.person("rob").is_active is True
    assert main.main(["user", "deactivate", "nobody@example.org"]) == 1
    assert "Nobody signs in as nobody@example.org" in capsys.readouterr().err
