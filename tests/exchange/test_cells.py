"""Cells become values by what the whole column proves; what it does not prove is asked."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.exchange.reading import (
    CellProblem,
    ColumnFormat,
    ColumnProfile,
    DateOrder,
    Kind,
    Row,
    Sheet,
    convert,
    profile_columns,
)
from fairlead.kit.money import Money

BERLIN = ZoneInfo("Europe/Berlin")


def column(*values: object, name: str = "Column") -> ColumnProfile:
    rows = [Row(number, (value,)) for number, value in enumerate(values, start=2)]  # type: ignore[arg-type]
    return profile_columns(Sheet("f", "f", (name,), lambda: iter(rows)))[0]


def values(kind: Kind, *texts: object) -> list[object]:
    form = column(*texts).form
    return [convert(text, kind, form, BERLIN) for text in texts]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1,234.50", "12"), ["1234.50", "12"]),
        (("1.234,50", "12"), ["1234.50", "12"]),
        (("1.234", "12,5"), ["1234", "12.5"]),
        (("1,234", "12.5"), ["1234", "12.5"]),
        (("1.234.567", "1.234"), ["1234567", "1234"]),
        (("1 234,5", "7"), ["1234.5", "7"]),
        (("1'234.50", "3"), ["1234.50", "3"]),
        (("0.134", "1.5"), ["0.134", "1.5"]),
        (("-5", "(5.25)", "5.5-", "−3"), ["-5", "-5.25", "-5.5", "-3"]),
        (("12,34,567.00", "1.5"), ["1234567.00", "1.5"]),
        (("1e-05", "2.5"), ["0.00001", "2.5"]),
        ((".5", "1.25"), ["0.5", "1.25"]),
    ],
)
def test_decimal_mark_is_read_from_the_whole_column(texts: tuple[str, ...], expected: list[str]) -> None:
    assert values(Kind.DECIMAL, *texts) == [Decimal(text) for text in expected]


def test_a_number_that_could_be_two_is_asked() -> None:
    found = column("1,234", "5,678", name="Amount")
    assert found.number_question is not None
    assert (found.number_question.choices, found.number_question.guess) == ({".": "1234", ",": "1.234"}, ".")
    assert column("1,234", "1,234.50").number_question is None


def test_another_column_of_the_file_may_prove_the_mark() -> None:
    rows = [Row(2, ("1.234", "7,5")), Row(3, ("2.345", "8,25"))]
    first, _ = profile_columns(Sheet("f", "f", ("a", "b"), lambda: iter(rows)))
    assert (first.number_question, first.form.decimal_mark) == (None, ",")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [("€ 1.200,50", "1200.50", "EUR"), ("1.200,50 EUR", "1200.50", "EUR"), ("12,50", "12.50", "")],
)
def test_money_knows_its_currency_where_the_cell_says_it(text: str, amount: str, currency: str) -> None:
    assert values(Kind.MONEY, text, "1,5")[0] == Money(Decimal(amount), currency)


def test_account_numbers_are_no_money() -> None:
    assert column("AN-100001").kind == Kind.TEXT
    assert column("ABC 12").kind == Kind.TEXT


def test_percentages_are_in_percent_and_fractions_are_recognised() -> None:
    assert values(Kind.PERCENT, "30%", "7.5 %") == [Decimal(30), Decimal("7.5")]
    assert values(Kind.PERCENT, "0.3", "1", "0") == [Decimal(30), Decimal(100), Decimal(0)]
    assert values(Kind.PERCENT, "30", "0.5") == [Decimal(30), Decimal("0.5")]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("2024-01-05", "2024-02-01"), date(2024, 1, 5)),
        (("05/01/2024", "13/01/2024"), date(2024, 1, 5)),
        (("01/05/2024", "01/13/2024"), date(2024, 1, 5)),
        (("05.01.2024",), date(2024, 1, 5)),
        (("5 Jan 2024",), date(2024, 1, 5)),
        (("January 5, 2024",), date(2024, 1, 5)),
        (("5. Januar 2024",), date(2024, 1, 5)),
        (("5 janv. 2024",), date(2024, 1, 5)),
        (("5 de enero de 2024",), date(2024, 1, 5)),
        (("20240105",), date(2024, 1, 5)),
        (("45296",), date(2024, 1, 5)),
        ((Decimal(45296),), date(2024, 1, 5)),
        (("05/01/24", "13/01/24"), date(2024, 1, 5)),
        ((datetime(2024, 1, 5, 23, 30),), date(2024, 1, 5)),  # noqa: DTZ001 -- as workbooks hold it
    ],
)
def test_dates_are_read_in_the_order_that_the_column_proves(
    texts: tuple[object, ...], expected: date
) -> None:
    assert values(Kind.DATE, *texts)[0] == expected


def test_ambiguous_dates_are_asked() -> None:
    question = column("01/02/2024", "03/04/2024", name="Close").date_question
    assert question is not None
    assert question.choices == {"day_first": "1 February 2024", "month_first": "2 January 2024"}
    assert question.guess == ""
    assert column("01/02/2024", "13/02/2024").date_question is None
    assert column("05/05/2024").date_question is None


def test_a_first_of_month_column_that_reads_as_days_is_warned_of() -> None:
    question = column("01/02/2024", "01/03/2024", "01/04/2024").date_question
    assert question is not None and "With the day first, all of them fall on the same day" in question.text


def test_a_date_against_the_order_of_its_column_is_a_problem() -> None:
    form = ColumnFormat(date_order=DateOrder.MONTH_FIRST)
    with pytest.raises(CellProblem, match="“13/01/2024” is not a date with the month first"):
        convert("13/01/2024", Kind.DATE, form, BERLIN)


def test_moments_are_utc_and_without_an_offset_of_the_organisations_zone() -> None:
    assert values(Kind.MOMENT, "2024-07-05 12:30") == [datetime(2024, 7, 5, 10, 30, tzinfo=UTC)]
    assert values(Kind.MOMENT, "2024-07-05T12:30:00Z") == [datetime(2024, 7, 5, 12, 30, tzinfo=UTC)]
    assert values(Kind.MOMENT, "2024-07-05") == [datetime(2024, 7, 4, 22, 0, tzinfo=UTC)]
    assert values(Kind.MOMENT, "2015-11-20 10:59:00.000000018")[0] == datetime(
        2015, 11, 20, 9, 59, tzinfo=UTC
    )
    assert values(Kind.MOMENT, "7/5/2024 1:05 PM", "7/13/2024")[0] == datetime(2024, 7, 5, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "cell", "reason"),
    [
        (Kind.DECIMAL, "abc", "“abc” is not a number."),
        (Kind.DECIMAL, "1,5", "“1,5” is not a number with a decimal point."),
        (Kind.WHOLE, "1.5", "“1.5” is not a whole number."),
        (Kind.DATE, "31/02/2024", "“31/02/2024” is not a date."),
        (Kind.DATE, "soon", "“soon” is not a date."),
        (Kind.YES_NO, "perhaps", "“perhaps” is neither yes nor no."),
        (Kind.TEXT, "a\x00b", "The text holds a NUL character."),
    ],
)
def test_what_a_cell_is_not_is_said(kind: Kind, cell: str, reason: str) -> None:
    with pytest.raises(CellProblem) as problem:
        convert(cell, kind, ColumnFormat(), BERLIN)
    assert str(problem.value) == reason


def test_empty_cells_are_nothing_whatever_the_kind() -> None:
    assert all(
        convert(cell, kind, ColumnFormat(), BERLIN) is None for kind in Kind for cell in (None, "", "  ")
    )


@settings(deadline=None)
@given(st.sampled_from(list(Kind)), st.text(max_size=30))
def test_any_text_is_converted_or_a_problem(kind: Kind, text: str) -> None:
    try:
        convert(text, kind, column(text).form, BERLIN)
    except CellProblem as problem:
        assert str(problem).endswith(".")


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_numbers_written_in_either_fashion_come_back(number: Decimal) -> None:
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert values(Kind.DECIMAL, english, german[:0] or "0.5")[0] == number
    assert values(Kind.DECIMAL, german, "0,5")[0] == number


@settings(deadline=None)
@given(
    st.dates(date(1970, 1, 1), date(2068, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%y"]),
)
def test_dates_written_in_any_fashion_come_back(day: date, shape: str) -> None:
    proof = date(2000, 1, 31).strftime(shape)
    assert values(Kind.DATE, day.strftime(shape), proof)[0] == day


def test_a_column_that_proves_both_orders_is_asked_and_never_split_silently() -> None:
    question = column("13/01/2024", "01/14/2024", "01/02/2024").date_question
    assert question is not None
    assert "“13/01/2024” has the day first and “01/14/2024” the month" in question.text


def test_months_that_a_program_took_for_days_are_warned_of() -> None:
    days = [date(2026, 1, number) for number in range(1, 7)]
    assert "day and month were exchanged" in column(*days).warning
    assert column(*days, date(2026, 2, 1)).warning == ""


@pytest.mark.parametrize(
    "text",
    ["2024. január 5.", "5 января 2024 г.", "1º de março de 2024", "5. 1. 2024", "lundi 5 janvier 2024",
     "2024年1月5日", "Fri, 5 Jan 2024 10:00:00 GMT", "2024-01-05T10:00:00+02"],
)  # fmt: skip
def test_dates_of_many_languages_are_read(text: str) -> None:
    first = date(2024, 3, 1) if "março" in text else date(2024, 1, 5)
    assert values(Kind.DATE, text) == [first]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1’234.50", "1234.50"), ("1\u202f234,5", "1234.5"), ("$(1,200.00)", "-1200.00"), ("kr 1 200", "1200")],
)
def test_numbers_of_many_countries_are_read(text: str, expected: str) -> None:
    mark = "0,5" if "," in text and "." not in text else "0.5"
    assert values(Kind.DECIMAL, text, mark)[0] == Decimal(expected)


def test_digits_that_blanks_part_otherwise_than_by_thousands_are_no_number() -> None:
    assert column("12 34").kind == Kind.TEXT
    assert column("0171 55 66").kind == Kind.TEXT


@pytest.mark.parametrize(
    "texts",
    [
        ("1,234.50", "7.25", "0,123"),
        ("1,234.50", "1,234,56"),
        ("1.234,50", "7,25", "0.123"),
        ("7.5", "8.5", "12,34"),
    ],
)
def test_a_comma_that_parts_no_thousands_is_a_problem_and_never_dropped(texts: tuple[str, ...]) -> None:
    form = column(*texts).form
    with pytest.raises(CellProblem, match="number"):
        convert(texts[-1], Kind.DECIMAL, form, BERLIN)
