"""The organisation has its own name, words and calendar."""

from datetime import date

import pytest

from fairlead.access import Refused
from fairlead.kit.errors import RuleBroken
from fairlead.vocabulary import actions, queries
from tests.cast import NOON


@pytest.fixture
def ada(cast):
    actions.install_defaults(actions.Start(name="Bicycles & Co"), by=cast.viewer("ada"), at=NOON)
    return cast.viewer("ada")


def edit(ada, **changes):
    return actions.edit_organisation(queries.organisation(), changes=changes, by=ada, at=NOON)


def test_before_it_is_set_up_there_are_defaults(db):
    organisation = queries.organisation()
    assert (organisation.name, organisation.base_currency, organisation.time_zone) == (
        "Our organisation",
        "EUR",
        "UTC",
    )


def test_an_organisation_calls_things_as_it_likes(ada):
    edit(ada, terms={"opportunity": ["Proposal", "Proposals"], "lead": ["ABC", "ABCs"]})
    terms = queries.terms()
    assert (terms.word("opportunity"), terms.word("opportunity", plural=True)) == ("Proposal", "Proposals")
    assert (terms.word("opportunity", lower=True), terms.word("lead", lower=True)) == ("proposal", "ABC")
    assert terms.word("company", plural=True) == "Companies"


def test_its_calendar_owns_the_periods(ada):
    edit(
        ada, fiscal_year_start_month=4, first_weekday=7, working_days=[7, 1, 2, 3, 4], time_zone="Asia/Tokyo"
    )
    calendar = queries.calendar()
    assert calendar.fiscal_year_of(date(2026, 3, 31)).first == date(2025, 4, 1)
    assert calendar.today(NOON.replace(hour=16)) == date(2026, 3, 3)
    assert (calendar.first_weekday, calendar.working_days) == (7, (7, 1, 2, 3, 4))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("time_zone", "Mars/Olympus"),
        ("locale", "nonsense"),
        ("fiscal_year_start_month", 13),
        ("first_weekday", 0),
        ("working_days", []),
        ("working_days", [1, 1]),
        ("working_days", [8]),
        ("terms", {"opportunity": ["Proposal", " "]}),
        ("terms", {"spaceship": ["Ship", "Ships"]}),
        ("base_currency", "XYZ"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(ada, field, value):
    before = queries.organisation()
    with pytest.raises(RuleBroken) as problem:
        edit(ada, **{field: value})
    assert field in problem.value.fields or problem.value.fields == {"__all__": str(problem.value)}
    assert queries.organisation().version == before.version


def test_saving_without_a_change_makes_no_version(ada):
    assert edit(ada, name="Bicycles & Co") is None


def test_only_administrators_change_it(cast, ada):
    with pytest.raises(Refused):
        edit(cast.viewer("mona"), name="Mine")
