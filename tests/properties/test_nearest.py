"""What was meant is always one of the names there are, and a name always means itself or a twin."""

import re

from hypothesis import given
from hypothesis import strategies as st

from fairlead.exchange.kinds.nearest import Nearest
from fairlead.kit.search import fold

NAMES = st.lists(st.text(max_size=30), max_size=8)


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", fold(text)))


@given(NAMES, st.text(max_size=30))
def test_nothing_is_invented(names: list[str], text: str) -> None:
    assert Nearest(names).to(text) in {*names, ""}


@given(NAMES)
def test_numbers_are_never_taken_for_others(names: list[str]) -> None:
    near = Nearest([*names, "Pump 500"])
    assert near.to("Pump 501") != "Pump 500"


@given(NAMES.filter(bool))
def test_a_name_means_itself_unless_another_is_written_with_the_same_letters(names: list[str]) -> None:
    near = Nearest(names)
    for name in names:
        twins = {other for other in names if letters(other) == letters(name)}
        if letters(name) and len(twins) == 1:
            assert near.to(name) == name
