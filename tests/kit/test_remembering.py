"""What is asked once a request: kept until the request ends or writes."""

import pytest

from fairlead.kit.remembering import afresh, remembered, remembering

asked: list[str] = []


@remembered
def answer_to(question: str) -> str:
    asked.append(question)
    return f"{question}!"


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    asked.clear()


def test_within_a_request_the_same_is_asked_once() -> None:
    with remembering():
        assert [answer_to("who"), answer_to("who"), answer_to("when")] == ["who!", "who!", "when!"]
    assert asked == ["who", "when"]


def test_the_next_request_asks_again_and_outside_of_requests_everybody_does() -> None:
    for _ in range(2):
        with remembering():
            answer_to("who")
    answer_to("who")
    answer_to("who")
    assert asked == ["who"] * 4


def test_a_write_asks_afresh_and_so_does_what_comes_after_it() -> None:
    with remembering():
        answer_to("who")
        with afresh():
            answer_to("who")
            answer_to("who")
        answer_to("who")
        answer_to("who")
    assert asked == ["who"] * 4
