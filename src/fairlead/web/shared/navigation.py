"""The places of the product: what the menu, the palette and the G-shortcuts offer."""

from dataclasses import dataclass

from django.urls import NoReverseMatch

from fairlead.access import Viewer
from fairlead.web.shared import addresses


@dataclass(frozen=True, slots=True)
class Place:
    """One place a person can go to, with the letter that follows G."""

    name: str
    route: str
    icon: str
    letter: str = ""
    administrators: bool = False
    phone: bool = False

    @property
    def address(self) -> str:
        """Return the address of the place, below whatever path Fairlead is served at."""
        return address(self.route)


PLACES = (
    Place("Home", "home", "home", "H", phone=True),
    Place("Opportunities", "opportunities", "target", "O", phone=True),
    Place("Board", "board", "layout-kanban", "B", phone=True),
    Place("Leads", "leads", "bolt", "L"),
    Place("Companies", "companies", "building-skyscraper", "C"),
    Place("Contacts", "contacts", "address-book", "N"),
    Place("Products", "products", "package", "P"),
    Place("Imports", "imports", "file-import", "I"),
    Place("Setup", "setup", "settings", "S", administrators=True),
)

CREATABLE = (
    Place("New opportunity", "opportunity_new", "target"),
    Place("New lead", "lead_new", "bolt"),
    Place("New company", "company_new", "building-skyscraper"),
    Place("New contact", "contact_new", "address-book"),
)


def places(viewer: Viewer) -> list[Place]:
    """Return the places this viewer may go to."""
    allowed = [place for place in PLACES if viewer.is_administrator or not place.administrators]
    return [place for place in allowed if place.address]


def creatable() -> list[Place]:
    """Return the forms for new records, the first being the main action."""
    return [place for place in CREATABLE if place.address]


def address(route: str, *args: object) -> str:
    """Return the address of a route, or nothing where the installation has no such page."""
    try:
        return addresses.of(route, *args)
    except NoReverseMatch:
        return ""
