"""Whatever others do between a load and its undo: what nobody touched is as it was before, exactly.

What somebody touched stays as they left it, unless it is taken back by force; and the undo of the undo is
the state from before the undo.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead.customers import actions as customers
from fairlead.customers.models import Company
from fairlead.exchange import actions, queries, running
from fairlead.exchange.models import ImportJob, State
from fairlead.kit.pacing import Pace
from tests.cast import NOON, Cast
from tests.exchange.conftest import house
from tests.properties.model import taken_back

__all__ = ["house"]
pytestmark = pytest.mark.django_db

COLUMNS = ("name", "city", "phone", "owner_id", "deleted_at")
Rows = dict[str, dict[str, Any]]

keys = st.sampled_from([f"k{number}" for number in range(8)])
files = st.dictionaries(
    keys, st.tuples(st.sampled_from(["Rome", "Oslo", "Bonn"]), st.sampled_from("12")), min_size=1
)
edits = st.lists(st.tuples(st.sampled_from(["city", "name", "delete"]), keys, st.integers(0, 3)), max_size=8)


@given(before=files, brought=files, edits=edits, force=st.booleans(), in_turns=st.booleans())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_an_undo_gives_back_what_was_and_its_undo_what_was_loaded(
    house: Cast, *, before: Any, brought: Any, edits: Any, force: bool, in_turns: bool
) -> None:
    with taken_back(), working(in_turns=in_turns):
        load(house, before)
        was = now()
        job = load(house, brought)
        if job.state != State.LOADED:
            return  # the file said what was there already
        written = {key for key in brought if was.get(key) != now()[key]}
        touched = {key for verb, key, value in edits if edit(house, verb, key, value)}
        edited = now()
        stay = written & touched
        assert queries.outlook(house.viewer("ada"), job).left_count == len(stay)
        running.undo(job, by=house.viewer("ada"), at=NOON, force=force)
        back = written if force else written - touched
        kept = {key: row for key, row in edited.items() if key not in back}
        assert now() == kept | {key: was[key] for key in back if key in was}
        running.redo(job, by=house.viewer("ada"), at=NOON)
        assert now() == edited


@contextmanager
def working(*, in_turns: bool) -> Iterator[None]:
    """Load and undo in turns of one row each, or in one transaction."""
    with (
        mock.patch.object(running, "needs_turns", lambda _rows: in_turns),
        mock.patch.object(Pace, "size", lambda _self, _phase: 1),
        mock.patch("fairlead.kit.pacing.REST_SECONDS", 0),
    ):
        yield


def now() -> Rows:
    rows = Company.objects.values("external_id", *COLUMNS)
    return {row.pop("external_id"): row for row in rows}


def load(house: Cast, rows: dict[str, tuple[str, str]]) -> ImportJob:
    text = "External id,Name,City,Phone,Owner\n"
    text += "".join(f"{key},Company {key},{city},{phone},Rob\n" for key, (city, phone) in rows.items())
    by = house.viewer("ada")
    job = actions.begin_import("file.csv", [text.encode()], kind_name="companies", by=by, at=NOON)
    actions.check_import(job, by=by, at=NOON)
    seen = queries.preview_of(job)
    if seen is not None and seen.is_loadable:
        actions.load_import(job, by=by, at=NOON)
    return job


def edit(house: Cast, verb: str, key: str, value: int) -> bool:
    """Let Ada work on a company; tell whether anything happened."""
    company = Company.objects.filter(external_id=key, deleted_at=None).first()
    if company is None:
        return False
    by = house.viewer("ada")
    if verb == "delete":
        return customers.delete_company(company, by=by, at=NOON) is not None
    return customers.edit_company(company, changes={verb: f"Edited {value}"}, by=by, at=NOON) is not None
