"""Settings are understood or refused with a sentence; none is ignored."""

import stat
from pathlib import Path

import pytest

from fairlead.config.databases import databases
from fairlead.config.environment import WrongEnvironment, names, read
from fairlead.config.secret import secret_key


def test_nothing_needs_to_be_set() -> None:
    environment = read({"PATH": "/bin", "HOME": "/nowhere"})
    assert environment.address == "http://127.0.0.1:8000"
    assert environment.data_dir == Path("data").resolve()
    assert databases(environment)["default"]["ENGINE"] == "fairlead.kit.sqlite"


def test_values_are_typed() -> None:
    environment = read(
        {"FAIRLEAD_PORT": "8080", "FAIRLEAD_DEBUG": "yes", "FAIRLEAD_HOSTS": "a.example, b.example"}
    )
    assert (environment.port, environment.debug, environment.hosts) == (
        8080,
        True,
        ("a.example", "b.example"),
    )


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"FAIRLEAD_PROT": "1"}, "FAIRLEAD_PROT is not a setting of Fairlead. Did you mean FAIRLEAD_PORT?"),
        (
            {"FAIRLEAD_ZZ": "1"},
            "FAIRLEAD_ZZ is not a setting of Fairlead. docs/administrators.md lists the names.",
        ),
        ({"FAIRLEAD_PORT": "http"}, "FAIRLEAD_PORT: Input should be a valid integer"),
        ({"FAIRLEAD_PORT": "0"}, "FAIRLEAD_PORT: Input should be greater than or equal to 1."),
        (
            {"FAIRLEAD_BASE_URL": "sales.example.org"},
            "FAIRLEAD_BASE_URL: Write it like https://",
        ),
        ({"FAIRLEAD_LOG_FORMAT": "xml"}, "FAIRLEAD_LOG_FORMAT: Input should be 'text' or 'json'."),
    ],
)
def test_what_cannot_be_used_is_said(environ: dict[str, str], message: str) -> None:
    with pytest.raises(WrongEnvironment) as refused:
        read(environ)
    assert str(refused.value).startswith(message)


def test_secret_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 40 + "\n")
    environment = read({"FAIRLEAD_SECRET_KEY_FILE": str(tmp_path / "key")})
    assert secret_key(environment) == "k" * 40
    assert "kkkk" not in repr(environment)


def test_secret_given_twice_or_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongEnvironment, match="not both"):
        read({"FAIRLEAD_SMTP_PASSWORD": "x", "FAIRLEAD_SMTP_PASSWORD_FILE": str(tmp_path / "key")})
    with pytest.raises(WrongEnvironment, match="cannot be read"):
        read({"DATABASE_URL_FILE": str(tmp_path / "missing")})


def test_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    environment = read({"FAIRLEAD_DATA_DIR": str(tmp_path / "data")})
    first = secret_key(environment)
    assert len(first) >= 50
    assert secret_key(environment) == first
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret-key"]


def test_short_key_is_refused() -> None:
    with pytest.raises(WrongEnvironment, match="at least 32 characters"):
        secret_key(read({"FAIRLEAD_SECRET_KEY": "secret"}))


def test_postgresql_address_is_taken_apart() -> None:
    url = "postgresql://ma:p%40ss@db.example:5433/sales?sslmode=require"
    found = databases(read({"DATABASE_URL": url, "FAIRLEAD_TEST_DATABASE_SUFFIX": "me"}))["default"]
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "ma",
        "p@ss",
        "db.example",
        "5433",
        "sales",
    )
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["TEST"]["NAME"] == "test_sales_me"


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "postgresql://host/", "postgresql:///x?options=-csynchronous_commit%3Doff"]
)
def test_database_that_cannot_serve_is_refused(url: str) -> None:
    with pytest.raises(WrongEnvironment, match="DATABASE_URL"):
        databases(read({"DATABASE_URL": url}))


def test_every_name_begins_alike() -> None:
    assert {name for name in names() if not name.startswith("FAIRLEAD_")} == {"DATABASE_URL"}
