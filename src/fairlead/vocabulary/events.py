"""What others may hear about the vocabulary, in the past tense."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReferenceValueSaved:
    """A value of a list was added, edited, retired or restored."""

    value_id: int
    list: str


@dataclass(frozen=True, slots=True)
class ReferenceListReordered:
    """The values of a list stand in another order."""

    list: str


@dataclass(frozen=True, slots=True)
class OrganisationEdited:
    """The organisation's name, calendar, terms or currency changed; ``fields`` names what."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurrencySaved:
    """A currency was added, edited, retired or restored."""

    currency_id: int


@dataclass(frozen=True, slots=True)
class ExchangeRateSet:
    """A currency has another worth from a day on; ``rate`` is None where the rate was taken away."""

    currency: str
    on: str
    rate: str | None


@dataclass(frozen=True, slots=True)
class DefaultsInstalled:
    """The lists, currencies and the organisation that every installation starts with are there."""

    added_count: int
