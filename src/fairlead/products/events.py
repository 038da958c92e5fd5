"""What others may hear about the catalogue, past tense; ids only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProductCreated:
    """A new product exists."""

    product_id: int


@dataclass(frozen=True, slots=True)
class ProductEdited:
    """Fields of a product changed."""

    product_id: int
    fields: list[str]


@dataclass(frozen=True, slots=True)
class ProductDeleted:
    """A product was put aside."""

    product_id: int


@dataclass(frozen=True, slots=True)
class ProductRestored:
    """A product that had been put aside is back."""

    product_id: int


@dataclass(frozen=True, slots=True)
class ProductPriced:
    """A product has a price from a day on, or that price was corrected or withdrawn."""

    product_id: int
    currency: str


@dataclass(frozen=True, slots=True)
class CategoryChanged:
    """A category was added, renamed, moved or removed."""

    category_id: int
