"""Numbers, money and moments read as the organisation writes them."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from fairlead.web.shared import environment, formats, frame

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@contextmanager
def drawn(**facts):
    with frame.using(lambda: frame.Frame(now=NOON, **facts)):
        yield


def plain(markup: Markup) -> str:
    return markup.striptags().replace("\xa0", " ")


@pytest.mark.parametrize(
    ("locale", "written"), [("en", "€1,234.50"), ("de_DE", "1.234,50 €"), ("sv_SE", "1 234,50 €")]
)
def test_money_is_written_in_the_organisations_locale(locale, written) -> None:
    with drawn(locale=locale):
        assert plain(formats.money(Decimal("1234.50"), "EUR")) == written


def test_an_amount_without_currency_is_in_the_base_currency() -> None:
    with drawn(currency="USD"):
        assert plain(formats.money(5)) == "$5.00"


def test_a_short_amount_says_the_exact_one_as_its_title() -> None:
    with drawn():
        short = formats.short_money(Decimal("1284500.25"), "EUR")
    assert plain(short) == "€1.3M"
    assert 'title="€1,284,500.25"' in short


def test_a_short_amount_of_hundreds_is_rounded_and_not_written_out() -> None:
    with drawn():
        assert plain(formats.short_money(Decimal("919.3514491924"), "EUR")) == "€919"


def test_a_language_without_a_word_for_a_thousand_writes_the_whole_amount() -> None:
    with drawn(locale="de_DE"):
        assert plain(formats.short_money(Decimal("54551.23"), "EUR")) == "54.551 €"
        assert plain(formats.short_money(Decimal("1484500.25"), "EUR")) == "1,5 Mio. €"
        assert plain(formats.relative(NOON - timedelta(hours=3))) == "3 hours ago"


def test_percentages_are_hundredths_already() -> None:
    assert plain(formats.percent(Decimal("30.00"))) == "30%"
    assert plain(formats.percent(Decimal("12.345"), 1)) == "12.3%"


def test_moments_are_in_the_viewers_time_zone() -> None:
    with drawn(zone=ZoneInfo("Asia/Tokyo")):
        assert plain(formats.moment(datetime(2026, 3, 2, 20, 5, tzinfo=UTC))).startswith("Mar 3, 2026, 5:05")
        assert plain(formats.day(datetime(2026, 3, 2, 20, 5, tzinfo=UTC))) == "Mar 3, 2026"


def test_what_happened_is_told_by_distance() -> None:
    with drawn():
        assert plain(formats.relative(NOON)) == "just now"
        assert plain(formats.relative(NOON.date())) == "today"
        assert plain(formats.relative(NOON.date() - timedelta(days=1))) == "yesterday"
        assert plain(formats.relative(NOON.date() + timedelta(days=1))) == "tomorrow"
        assert plain(formats.relative(NOON - timedelta(hours=3))) == "3 hours ago"
        assert plain(formats.relative(date(2026, 3, 7))) == "in 5 days"


@pytest.mark.parametrize(
    "write", [formats.money, formats.number, formats.percent, formats.day, formats.moment]
)
def test_what_is_not_known_is_a_dash(write) -> None:
    assert write(None) == "–"


def test_what_people_typed_cannot_become_markup() -> None:
    assert formats.lines("<b>one</b>\ntwo") == "&lt;b&gt;one&lt;/b&gt;<br>two"


def test_phrases_take_the_organisations_own_words() -> None:
    with drawn(terms={"opportunity": "Deal", "opportunities": "Deals"}):
        assert environment.term("New opportunity") == "New deal"
        assert environment.term("Opportunities") == "Deals"
        assert environment.term("Board") == "Board"
