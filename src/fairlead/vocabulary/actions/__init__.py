"""Every change to the vocabulary."""

from .currencies import (
    CannotRetire,
    CurrencyChanges,
    NeedsNoRate,
    NewCurrency,
    add_currency,
    delete_rate,
    edit_currency,
    restore_currency,
    retire_currency,
    set_rate,
)
from .defaults import Start, install_defaults
from .lists import (
    NewValue,
    ReferenceValueChanges,
    add_value,
    edit_value,
    reorder_values,
    restore_value,
    retire_value,
)
from .organisation import OrganisationChanges, edit_organisation

__all__ = [
    "CannotRetire",
    "CurrencyChanges",
    "NeedsNoRate",
    "NewCurrency",
    "NewValue",
    "OrganisationChanges",
    "ReferenceValueChanges",
    "Start",
    "add_currency",
    "add_value",
    "delete_rate",
    "edit_currency",
    "edit_organisation",
    "edit_value",
    "install_defaults",
    "reorder_values",
    "restore_currency",
    "restore_value",
    "retire_currency",
    "retire_value",
    "set_rate",
]
