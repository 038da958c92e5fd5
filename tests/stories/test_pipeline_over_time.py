"""Stories that a sales manager could check by hand. Qualify counts 10 %, Propose 50 %, Close 90 %."""

import pytest

from fairlead.people import actions as people
from tests.cast import NOON, Cast
from tests.process import set_up
from tests.stories.telling import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(set_up(cast))


def test_the_pipeline_can_be_read_as_of_any_day(story: Story) -> None:
    """Rob works for three weeks; his pipeline is what it was on each of the days.

    day      | who  | what
    2 March  | Rob  | creates City fleet over 10,000 in Qualify
    3 March  | Rob  | creates School bikes over 4,000 in Qualify
    5 March  | Rob  | moves City fleet to Propose
    9 March  | Rob  | changes City fleet to 12,000
    10 March | Sue  | creates Harbour tour over 7,000 in Qualify
    12 March | Rob  | loses School bikes
    16 March | Rob  | moves City fleet to Close
    18 March | Rob  | reopens School bikes
    20 March | Rob  | wins City fleet

    By hand, for 9 March: School bikes 4,000 × 10 % = 400, City fleet 12,000 × 50 % = 6,000.
    """
    story.play(test_the_pipeline_can_be_read_as_of_any_day.__doc__ or "")
    assert story.pipeline("rob", "1 March") == {}
    assert story.pipeline("rob", "2 March") == {"Qualify": (1, "10,000", "1,000")}
    assert story.pipeline("rob", "3 March") == {"Qualify": (2, "14,000", "1,400")}
    assert story.pipeline("rob", "5 March") == {
        "Qualify": (1, "4,000", "400"),
        "Propose": (1, "10,000", "5,000"),
    }
    assert story.pipeline("rob", "9 March") == {
        "Qualify": (1, "4,000", "400"),
        "Propose": (1, "12,000", "6,000"),
    }
    assert story.pipeline("rob", "12 March") == {"Propose": (1, "12,000", "6,000")}
    assert story.pipeline("rob", "16 March") == {"Close": (1, "12,000", "10,800")}
    assert story.pipeline("rob", "18 March") == {
        "Qualify": (1, "4,000", "400"),
        "Close": (1, "12,000", "10,800"),
    }
    assert story.pipeline("rob", "20 March") == {"Qualify": (1, "4,000", "400")}
    assert [story.won("rob", day) for day in ("19 March", "20 March")] == ["0", "12,000"]
    # Mona supervises Rob and not Sue; Ada sees both.
    assert story.pipeline("mona", "10 March") == story.pipeline("rob", "10 March")
    assert story.pipeline("ada", "10 March") == {
        "Qualify": (2, "11,000", "1,100"),
        "Propose": (1, "12,000", "6,000"),
    }


def test_who_sees_an_opportunity_changes_with_what_is_done_to_it(story: Story) -> None:
    """Ferry is Rob's; Mona supervises him, Ada administers.

    day      | who  | what                                      | who sees it then
    2 March  | Rob  | creates a draft: Ferry over 900 in Qualify
    3 March  | Rob  | publishes Ferry
    4 March  | Rob  | shares Ferry with Nora
    5 March  | Rob  | splits Ferry with Sue, 40 % for Sue
    6 March  | Mona | hands Ferry over to Sue

    Draft: Rob. Published: his line. Shared: and Nora. Split: and Sue. Handed over: Rob keeps sight by his
    60 %, and with him Mona, who supervises him.
    """
    doc = (test_who_sees_an_opportunity_changes_with_what_is_done_to_it.__doc__ or "").splitlines()
    lines = [line for line in doc if " March  |" in line]
    seen = []
    for line in lines:
        story.play(line)
        seen.append(story.seers("Ferry"))
    assert seen == [
        "Rob",
        "Ada Mona Rob",
        "Ada Mona Nora Rob",
        "Ada Mona Nora Rob Sue",
        "Ada Mona Nora Rob Sue",
    ]


def test_a_bulk_change_that_is_taken_back_leaves_what_was_done_since(story: Story) -> None:
    """Mona closes the month too early, Rob goes on working, and she takes her change back.

    day      | who  | what
    2 March  | Rob  | creates City fleet over 10,000 in Qualify
    2 March  | Rob  | creates School bikes over 4,000 in Propose
    2 March  | Rob  | creates Harbour tour over 2,000 in Close
    9 March  | Mona | moves everything open to Close
    10 March | Rob  | changes School bikes to 5,000
    11 March | Mona | takes that back

    On 11 March City fleet is in Qualify again; School bikes, which Rob has touched since, stays in Close.
    """
    rights = {"can_bulk_edit": True}
    people.edit_person(story.process.cast.mona, changes=rights, by=story.process.cast.viewer("ada"), at=NOON)
    story.play(test_a_bulk_change_that_is_taken_back_leaves_what_was_done_since.__doc__ or "")
    assert story.pipeline("mona", "2 March") == {
        "Qualify": (1, "10,000", "1,000"),
        "Propose": (1, "4,000", "2,000"),
        "Close": (1, "2,000", "1,800"),
    }
    assert story.pipeline("mona", "9 March") == {"Close": (3, "16,000", "14,400")}
    assert story.pipeline("mona", "10 March") == {"Close": (3, "17,000", "15,300")}
    assert story.pipeline("mona", "11 March") == {
        "Qualify": (1, "10,000", "1,000"),
        "Close": (2, "7,000", "6,300"),
    }
