"""Names and codes of countries, as they stand in files, to the two letters we keep."""

from functools import cache

from babel import Locale

from fairlead.exchange.reading import CellProblem
from fairlead.kit.search import fold

_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
_ALSO = {
    "usa": "US", "u.s.a.": "US", "u.s.": "US", "united states of america": "US", "uk": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "great britain": "GB", "holland": "NL", "russia": "RU",
    "south korea": "KR",     "czech republic": "CZ", "uae": "AE", "brasil": "BR",
}  # fmt: skip


def country_code(text: str) -> str:
    """Return the ISO 3166 code of a country given by code or name.

    :raises CellProblem: when there is no such country.
    """
    if code := _codes().get(fold(text).strip()):
        return code
    raise CellProblem(f"“{text}” is not a country.")


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                codes.setdefault(fold(name), code)
                codes[code.lower()] = code
    return codes | _ALSO
