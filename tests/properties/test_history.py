"""After any sequence of steps and undos, the state, the newest version and the history say the same.

And as of any earlier moment the database says what a plain Python model recorded then.
"""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from fairlead import journal
from fairlead.pipeline.models import Opportunity
from tests.process import set_up
from tests.properties.model import VERBS, State, World, seen, taken_back

pytestmark = pytest.mark.django_db

steps = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 9), st.integers(1, 20)), min_size=3, max_size=14
)


@given(steps=steps.map(lambda some: [("create", 0, 1), ("bring", 0, 2), *some]))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_history_can_be_played_back(cast, steps) -> None:
    with taken_back():
        world = World(set_up(cast), cast.viewer("ada"))
        for step in steps:
            world.do(*step)
        event(f"done: {sorted(world.done)}")
        assert now() == world.now
        for moment, states in world.past:
            assert then(moment) == states
            assert then(moment + timedelta(seconds=30)) == states
        for pk, state in world.now.items():
            assert folded(pk) == state
            assert versions(pk) == list(range(1, Opportunity.objects.get(pk=pk).version + 1))


def test_every_verb_can_be_done_and_undone(cast) -> None:
    """The steps of the test above do something, each of them, and an undo is undone as well."""
    world = World(set_up(cast), cast.viewer("ada"))
    order = ["create", "edit", "price", "move", "bulk", "undo", "undo", "bring", "undo", "win", "reopen"]
    order += ["lose", "reassign", "delete", "restore"]
    for number, verb in enumerate(order):
        world.do(verb, len(world.batches) - 1 if verb == "undo" else 0, number)
    assert world.done == set(VERBS)
    assert now() == world.now


def now() -> dict[int, State]:
    return {row.pk: seen(row) for row in Opportunity.objects.all()}


def then(moment: datetime) -> dict[int, State]:
    return {row.pk: seen(row) for row in journal.as_of(Opportunity.objects.all(), moment)}


def folded(pk: int) -> State:
    """Return the state that the history of an opportunity adds up to, in the words of the history."""
    row = Opportunity.objects.select_related("stage", "owner").get(pk=pk)
    told: dict[str, object] = {"title": "", "amount": None, "next_step": "", "deleted_at": None}
    for change in reversed(journal.history(row)):
        if change.deleted:
            told = {"title": "", "amount": None, "next_step": "", "deleted_at": None}
        told |= {field.name: field.after for field in change.fields}
    assert told["stage"] == str(row.stage)
    assert told["owner"] == str(row.owner)
    assert told["outcome"] == row.get_outcome_display()
    return {
        "title": told["title"],
        "amount": told["amount"],
        "stage_id": row.stage_id,
        "owner_id": row.owner_id,
        "outcome": row.outcome,
        "next_step": told["next_step"] or "",
        "deleted": told["deleted_at"] is not None,
    }


def versions(pk: int) -> list[int]:
    """Return the numbers of all versions, the current one last."""
    closed = Opportunity.history_model._base_manager.filter(id=pk).values_list("version", flat=True)
    return [*sorted(closed), Opportunity.objects.get(pk=pk).version]
