"""Make leads and opportunities known to the apps below that need to know kinds of record."""

from collections.abc import Callable

from fairlead.people import kinds
from fairlead.vocabulary import usage
from fairlead.vocabulary.models import ReferenceList

from . import queries
from .models import Lead, LeadState, Opportunity


def register() -> None:
    """Register both kinds, and how many open records use a value of their lists."""
    kinds.register(
        kinds.Kind("opportunity", "opportunity", "opportunities", Opportunity, queries.opportunity, _open_of)
    )
    kinds.register(kinds.Kind("lead", "lead", "leads", Lead, queries.lead, _open_leads_of))
    for name, kind in (("source", ReferenceList.SOURCE), ("competitor", ReferenceList.COMPETITOR)):
        usage.register(usage.Counter(kind, "opportunity", "opportunities", _open_with(name)))
    for name, kind in (
        ("source", ReferenceList.SOURCE),
        ("status", ReferenceList.LEAD_STATUS),
        ("rating", ReferenceList.RATING),
    ):
        usage.register(usage.Counter(kind, "lead", "leads", _open_leads_with(name)))


def _open_of(person_id: int) -> int:
    return Opportunity.objects.open().filter(owner=person_id).count()


def _open_leads_of(person_id: int) -> int:
    return Lead.objects.filter(owner=person_id, state=LeadState.OPEN, deleted_at=None).count()


def _open_with(name: str) -> Callable[[int], int]:
    return lambda value_id: Opportunity.objects.open().filter(**{name: value_id}).count()


def _open_leads_with(name: str) -> Callable[[int], int]:
    open_leads = Lead.objects.filter(state=LeadState.OPEN, deleted_at=None)
    return lambda value_id: open_leads.filter(**{name: value_id}).count()
