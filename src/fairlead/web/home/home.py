"""My sales: what is open, overdue, won, closing and changed; each number opens the list it sums up."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import reverse

from fairlead.access import Viewer
from fairlead.kit.money import Money
from fairlead.kit.periods import Period
from fairlead.people import queries as people
from fairlead.pipeline import queries
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.shared import navigation, pages, timeline
from fairlead.web.shared.pages import Request
from fairlead.web.shared.worth import Rates

OPEN, WON = "where=outcome.is:open", "where=outcome.is:won"


@dataclass(frozen=True, slots=True)
class News:
    """Something that changed in one's own work."""

    who: str
    before: str
    after: str
    title: str
    address: str
    change: object


@dataclass(frozen=True, slots=True)
class Todo:
    """One first step of a new installation."""

    title: str
    sentence: str
    address: str
    is_done: bool


@dataclass(frozen=True)
class MySales:
    """What the page draws."""

    viewer: Viewer
    home: queries.Home
    team: list[queries.TeamLine]
    today: date
    quarter: Period
    quarter_name: str

    @cached_property
    def rates(self) -> Rates:
        """Return today's rates of every currency on the page."""
        tallies = [
            self.home.open,
            self.home.won,
            *(tally for line in self.team for tally in (line.open, line.won)),
        ]
        return Rates.of([money for tally in tallies for money in tally.amounts], self.today)

    def worth(self, amounts: tuple[Money, ...]) -> Money | None:
        """Return amounts as one sum; none where there is nothing, or no rate."""
        return self.rates.total(amounts)

    def address(self, *where: str, mine: bool = True) -> str:
        """Return the address of the list with these conditions, one's own rows only."""
        parts = [f"where={quote(one, safe=':,.@')}" for one in where]
        owner = ["where=owner.is:@me"] if mine else []
        return f"{reverse('opportunities')}?{'&'.join([*parts, *owner])}"

    @property
    def in_quarter(self) -> str:
        """Return the condition for what closed in the quarter shown."""
        return f"closed_on.between:{self.quarter.first},{self.quarter.last}"

    @property
    def until_quarter_ends(self) -> str:
        """Return the condition for what is to close by the end of the quarter."""
        return f"expected_close_on.before:{self.quarter.last + timedelta(days=1)}"

    @cached_property
    def news(self) -> list[News]:
        """Return what changed since yesterday, as sentences."""
        told = [
            (change, timeline.sentence(change, "opportunity").partition(" it"))
            for change in self.home.changes
        ]
        return [
            News(
                who=change.who,
                before=sentence[0] if sentence[1] else f"{sentence[0]} in",
                after=sentence[2],
                title=self.home.titles.get(change.record_id, ""),
                address=reverse("opportunity", args=[change.record_id]),
                change=change,
            )
            for change, sentence in told
        ]

    @property
    def is_empty(self) -> bool:
        """Tell whether the person has nothing at all yet."""
        home = self.home
        return not (home.open.count or home.won.count or home.open_leads or self.team)


def home(request: Request) -> HttpResponse:
    """Show a person's own sales, their team's line, and the first steps while they are needed."""
    calendar = vocabulary.calendar()
    today = calendar.today(request.now)
    quarter = calendar.quarter_of(today)
    since, _ = calendar.moments(Period.of_day(today - timedelta(days=1)))
    mine = MySales(
        viewer=request.viewer,
        home=queries.home(request.viewer, today=today, quarter=quarter, since=since),
        team=queries.team(request.viewer, quarter=quarter) if _leads_others(request.viewer) else [],
        today=today,
        quarter=quarter,
        quarter_name=calendar.name_of_quarter(today),
    )
    return pages.render(
        request, "home/home.html", {"mine": mine, "todos": _todos(request, mine), "place": "home"}
    )


def _leads_others(viewer: Viewer) -> bool:
    return viewer.is_supervisor or viewer.is_administrator


def _todos(request: Request, mine: MySales) -> list[Todo]:
    """Return the first steps for an administrator, while one of them is open."""
    organisation = vocabulary.organisation()
    if not request.viewer.is_administrator or not (organisation.is_demo or mine.is_empty):
        return []
    is_named = not organisation.is_demo and organisation.name != "Our organisation"
    has_people = not organisation.is_demo and people.assignable(request.viewer).count() > 1
    offered = (
        ("setup_organisation", "Name your company", "Its currency, calendar and words.", is_named),
        ("setup_people", "Add your people", "Who sells, and who supervises whom.", has_people),
        ("setup_pipelines", "Shape the pipeline", "Stages, probabilities, what a stage asks for.", False),
        ("imports", "Import your spreadsheet", "Looked at first, and undone in one click.", False),
    )
    todos = [Todo(title, words, navigation.address(route), done) for route, title, words, done in offered]
    if organisation.is_demo:
        remove = navigation.address("demo_remove")
        todos.append(Todo("Remove the demo data", "What you entered yourself stays.", remove, False))
    return [todo for todo in todos if todo.address]
