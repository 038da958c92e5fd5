"""What others may hear about customers, past tense; ids only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CompanyCreated:
    """A new company exists."""

    company_id: int


@dataclass(frozen=True, slots=True)
class CompanyEdited:
    """Fields of a company changed."""

    company_id: int
    fields: list[str]


@dataclass(frozen=True, slots=True)
class CompanyReassigned:
    """A company has another owner."""

    company_id: int
    from_person_id: int | None
    to_person_id: int


@dataclass(frozen=True, slots=True)
class CompanyDeleted:
    """A company was put aside."""

    company_id: int


@dataclass(frozen=True, slots=True)
class CompanyRestored:
    """A company that had been put aside is back."""

    company_id: int


@dataclass(frozen=True, slots=True)
class CompaniesMerged:
    """Two companies are one; ``moved`` counts what went over, by kind of record."""

    kept_id: int
    gone_id: int
    batch_id: int
    moved: dict[str, int]


@dataclass(frozen=True, slots=True)
class ContactCreated:
    """A new contact exists."""

    contact_id: int


@dataclass(frozen=True, slots=True)
class ContactEdited:
    """Fields of a contact changed."""

    contact_id: int
    fields: list[str]


@dataclass(frozen=True, slots=True)
class ContactReassigned:
    """A contact has another owner."""

    contact_id: int
    from_person_id: int | None
    to_person_id: int


@dataclass(frozen=True, slots=True)
class ContactDeleted:
    """A contact was put aside."""

    contact_id: int


@dataclass(frozen=True, slots=True)
class ContactRestored:
    """A contact that had been put aside is back."""

    contact_id: int


@dataclass(frozen=True, slots=True)
class ContactsMerged:
    """Two contacts are one; ``moved`` counts what went over, by kind of record."""

    kept_id: int
    gone_id: int
    batch_id: int
    moved: dict[str, int]
