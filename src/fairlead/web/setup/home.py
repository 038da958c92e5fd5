"""The way into setup: what can be kept, and how much of it there is."""

from dataclasses import dataclass

from django.http import HttpResponse

from fairlead.web.shared import navigation, pages
from fairlead.web.shared.pages import Request


@dataclass(frozen=True, slots=True)
class Door:
    """One part of setup."""

    title: str
    sentence: str
    route: str
    icon: str

    @property
    def address(self) -> str:
        """Return its address, or nothing where this installation has no such part."""
        return navigation.address(self.route)


SECTIONS: tuple[tuple[str, tuple[Door, ...]], ...] = (
    (
        "People",
        (
            Door("People", "Who signs in, with which role and permissions.", "setup_people", "users"),
            Door("Teams", "Who belongs together, and who supervises whom.", "setup_teams", "sitemap"),
            Door("Locations", "Places and territories, as a tree.", "setup_locations", "map-pin"),
            Door("Who sees what", "Why a person can see a record, in sentences.", "setup_sight", "eye"),
        ),
    ),
    (
        "Sales",
        (
            Door(
                "Pipelines",
                "Stages, probabilities, and what a stage asks for.",
                "setup_pipelines",
                "stairs-up",
            ),
            Door("Campaigns", "What leads and opportunities came from.", "setup_campaigns", "flag"),
            Door("Lists", "Industries, sources, lost reasons and the like.", "setup_lists", "list-details"),
            Door("Product categories", "The tree that products hang on.", "setup_categories", "category-2"),
        ),
    ),
    (
        "Organisation",
        (
            Door("Organisation", "Name, words, calendar, language.", "setup_organisation", "building"),
            Door(
                "Currencies and rates", "In what money is counted, and its worth.", "setup_currencies", "coin"
            ),
        ),
    ),
)


def home(request: Request) -> HttpResponse:
    """Show every part of setup that is there."""
    sections = [(title, [door for door in doors if door.address]) for title, doors in SECTIONS]
    return pages.render(request, "setup/home.html", {"sections": sections, "place": "setup"})
