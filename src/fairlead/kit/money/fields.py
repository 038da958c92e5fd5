"""Decimals kept as integers, so that sums are exact on SQLite as well as on PostgreSQL.

SQLite has no decimal type: Django keeps a ``DecimalField`` there as a floating-point number, and a
million of them add up to the wrong cent. An integer adds up right, is half the size, and indexes well.
"""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from .values import AMOUNT_PLACES, round_half_even

if TYPE_CHECKING:  # Django's fields are generic for the type checker only
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class _ScaledDecimalField(_Field):
    """A decimal with a fixed number of places, stored as that many units of its last place."""

    empty_strings_allowed = False
    places: int
    limit: Decimal
    noun: str

    def from_db_value(self, value: Any, _expression: object, _connection: object) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.places)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise ValidationError(f"“{value}” is not {self.noun}.", code="invalid")
        if abs(number) > self.limit:
            raise ValidationError(
                f"{value} is larger than {self.noun} can be here ({self.limit:,}).", code="invalid"
            )
        return round_half_even(number, self.places)

    def get_prep_value(self, value: Any) -> int | None:
        if hasattr(value, "resolve_expression"):
            return value  # type: ignore[no-any-return]
        number = self.to_python(value)
        return None if number is None else int(number.scaleb(self.places))

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, form_class: Any = None, choices_form_class: Any = None, **kwargs: Any) -> Any:
        del form_class, choices_form_class
        defaults: dict[str, Any] = {
            "form_class": forms.DecimalField,
            "decimal_places": self.places,
            "max_digits": 18,
        }
        return super().formfield(**(defaults | kwargs))


class AmountField(_ScaledDecimalField):
    """An amount of money as a Decimal with four places; the currency stands in a column beside it."""

    places = AMOUNT_PLACES
    limit = Decimal("99_999_999_999_999")
    noun = "an amount"

    def get_internal_type(self) -> str:
        """Return the type of column that holds the integer."""
        return "BigIntegerField"


class PercentField(_ScaledDecimalField):
    """A percentage as a Decimal with two places: 30 % is ``Decimal("30.00")``, stored as 3000."""

    places = 2
    limit = Decimal("10_000")
    noun = "a percentage"

    def get_internal_type(self) -> str:
        """Return the type of column that holds the integer."""
        return "IntegerField"


class RateField(_ScaledDecimalField):
    """A rate between two units, such as an exchange rate, as a Decimal with ten places."""

    places = 10
    limit = Decimal("900_000_000")
    noun = "a rate"

    def get_internal_type(self) -> str:
        """Return the type of column that holds the integer."""
        return "BigIntegerField"
