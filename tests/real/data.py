"""The public data sets beside the project, and a way to load one for a whole file of tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from fairlead.access import installation
from fairlead.exchange.recipes import recipe, run_recipe
from fairlead.journal.models import Batch

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def data_set(name: str) -> Path:
    """Return the folder of a data set, or skip the test with the reason."""
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"The data set {name} is not at ../shared/data beside the project.")
    return folder


@contextmanager
def loading(name: str, at: datetime, blocker: Any, *, folder: str = "") -> Iterator[Batch]:
    """Load a recipe in a transaction that is rolled back at the end.

    :param folder: the data set that it reads, where that has another name.
    """
    files = data_set(folder or name)
    with blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # lets the recipe's own transaction be the outermost one
        with around:
            batch, _ = run_recipe(recipe(name), files, by=installation(), at=at)
            yield batch
            transaction.set_rollback(True)
