"""What every installation starts with; an organisation changes it afterwards."""

from dataclasses import dataclass
from datetime import datetime

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.vocabulary import events, rules
from fairlead.vocabulary.models import Currency, Organisation, ReferenceList, ReferenceValue
from fairlead.vocabulary.queries.organisation import ORGANISATION_ID

LISTS: dict[ReferenceList, tuple[str, ...]] = {
    ReferenceList.INDUSTRY: (
        "Manufacturing",
        "Retail",
        "Wholesale",
        "Technology",
        "Finance",
        "Health care",
        "Education",
        "Public sector",
        "Construction",
        "Transport",
        "Hospitality",
        "Other",
    ),
    ReferenceList.COMPANY_TYPE: ("Customer", "Prospect", "Partner", "Distributor", "Supplier"),
    ReferenceList.SOURCE: (
        "Website",
        "Referral",
        "Trade fair",
        "Cold call",
        "E-mail campaign",
        "Advertisement",
        "Existing customer",
        "Partner",
    ),
    ReferenceList.LOST_REASON: (
        "Price",
        "Competitor",
        "No budget",
        "No decision",
        "Timing",
        "Missing feature",
        "No longer needed",
    ),
    ReferenceList.COMPETITOR: (),
    ReferenceList.LEAD_STATUS: ("New", "Contacted", "Working", "Nurturing", "Not interested"),
    ReferenceList.RATING: ("Hot", "Warm", "Cold"),
}

COLOURS: dict[tuple[ReferenceList, str], str] = {
    (ReferenceList.RATING, "Hot"): "red",
    (ReferenceList.RATING, "Warm"): "orange",
    (ReferenceList.RATING, "Cold"): "azure",
    (ReferenceList.LEAD_STATUS, "New"): "blue",
    (ReferenceList.LEAD_STATUS, "Working"): "teal",
}

CURRENCIES: tuple[tuple[str, str, int], ...] = (
    ("EUR", "Euro", 2),
    ("USD", "US dollar", 2),
    ("GBP", "Pound sterling", 2),
)


@dataclass(frozen=True, slots=True)
class Start:
    """How an organisation begins."""

    name: str = "Our organisation"
    base_currency: str = "EUR"
    time_zone: str = "UTC"
    locale: str = "en"
    is_demo: bool = False


@action("vocabulary.installed", rule=rules.may_maintain, verb="set up")
def install_defaults(start: Start, *, by: Viewer, at: datetime) -> events.DefaultsInstalled | None:
    """Fill every list that is empty, add currencies where there are none, and make the organisation.

    Does nothing the second time; what an organisation has changed stays changed.
    """
    del by, at
    added = _currencies(start.base_currency) + _organisation(start) + sum(map(_list, ReferenceList))
    return events.DefaultsInstalled(added) if added else None


def _currencies(base: str) -> int:
    if Currency.objects.exists():
        return 0
    known = CURRENCIES if base in {code for code, *_ in CURRENCIES} else (*CURRENCIES, (base, base, 2))
    rows = [Currency(code=code, name=name, digits=digits) for code, name, digits in known]
    return len(Currency.objects.bulk_create(rows))


def _organisation(start: Start) -> int:
    if Organisation.objects.exists():
        return 0
    Organisation.objects.create(
        pk=ORGANISATION_ID,
        name=start.name,
        base_currency=start.base_currency,
        time_zone=start.time_zone,
        locale=start.locale,
        is_demo=start.is_demo,
    )
    return 1


def _list(kind: ReferenceList) -> int:
    if ReferenceValue.objects.filter(list=kind).exists():
        return 0
    rows = [
        ReferenceValue(list=kind, label=label, order=order, colour=COLOURS.get((kind, label), ""))
        for order, label in enumerate(LISTS[kind])
    ]
    return len(ReferenceValue.objects.bulk_create(rows))
