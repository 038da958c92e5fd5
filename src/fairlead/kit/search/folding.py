"""Take case and accents away, in Python and in either database by the same rule."""

import re
import unicodedata
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import Func, TextField

_MARKS = re.compile("[\u0300-\u036f]")
LONGEST = 650
"""Characters that a search text keeps, so that a B-tree can hold it."""

POSTGRES_FOLD = """
CREATE OR REPLACE FUNCTION fairlead_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(
        normalize(replace(lower(words{collate}), 'ß', 'ss'), NFKD), E'[\\u0300-\\u036F]', '', 'g'){collate})
$$"""


def fold(text: str) -> str:
    """Return the text in lower case and without accents: ``fold("Müßig É")`` is ``mussig e``."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return _MARKS.sub("", plain).lower()


def compose(*parts: object) -> str:
    """Return the search text of a row: its sources folded, each word after a space."""
    return " " + fold(" ".join(str(part) for part in parts if part not in (None, "")))[:LONGEST]


class Fold(Func):
    """Fold a text column inside the database."""

    function = "fairlead_fold"
    arity = 1
    output_field = TextField()


def _teach_sqlite(connection: Any, **_kwargs: object) -> None:
    """Give a new SQLite connection the functions that PostgreSQL keeps in its catalogue."""
    if connection.vendor == "sqlite":
        create = connection.connection.create_function
        create("fairlead_fold", 1, lambda text: None if text is None else fold(str(text)), deterministic=True)
        create("fairlead_compose", -1, compose, deterministic=True)


connection_created.connect(_teach_sqlite, dispatch_uid="fairlead.kit.search")
