"""Which old code page a text is in: the one in which its letters are those that people write."""

from __future__ import annotations

import re

_MARKS = "€‚„“”‘’«»–—…§°©®·¿¡£\u00a0ºª²³½"
_LETTERS = {
    "cp1252": "äöüßÄÖÜéèêëàâçñáíóúãõåæøœîïôûùìòýÉÈÊËÀÂÇÑÁÍÓÚÃÕÅÆØŒÎÏÔÛÙÌÒÝ",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűŐŰăâîşţĂÂÎŞŢľĺŕäôöüßÄÔÖÜđĐ",
    "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁІЇЄҐЎ№",
}
_LETTERS["iso-8859-2"] = _LETTERS["cp1250"]
_ORDER = ("cp1252", "cp1250", "iso-8859-2", "cp1251")
_MIXED = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_CROWD = re.compile(r"[^\W\d_a-zA-Z\u0400-\u04ff]{4,}")


def likeliest_code_page(sample: bytes) -> str:
    """Return the code page in which a sample of text makes most sense; western where nothing tells.

    :param sample: lines of the text that hold more than ASCII.
    """
    return max(_ORDER, key=lambda page: (_sense(sample, page), -_ORDER.index(page)))


def _sense(sample: bytes, page: str) -> int:
    """Return how much sense the sample makes: expected letters, less what nobody writes in a word."""
    text = sample.decode(page, "replace")
    known, beyond = _LETTERS[page], [letter for letter in text if letter > "\x7f"]
    good = sum(letter in known for letter in beyond)
    odd = sum(letter not in known and letter not in _MARKS for letter in beyond)
    odd += len(_MIXED.findall(text)) + sum(map(len, _CROWD.findall(text)))
    odd += len(re.findall(rf"[^\W\d_][{re.escape(_MARKS[-4:])}£][^\W\d_]?", text))
    if page == "cp1252":
        odd += len(re.findall("õ(?!e)", text))  # Portuguese has it before e alone; else it is Hungarian ő
    return good - 4 * odd
