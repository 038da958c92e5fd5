"""What is committed runs anywhere: no path of one machine, no address of a package registry, no secret."""

import re

from tests.house import sources

HOSTS = (
    "pypi" + ".org",
    "files.pythonhosted" + ".org",
    "registry.npmjs" + ".org",
    "registry.yarnpkg" + ".com",
)
MACHINE = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/\w")
SECRET = re.compile("-----BEGIN [A-Z ]*" + "PRIVATE KEY|AKIA[0-9A-Z]{16}")


def _lines(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for file in sources.committed():
        if sources.VENDORED in file.parents:
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{sources.short(file)}: {match.group()}" for match in pattern.finditer(text)]
    return found


def test_no_address_of_a_package_registry() -> None:
    assert _lines(re.compile("|".join(map(re.escape, HOSTS)))) == []


def test_no_path_of_one_machine() -> None:
    assert _lines(MACHINE) == []


def test_no_private_key() -> None:
    assert _lines(SECRET) == []


def test_locks_pin_every_package_by_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"\n(?=\S)", (sources.ROOT / name).read_text(encoding="utf-8"))
        bare = [entry.split()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry]
        assert bare == []
