"""Write numbers, money and moments as the organisation writes them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from babel import Locale, dates, numbers
from markupsafe import Markup, escape

from fairlead.web.shared import frame

Figure: TypeAlias = int | float | Decimal
EMPTY = Markup("–")
_NEAR_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_MINUTE = 60
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


_BRIEF = 4


def money(value: Figure | None, currency: str | None = None, *, whole: bool = False) -> Markup:
    """Write an amount with its currency, digits of equal width; `whole` leaves out the cents."""
    if value is None:
        return EMPTY
    here = frame.current()
    pattern = _whole_pattern(here.locale) if whole else None
    code = currency or here.currency
    text = numbers.format_currency(value, code, format=pattern, locale=here.locale, currency_digits=not whole)
    return _figure(text)


def short_money(value: Figure | None, currency: str | None = None) -> Markup:
    """Write a large amount briefly (€1.2M), for tiles and column heads; the exact one is its title."""
    if value is None:
        return EMPTY
    here = frame.current()
    code = currency or here.currency
    amount = Decimal(str(value))
    text = numbers.format_compact_currency(amount, code, locale=here.locale, fraction_digits=1)
    if abs(amount) < 1000 or sum(sign.isdigit() for sign in text) > _BRIEF:  # no word for a thousand: German
        pattern = _whole_pattern(here.locale)
        text = numbers.format_currency(round(amount, 0), code, pattern, here.locale, currency_digits=False)
    exact = numbers.format_currency(value, code, locale=here.locale)
    return Markup('<span class="fl-num" title="{}">{}</span>').format(exact, text)


def number(value: Figure | None, places: int | None = None) -> Markup:
    """Write a number with the locale's separators, with a fixed count of places if asked."""
    if value is None:
        return EMPTY
    pattern = None if places is None else "#,##0" + ("." + "0" * places if places else "")
    return _figure(numbers.format_decimal(value, format=pattern, locale=frame.current().locale))


def percent(value: Figure | None, places: int = 0) -> Markup:
    """Write a percentage that is already in hundredths: 30 → 30 %."""
    if value is None:
        return EMPTY
    pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
    return _figure(numbers.format_percent(Decimal(str(value)) / 100, pattern, locale=frame.current().locale))


def day(value: date | datetime | None, style: str = "medium") -> Markup:
    """Write a calendar day; a moment is first brought into the viewer's time zone."""
    if value is None:
        return EMPTY
    here = frame.current()
    if isinstance(value, datetime):
        value = value.astimezone(here.zone).date()
    text = dates.format_date(value, style, locale=here.locale)
    return _time(value, text)


def moment(value: datetime | None, style: str = "short") -> Markup:
    """Write a day and time in the viewer's time zone."""
    if value is None:
        return EMPTY
    here = frame.current()
    local = value.astimezone(here.zone)
    clock = dates.format_time(local, style, locale=here.locale)
    text = f"{dates.format_date(local, 'medium', here.locale)}, {clock}"
    return _time(value, text)


def relative(value: datetime | date | None) -> Markup:
    """Write how long ago or ahead something is, with the exact moment as its title."""
    if value is None:
        return EMPTY
    here = frame.current()
    if isinstance(value, datetime):
        gap = value - here.now
        exact = dates.format_datetime(value.astimezone(here.zone), "medium", locale=here.locale)
    else:
        gap = value - here.now.astimezone(here.zone).date()
        exact = dates.format_date(value, "full", here.locale)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        value.isoformat(), exact, _distance(gap, is_moment=isinstance(value, datetime))
    )


def bare_number(value: Figure | None) -> str:
    """Write a number as an input field of type number wants it."""
    return "" if value is None else format(Decimal(str(value)).normalize(), "f")


def initials(name: str) -> str:
    """Return at most two letters that stand for a person."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "?"


def hue(text: object) -> int:
    """Return a steady number from 1 to 8, so that a person's colour is the same everywhere."""
    return sum(ord(char) * (index + 1) for index, char in enumerate(str(text))) % 8 + 1


def lines(text: str) -> Markup:
    """Write what a person typed with its line breaks kept."""
    return Markup("<br>").join(text.splitlines())


def device(user_agent: str) -> str:
    """Name the browser and system of a session in words a person knows."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Another program")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


def _distance(gap: timedelta, *, is_moment: bool) -> str:
    """Return a distance in the language of the screen, which is English everywhere."""
    if not is_moment and gap.days in _NEAR_DAYS:
        return _NEAR_DAYS[gap.days]
    if abs(gap.total_seconds()) < _MINUTE:
        return "just now"
    return dates.format_timedelta(gap, add_direction=True, locale="en", threshold=1.3)


def _whole_pattern(locale: str) -> str:
    pattern: str = Locale.parse(locale.replace("-", "_")).currency_formats["standard"].pattern
    return pattern.replace(".00", "")


def _figure(text: str) -> Markup:
    return Markup(f'<span class="fl-num">{escape(text)}</span>')  # noqa: S704 -- escaped, and quicker than format


def _time(value: date, text: str) -> Markup:
    return Markup(f'<time class="fl-num" datetime="{value.isoformat()}">{escape(text)}</time>')  # noqa: S704
