"""Amounts in several currencies become one, exactly."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairlead.access import Refused
from fairlead.kit.errors import RuleBroken
from fairlead.kit.validation import Invalid
from fairlead.vocabulary import actions, queries
from fairlead.vocabulary.models import ExchangeRate
from tests.cast import NOON

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)


@pytest.fixture
def ada(cast):
    actions.install_defaults(actions.Start(), by=cast.viewer("ada"), at=NOON)
    return cast.viewer("ada")


def rate(code, day, worth, ada):
    return actions.set_rate(queries.currency(code), on=day, rate=Decimal(worth), by=ada, at=NOON)


def test_a_rate_holds_from_its_day_until_the_next(ada):
    rate("USD", JANUARY, "0.90", ada)
    rate("USD", MARCH, "0.85", ada)
    days = (JANUARY, date(2026, 2, 28), MARCH, date(2030, 1, 1))
    assert [queries.rate_on("USD", day) for day in days] == [
        Decimal(worth) for worth in ("0.90", "0.90", "0.85", "0.85")
    ]


def test_the_base_currency_is_worth_one_of_itself(ada):
    assert queries.rate_on("EUR", JANUARY) == 1
    with pytest.raises(actions.NeedsNoRate):
        rate("EUR", JANUARY, "1.1", ada)


def test_before_the_first_rate_there_is_none_and_it_is_said(ada):
    rate("USD", MARCH, "0.85", ada)
    with pytest.raises(queries.NoRate) as problem:
        queries.convert({"EUR": Decimal(1), "USD": Decimal(1), "GBP": Decimal(1)}, JANUARY)
    assert str(problem.value) == "There is no exchange rate for GBP, USD on or before 1 January 2026."


def test_amounts_are_converted_exactly_and_rounded_once_at_the_end_half_to_even(ada):
    rate("USD", JANUARY, "0.5", ada)
    rate("GBP", JANUARY, "1.0000000001", ada)
    assert queries.convert({"USD": Decimal("0.01"), "EUR": Decimal("10.00")}, MARCH) == Decimal("10.00")
    assert queries.convert({"USD": Decimal("0.03"), "EUR": Decimal("10.00")}, MARCH) == Decimal("10.02")
    assert queries.convert({"USD": Decimal("0.01"), "GBP": Decimal("0.0050")}, MARCH) == Decimal("0.01")
    billions = {"GBP": Decimal("99999999999999.9999"), "USD": Decimal("99999999999999.9999")}
    assert queries.convert(billions, MARCH) == Decimal("150000000010000.00")
    assert queries.convert({}, MARCH) == Decimal("0.00")


def test_many_currencies_are_converted_with_three_queries(ada):
    rate("USD", JANUARY, "0.5", ada)
    rate("GBP", JANUARY, "1.2", ada)
    with CaptureQueriesContext(connection) as seen:
        queries.convert({"USD": Decimal(1), "GBP": Decimal(1), "EUR": Decimal(1)}, MARCH)
    assert len(seen) == 3


def test_a_rate_is_corrected_for_its_day_and_taken_away(ada):
    rate("USD", JANUARY, "0.90", ada)
    rate("USD", MARCH, "8.5", ada)
    rate("USD", MARCH, "0.85", ada)
    assert rate("USD", MARCH, "0.85", ada) is None
    assert [str(row.rate) for row in queries.rates(queries.currency("USD"))] == [
        "0.8500000000",
        "0.9000000000",
    ]
    actions.delete_rate(ExchangeRate.objects.get(on=MARCH), by=ada, at=NOON)
    assert queries.rate_on("USD", MARCH) == Decimal("0.90")


@pytest.mark.parametrize("worth", ["0", "-1"])
def test_a_rate_is_above_zero(ada, worth):
    with pytest.raises(Invalid) as problem:
        rate("USD", JANUARY, worth, ada)
    assert problem.value.fields == {"rate": "A rate is above zero."}


def test_a_currency_is_three_capitals_and_there_once(ada):
    actions.add_currency(actions.NewCurrency("jpy", "Yen", 0), by=ada, at=NOON)
    assert queries.currency("JPY").digits == 0
    for code in ("JPY", "Y1"):
        with pytest.raises(Invalid) as problem:
            actions.add_currency(actions.NewCurrency(code, "Yen"), by=ada, at=NOON)
        assert list(problem.value.fields) == ["code"]


def test_the_base_currency_cannot_be_retired_and_others_can(ada):
    with pytest.raises(actions.CannotRetire):
        actions.retire_currency(queries.currency("EUR"), by=ada, at=NOON)
    actions.retire_currency(queries.currency("GBP"), by=ada, at=NOON)
    assert [currency.code for currency in queries.currencies()] == ["EUR", "USD"]


def test_the_base_currency_is_changed_only_while_no_rates_depend_on_it(ada):
    organisation = queries.organisation()
    rate("USD", JANUARY, "0.90", ada)
    with pytest.raises(RuleBroken) as problem:
        actions.edit_organisation(organisation, changes={"base_currency": "USD"}, by=ada, at=NOON)
    assert list(problem.value.fields) == ["base_currency"]
    actions.delete_rate(ExchangeRate.objects.get(), by=ada, at=NOON)
    actions.edit_organisation(organisation, changes={"base_currency": "USD"}, by=ada, at=NOON)
    assert queries.organisation().base_currency == "USD"


def test_only_administrators_set_rates(cast, ada):
    with pytest.raises(Refused):
        rate("USD", JANUARY, "0.90", cast.viewer("mona"))
