"""The secret key: given by the administrator, or made at the first run and kept in the data folder."""

import os
import secrets
from pathlib import Path

from fairlead.config.environment import Environment, WrongEnvironment

FILE = "secret-key"


def secret_key(environment: Environment) -> str:
    """Return the key that signs sessions and links; make one if there is none yet.

    :raises WrongEnvironment: if a key is given that is too short to be safe.
    """
    if given := environment.secret_key.get_secret_value():
        if len(given) < 32:
            raise WrongEnvironment("FAIRLEAD_SECRET_KEY: use at least 32 characters, or leave it empty.")
        return given
    return _kept(environment.data_dir)


def _kept(folder: Path) -> str:
    path = folder / FILE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    """Write the whole key beside its place and link it in, so two first runs agree on one key."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
