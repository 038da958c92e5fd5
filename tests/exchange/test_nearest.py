"""What a text was most likely meant to be."""

import pytest

from fairlead.exchange.kinds.nearest import Nearest

NAMES = (
    "Mountain-200",
    "Retail",
    "Wholesale",
    "Acme GmbH",
    "Bolt & Sons Ltd",
    "Rob Miller",
    "GTX 500",
    "Zürich",
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mountain 200", "Mountain-200"),
        ("MOUNTAIN200", "Mountain-200"),
        ("Retial", "Retail"),
        ("wholesal", "Wholesale"),
        ("Acme", "Acme GmbH"),
        ("ACME Inc.", "Acme GmbH"),
        ("Miller, Rob", "Rob Miller"),
        ("Bolt and Sons", "Bolt & Sons Ltd"),
        ("Bolt", "Bolt & Sons Ltd"),
        ("Zurich", "Zürich"),
    ],
)
def test_the_name_that_was_meant_is_found(text, name):
    assert Nearest(NAMES).to(text) == name


@pytest.mark.parametrize("text", ["GTX 600", "", "!!", "ab", "Something else", "Mountain 300"])
def test_what_is_no_misspelling_is_left_to_people(text):
    assert Nearest(NAMES).to(text) == ""


def test_two_that_could_be_meant_are_none():
    assert Nearest(["Acme GmbH", "Acme AG"]).to("Acme") == ""
    assert Nearest(["Acme Rome", "Acme Paris"]).to("Acme") == ""


def test_a_name_that_comes_later_is_found_as_well():
    near = Nearest(["Retail"])
    near.add("Public sector")
    assert near.to("Publik sector") == "Public sector"


def test_a_file_full_of_new_names_compares_only_so_often(monkeypatch):
    monkeypatch.setattr("fairlead.exchange.kinds.nearest._COMPARISONS", 1)
    near = Nearest(NAMES)
    assert (near.to("Retial"), near.to("Retial"), near.to("Mountain 200")) == ("Retail", "", "Mountain-200")
