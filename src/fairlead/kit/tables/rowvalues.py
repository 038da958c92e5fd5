"""Compare several columns with a position at once: ``(amount, id) < (1000, 7)``, one range of an index."""

from typing import Any

from django.db.models import BooleanField, F, Func, Value


class RowIsPast(Func):
    """Hold for rows that come after a position when rows are sorted by these columns, all one way."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, names: list[str], values: list[Any], *, descending: bool) -> None:
        super().__init__(*(F(name) for name in names))
        self.values, self.descending = values, descending

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Return the comparison; both databases know row values."""
        del connection
        left = [compiler.compile(column) for column in self.source_expressions]
        pairs = zip(self.values, self.source_expressions, strict=True)
        right = [compiler.compile(Value(value, output_field=column.output_field)) for value, column in pairs]
        columns, places = (", ".join(sql for sql, _ in side) for side in (left, right))
        params = [param for _, params in (*left, *right) for param in params]
        return f"({columns}) {'<' if self.descending else '>'} ({places})", params
