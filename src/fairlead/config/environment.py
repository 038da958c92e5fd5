"""Everything an administrator can set, in one typed place. docs/administrators.md explains each name."""

import difflib
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from fairlead.kit.errors import Problem

PREFIX = "FAIRLEAD_"
SECRETS = ("SECRET_KEY", "SMTP_PASSWORD", "TEST_POSTGRES")


class WrongEnvironment(Problem):
    """A setting is misspelt, out of range or contradicts another one."""


class Environment(BaseModel):
    """Hold the settings read from the environment when the process started."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    # Where things are
    data_dir: Path = Field(
        Path("data"), description="Folder that holds the database, the secret key and mail."
    )
    database_url: SecretStr = Field(
        SecretStr(""),
        description="postgresql://user:password@host:5432/name. Empty: SQLite in the data folder.",
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="Signs sessions and links. Empty: made at first run."
    )

    # How people reach it
    base_url: str = Field("", description="Address people type, with a sub-path if there is one.")
    hosts: tuple[str, ...] = Field((), description="Further host names, comma-separated.")
    trusted_proxies: int = Field(0, ge=0, le=5, description="How many reverse proxies stand in front.")
    bind: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")

    # How it runs
    workers: int = Field(1, ge=1, le=64, description="Server processes.")
    threads: int = Field(4, ge=1, le=64, description="Requests each server process answers at a time.")
    job_workers: int = Field(1, ge=0, le=16, description="Background workers started with the server.")
    api_requests_per_minute: int = Field(
        6000,
        ge=0,
        le=1_000_000,
        description="Requests a minute that one person's programs may send. 0: no limit.",
    )
    keep_imports_days: int = Field(
        90,
        ge=1,
        le=3650,
        description="Days for which the files of imports are kept. What they brought stays.",
    )
    keep_exports_days: int = Field(
        7, ge=1, le=365, description="Days for which the files of long exports are kept."
    )
    import_folder: Path | None = Field(
        None, description="Folder beneath which saved imports may watch folders. Empty: none does."
    )
    debug: bool = Field(False, description="Show errors in the browser. Never for other people's eyes.")
    log_format: Literal["text", "json"] = Field(
        "text", description="One line of text, or one JSON object, a message."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe message kept."
    )

    # Mail
    smtp_host: str = Field("", description="Mail server. Empty: messages are put into the data folder.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_user: str = Field("", description="Name to sign in with at the mail server.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password for the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the line is encrypted."
    )
    mail_from: str = Field("fairlead@localhost", description="Sender of the messages.")

    # Tests
    test_postgres: SecretStr = Field(SecretStr(""), description="PostgreSQL the tests may make databases in.")
    test_database_suffix: str = Field("", description="Keeps test runs beside each other apart.")
    test_browser: str = Field("", description="Path of the Chromium that browser tests drive.")

    @field_validator("hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("data_dir")
    @classmethod
    def _make_absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("base_url")
    @classmethod
    def _check_base_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (
            parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
        ):
            raise ValueError("Write it like https://sales.example.org or https://example.org/sales.")
        return value.rstrip("/")

    @property
    def address(self) -> str:
        """Return the address people open, without a slash at the end."""
        host = f"[{self.bind}]" if ":" in self.bind else self.bind
        return self.base_url or f"http://{host}:{self.port}"

    @property
    def path(self) -> str:
        """Return the sub-path people reach it under: "" or "/sales"."""
        return urlsplit(self.address).path

    @property
    def is_https(self) -> bool:
        """Tell whether people reach it encrypted."""
        return self.address.startswith("https://")


@cache
def environment() -> Environment:
    """Return the settings of this process, read once.

    :raises WrongEnvironment: naming each setting that cannot be used, and what it could be instead.
    """
    return read(os.environ)


def read(environ: Mapping[str, str]) -> Environment:
    """Return the settings an environment describes; values from files included.

    :raises WrongEnvironment: as above.
    """
    _refuse_unknown(environ)
    try:
        return Environment(**_from_environ(environ), **_from_files(environ))
    except ValidationError as problem:
        raise WrongEnvironment("\n".join(_sentences(problem))) from None


def names() -> tuple[str, ...]:
    """Return every name an administrator may set, without the …_FILE twins."""
    return tuple(_name(field) for field in Environment.model_fields)


def _sentences(problem: ValidationError) -> Iterator[str]:
    for error in problem.errors(include_input=False):
        said = error["msg"].removeprefix("Value error, ").removesuffix(".")
        yield f"{_name(str(error['loc'][0]))}: {said}."


def _name(field: str) -> str:
    upper = field.upper()
    return upper if upper == "DATABASE_URL" else PREFIX + upper


def _file_names() -> dict[str, str]:
    secrets = ["DATABASE_URL", *(PREFIX + name for name in SECRETS)]
    return {f"{name}_FILE": name for name in secrets}


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {*names(), *_file_names()}
    for name in environ:
        if name.startswith(PREFIX) and name not in known:
            ends = {each.removeprefix(PREFIX): each for each in known}
            near = difflib.get_close_matches(name.removeprefix(PREFIX), ends, n=1, cutoff=0.6)
            hint = f" Did you mean {ends[near[0]]}?" if near else " docs/administrators.md lists the names."
            raise WrongEnvironment(f"{name} is not a setting of Fairlead.{hint}")


def _key(name: str) -> str:
    return name.removeprefix(PREFIX).lower()


def _from_environ(environ: Mapping[str, str]) -> dict[str, Any]:
    return {_key(name): environ[name] for name in names() if environ.get(name)}


def _from_files(environ: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for file_name, name in _file_names().items():
        if not (path := environ.get(file_name)):
            continue
        if environ.get(name):
            raise WrongEnvironment(f"Set {name} or {file_name}, not both.")
        try:
            found[_key(name)] = Path(path).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise WrongEnvironment(f"{file_name}: {path} cannot be read ({problem.strerror}).") from None
    return found
