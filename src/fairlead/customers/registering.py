"""Make companies and contacts known to the apps below that need to know kinds of record."""

from fairlead.people import kinds
from fairlead.vocabulary import usage
from fairlead.vocabulary.models import ReferenceList

from . import queries
from .models import Company, Contact


def register() -> None:
    """Register both kinds, and how many companies use a value of their lists."""
    kinds.register(
        kinds.Kind(
            "company", "company", "companies", Company, queries.company, _companies_of, open_adjective=""
        )
    )
    kinds.register(
        kinds.Kind(
            "contact", "contact", "contacts", Contact, queries.contact, _contacts_of, open_adjective=""
        )
    )
    usage.register(usage.Counter(ReferenceList.INDUSTRY, "company", "companies", _companies_in_industry))
    usage.register(usage.Counter(ReferenceList.COMPANY_TYPE, "company", "companies", _companies_of_type))


def _companies_of(person_id: int) -> int:
    return Company.objects.filter(owner=person_id, deleted_at=None).count()


def _contacts_of(person_id: int) -> int:
    return Contact.objects.filter(owner=person_id, deleted_at=None).count()


def _companies_in_industry(value_id: int) -> int:
    return Company.objects.filter(industry=value_id, deleted_at=None).count()


def _companies_of_type(value_id: int) -> int:
    return Company.objects.filter(company_type=value_id, deleted_at=None).count()
