"""What is wrong with a query that somebody typed, pasted or sent."""

from fairlead.kit.errors import RuleBroken


class BadQuery(RuleBroken):
    """A query asks for what the table does not have; names the parameter, the value and the reason."""

    def __init__(self, parameter: str, value: object, reason: str) -> None:
        shown = str(value)
        shown = shown if len(shown) <= 80 else f"{shown[:79]}…"
        super().__init__(f"{parameter}: “{shown}”: {reason}", fields={parameter: reason})
        self.parameter, self.value, self.reason = parameter, value, reason
