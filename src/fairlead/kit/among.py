"""Compare a column with many keys at once: one value in the statement, however many keys there are."""

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, F, Func

from fairlead.kit import statements


class Among(Func):
    """Hold for rows whose column has one of these keys; not for those where it is empty."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, name: str, keys: Collection[int]) -> None:
        super().__init__(F(name))
        self.keys = tuple(keys)

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Return the comparison; what it says of an empty column may be negated."""
        del connection
        column, params = compiler.compile(self.source_expressions[0])
        found = f"({statements.among(column)} AND {column} IS NOT NULL)"
        return found, [*params, statements.listed(self.keys), *params]
