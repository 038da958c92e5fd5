"""The pages that show saved views."""

from fairlead.access import OutOfReach
from fairlead.kit import tables
from fairlead.kit.tables import Query
from fairlead.web.customers.lists import COMPANIES, CONTACTS
from fairlead.web.leads.lists import LEADS
from fairlead.web.pipeline.lists import OPPORTUNITIES
from fairlead.web.products.lists import PRODUCTS
from fairlead.web.shared.listing import Listing

PLACES = {one.name: one for one in (OPPORTUNITIES, LEADS, COMPANIES, CONTACTS, PRODUCTS)}


def place(name: str) -> Listing:
    """Return the list of this name.

    :raises OutOfReach: when there is none that shows views.
    """
    if name not in PLACES:
        raise OutOfReach("There is no such page with views.")
    return PLACES[name]


def asked(listing: Listing, text: str) -> Query:
    """Return the query that a form sent along.

    :raises BadQuery: naming what the list cannot answer.
    """
    return tables.parse(text, listing.table)
