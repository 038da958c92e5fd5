"""Two people edit the same opportunity, in any order: nothing is lost, and nothing is overwritten unseen."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead import journal
from fairlead.pipeline import actions
from fairlead.pipeline.models import Opportunity
from tests.cast import NOON
from tests.process import set_up
from tests.properties.model import taken_back

pytestmark = pytest.mark.django_db

FIELDS = ("title", "next_step", "description")
words = st.sampled_from(["One", "Two", "Three"])
loads = st.tuples(st.just("load"), st.sampled_from(["rob", "mona"]), st.none())
saves = st.tuples(
    st.just("save"),
    st.sampled_from(["rob", "mona"]),
    st.dictionaries(st.sampled_from(FIELDS), words, min_size=1),
)
whole_forms = st.tuples(
    st.just("form"), st.sampled_from(["rob", "mona"]), st.tuples(st.sampled_from(FIELDS), words)
)


@given(steps=st.lists(loads | saves | whole_forms, min_size=3, max_size=12))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_editors_lose_nothing(cast, steps: list[tuple[str, str, Any]]) -> None:
    with taken_back():
        deal = set_up(cast).deal(title="One")
        seen = {name: Opportunity.objects.get(pk=deal.pk) for name in ("rob", "mona")}
        viewers = {name: cast.viewer(name) for name in seen}
        for number, (what, who, value) in enumerate(steps, start=1):
            if what == "load":
                seen[who] = Opportunity.objects.get(pk=deal.pk)
                continue
            wanted = value if what == "save" else values(seen[who]) | dict([value])
            before = values(Opportunity.objects.get(pk=deal.pk))
            try:
                actions.edit_opportunity(
                    seen[who], changes=wanted, by=viewers[who], at=NOON + timedelta(minutes=number)
                )
            except journal.Stale as stale:
                assert values(Opportunity.objects.get(pk=deal.pk)) == before
                assert stale.others and all(before[name] == theirs for name, theirs in stale.others.items())
                assert all(before[name] not in (wanted[name], knew(seen[who], name)) for name in stale.others)
                continue
            after = values(Opportunity.objects.get(pk=deal.pk))
            for name in FIELDS:
                changes = name in wanted and wanted[name] != knew(seen[who], name)
                assert after[name] == (wanted[name] if changes else before[name])
                if after[name] != before[name]:
                    assert knew(seen[who], name) == before[name], "overwritten without having been seen"


def values(row: Opportunity) -> dict[str, str]:
    return {name: getattr(row, name) for name in FIELDS}


def knew(row: Opportunity, name: str) -> str:
    """Return what an editor had before them."""
    return str(getattr(row, name))
