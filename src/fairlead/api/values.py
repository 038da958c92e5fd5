"""What a request may hold: each kind of value with its limits, the same in the check and in OpenAPI."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

LARGEST_ID = 2**63 - 1
AMOUNT = r"^-?[0-9]{1,14}(\.[0-9]{1,4})?$"
PERCENT = r"^(100(\.0{1,2})?|[0-9]{1,2}(\.[0-9]{1,2})?)$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NO_NUL = r"^[^\u0000]*$"


class Body(BaseModel):
    """What a request brings. A field that nobody knows is an error, not a wish that is passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(BaseModel):
    """What an answer holds; for the description only, answers are not checked again on their way out."""


def _written(pattern: str, hint: str) -> BeforeValidator:
    """Accept text of this form only: a number would have lost digits before it arrived here."""
    form = re.compile(pattern.removeprefix("^").removesuffix("$"))

    def check(value: object) -> object:
        if isinstance(value, Decimal | date):
            return value
        if not isinstance(value, str) or not form.fullmatch(value):
            raise ValueError(hint)
        return value

    return BeforeValidator(check)


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("It holds a character that cannot be stored.")
    return text


def _described(pattern: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, **more})


def text(longest: int, *, least: int = 0) -> Any:
    """Return the type of a text of so many characters."""
    limits = StringConstraints(strict=True, min_length=least, max_length=longest)
    described = {"type": "string", "maxLength": longest, **({"minLength": least} if least else {})}
    return Annotated[str, limits, AfterValidator(_no_nul), WithJsonSchema({**described, "pattern": NO_NUL})]


Id = Annotated[int, Field(strict=True, ge=1, le=LARGEST_ID)]
Version = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1, description="The version that you last saw.")]
Flag = Annotated[bool, Field(strict=True)]
Amount = Annotated[
    Decimal,
    _written(AMOUNT, 'Write it as text with at most four decimal places, such as "1200.50".'),
    _described(AMOUNT, examples=["1200.50"]),
]
Percent = Annotated[
    Decimal,
    _written(PERCENT, 'Write it as text from "0" to "100" with at most two decimal places.'),
    _described(PERCENT, examples=["37.50"]),
]
Day = Annotated[
    date, _written(DAY, "Write it as YYYY-MM-DD."), WithJsonSchema({"type": "string", "format": "date"})
]
Currency = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]{3}$")]
CountryCode = Annotated[str, StringConstraints(strict=True, pattern=r"^([A-Z]{2})?$")]
Text20, Text40, Text64, Text100, Text120, Text200, Text254 = map(text, (20, 40, 64, 100, 120, 200, 254))
Filled60, Filled120, Filled254, Filled500 = (text(longest, least=1) for longest in (60, 120, 254, 500))
Title = text(200, least=1)
Reason = text(500)
Note = text(20_000)

LEFT_OUT: Any = None
"""Stands for a field that was not sent. It is no value: sending null for such a field is refused."""

# Told, never taken
AmountTold = Annotated[str, Field(pattern=AMOUNT, examples=["1200.5000"])]
PercentTold = Annotated[str, Field(pattern=PERCENT, examples=["37.50"])]
DayTold = date
MomentTold = datetime
