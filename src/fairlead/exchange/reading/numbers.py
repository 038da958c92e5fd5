"""Numbers as people write them: which mark is the decimal one, and what the digits are worth."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'\u2019"))
_SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₺": "TRY",
    "₩": "KRW", "₴": "UAH",
    "US$": "USD", "A$": "AUD", "C$": "CAD", "R$": "BRL", "zł": "PLN", "Kč": "CZK", "Ft": "HUF",
}  # fmt: skip
_UNIT = "[A-Z]{3}|" + "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"""^\s*(?P<open>\()?\s*(?P<sign>[-+\u2212\u2013])?\s*(?P<before>kr\.?|{_UNIT})?\s*(?P<sign2>[-\u2212])?\s*(?P<inside>\()?\s*
    (?P<digits>\d[\d.,'\u2019\x20\u00a0\u202f\u2009]*|[.,]\d+)(?P<power>[eE][-+]?\d{{1,2}})?(?:(?<=[.,])[-\u2013](?=\s|$))?
    \s*(?P<after>%|kr\.?|{_UNIT})?\s*(?P<trailing>-)?\s*(?P<close>\))?\s*$""",
    re.VERBOSE,
)
_GROUPED = {
    ".": re.compile(r"^(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3})$"),
    ",": re.compile(r"^[1-9]\d{0,2}(?:\.\d{3})+$"),
}
"""Thousands, or lakhs as in India. 0,123 and 1,234,56 are neither: their comma may be a decimal one."""
_SPACED = re.compile(r"^\d{1,3}(?P<gap>[ \u00a0\u202f\u2009'\u2019])\d{3}(?:(?P=gap)\d{3})*(?:[.,]\d*)?$")
_CODE = re.compile(r"^[A-Z]{3}$")


@cache
def currency_codes() -> frozenset[str]:
    """Return the currency codes of ISO 4217 that Babel knows."""
    return frozenset(Locale("en").currencies)


def currency_of(sign: str) -> str:
    """Return the code of the currency that a sign stands for, if it does."""
    return _SIGNS.get(sign, "")


@dataclass(frozen=True, slots=True)
class NumberText:
    """A number taken apart, before it is decided which mark is the decimal one.

    :param unit: what stands beside it: ``%``, a currency sign or code, or nothing.
    """

    negative: bool
    digits: str
    unit: str
    power: str = ""

    @property
    def currency(self) -> str:
        """Return the ISO code of the currency that stands beside the number, if one does."""
        return _SIGNS.get(self.unit, self.unit if _CODE.match(self.unit) else "")

    @property
    def plain(self) -> str:
        """Return the digits with their marks and the sign, without what stands beside them."""
        return f"{'-' if self.negative else ''}{self.digits}{self.power}"

    def decimal_mark(self) -> str:
        """Return the decimal mark that this number proves; ``?`` if it could be either; else nothing."""
        dots, commas = self.digits.count("."), self.digits.count(",")
        if dots and commas:
            return "." if self.digits.rindex(".") > self.digits.rindex(",") else ","
        if not dots and not commas:
            return ""
        mark, other = (".", ",") if dots else (",", ".")
        if dots + commas > 1:
            return other
        before, after = self.digits.split(mark)
        if len(after) != 3 or len(before) > 3 or before[:1] in ("0", "") or self.power:
            return mark
        return "?"

    def value(self, mark: str) -> Decimal | None:
        """Return the number, read with this decimal mark; nothing if it cannot be read so."""
        whole, _, part = self.digits.partition(mark or ".")
        if not (whole.isdigit() or not whole) and not _GROUPED[mark or "."].match(whole):
            return None
        if part and not part.isdigit():
            return None
        whole = whole.replace(".", "").replace(",", "") or "0"
        number = Decimal(f"{whole}.{part or 0}{self.power}") if part or self.power else Decimal(whole)
        return -number if self.negative else number


def take_apart(text: str) -> NumberText | None:
    """Return the parts of a number, or nothing where the text is no number."""
    match = _NUMBER.match(text)
    if not match or (match["open"] or "") + (match["inside"] or "") != ("(" if match["close"] else ""):
        return None
    if match["before"] and match["after"] and match["after"] != "%":
        return None
    unit = (match["after"] or match["before"] or "").rstrip(".")
    if _CODE.match(unit) and unit not in currency_codes():
        return None
    digits = match["digits"].strip()
    bare = digits.translate(_SPACES)
    if len(bare) < len(digits) and not _SPACED.match(digits):
        return None  # 12 34 is not 1,234: blanks part thousands and nothing else
    signs = [sign for name in ("sign", "sign2", "trailing", "close") if (sign := match[name])]
    if len(signs) > 1:  # two of them mean nothing that everybody understands
        return None
    return NumberText(signs not in ([], ["+"]), bare, unit, match["power"] or "")
