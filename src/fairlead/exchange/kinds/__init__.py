"""What can be imported: one declaration for each kind of record."""

from fairlead.kit.errors import RuleBroken

from . import sources as _sources  # noqa: F401 -- registers the lookups
from .customers import COMPANIES, CONTACTS
from .histories import COMPANY_HISTORY, OPPORTUNITY_HISTORY
from .kind import Context, Field, Kind
from .lines import LINES
from .lists import REFERENCE_VALUES
from .lookups import SOURCES, Missing
from .opportunities import OPPORTUNITIES
from .people import LOCATIONS, PEOPLE, TEAMS
from .pipeline import CAMPAIGNS, LEADS
from .products import PRODUCTS

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        OPPORTUNITIES,
        COMPANIES,
        CONTACTS,
        LEADS,
        PRODUCTS,
        PEOPLE,
        CAMPAIGNS,
        LINES,
        LOCATIONS,
        TEAMS,
        REFERENCE_VALUES,
        COMPANY_HISTORY,
        OPPORTUNITY_HISTORY,
    )
}


class UnknownKind(RuleBroken):
    """Nothing of this kind can be imported."""


def kind(name: str) -> Kind:
    """Return the kind of this name.

    :raises UnknownKind: when nothing of the kind can be imported.
    """
    if name not in KINDS:
        raise UnknownKind(
            f"“{name}” cannot be imported. Choose from: {', '.join(KINDS)}.", fields={"kind": "Choose one."}
        )
    return KINDS[name]


__all__ = ["KINDS", "SOURCES", "Context", "Field", "Kind", "Missing", "UnknownKind", "kind"]
