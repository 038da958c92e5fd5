"""The board: open opportunities by stage, with the truth about each whole column in its head."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from fairlead.access import OutOfReach, Viewer
from fairlead.kit import tables
from fairlead.kit.money import Money
from fairlead.kit.tables import Condition, Context, Page, Query, Totals
from fairlead.pipeline import actions, columns, queries, rules
from fairlead.web.pipeline.lists import NOUNS
from fairlead.web.shared import filtering, pages
from fairlead.web.shared.listed import Screen
from fairlead.web.shared.listing import Listing, context_of
from fairlead.web.shared.pages import Request
from fairlead.web.shared.worth import Rates

if TYPE_CHECKING:
    from fairlead.pipeline.models import Opportunity, Pipeline
    from fairlead.pipeline.queries import BoardColumn

CARDS = 20
BESIDE = ("stage", "skip")


def _open(viewer: Viewer, as_of: datetime | None) -> QuerySet[Any]:
    """Return the open opportunities within reach, now or at a moment."""
    return queries.opportunities(viewer, as_of=as_of).filter(outcome="open")


BOARD = Listing(name="board", table=columns.OPPORTUNITIES, rows=_open, nouns=NOUNS, record="opportunity")


@dataclass(frozen=True, slots=True)
class Worth:
    """What a column comes to: as one sum where the rates are known, and exactly by currency."""

    total: Money | None
    exact: tuple[Money, ...]


@dataclass(frozen=True)
class Layout:
    """What the board draws."""

    board: queries.Board
    screen: Screen
    pipelines: list[tuple[str, str, None]]
    here: str
    rates: Rates

    @property
    def today(self) -> date:
        """Return the organisation's day."""
        return self.screen.context.today

    @property
    def at(self) -> datetime:
        """Return the moment that the board shows."""
        return self.screen.query.as_of or self.screen.context.at

    def worth(self, amounts: Iterable[Money]) -> Worth:
        """Return amounts as one sum in the base currency, if every rate is known."""
        exact = tuple(amounts)
        return Worth(self.rates.total(exact), exact)

    def may_move(self, card: "Opportunity") -> bool:
        """Tell whether a card can be dragged."""
        return self.screen.query.as_of is None and bool(rules.may_move(self.screen.viewer, card))

    def more(self, column: "BoardColumn", skip: int) -> str:
        """Return the address of further cards of a column."""
        return f"{reverse('board_cards')}?{self.screen.kept}&stage={column.stage.pk}&skip={skip}"


def urls() -> list[URLPattern]:
    """Return the addresses of the board; its filters work as those of a list."""
    return [
        path("board", show, name="board"),
        path("board/cards", cards, name="board_cards"),
        path("board/move", move, name="board_move"),
        path("board/filter", partial(filtering.edit, listing=BOARD), name="board_filter"),
        path("board/choices/<str:column>", partial(filtering.choices, listing=BOARD), name="board_choices"),
    ]


def show(request: Request) -> HttpResponse:
    """Show the board of a pipeline."""
    query, context = _read(request), context_of(request)
    pipelines = list(queries.pipelines(request.viewer))
    if not pipelines:
        return pages.render(request, "pipeline/board_empty.html", {"place": "board"})
    layout = _layout(request, query, context, pipelines, CARDS)
    shown = {"layout": layout, "screen": layout.screen, "as_of": query.as_of, "place": "board"}
    return pages.render(request, "pipeline/board.html", shown)


def cards(request: Request) -> HttpResponse:
    """Show further cards of one column."""
    query, context = _read(request), context_of(request)
    stage = queries.stage(request.viewer, _number(request, "stage"))
    skip = _number(request, "skip")
    rows = tables.filtered(query, BOARD.table, _open(request.viewer, query.as_of), context)
    layout = _layout(request, query, context, [_with_stages(request, stage.pipeline_id)], 0)
    column = next((one for one in layout.board.columns if one.stage.pk == stage.pk), None)
    found = queries.column_cards(rows, stage, skip=skip, cards=CARDS)
    shown = {"layout": layout, "column": column, "cards": found, "skip": skip + len(found)}
    return pages.render(request, "pipeline/board_cards.html", shown)


@require_POST
def move(request: Request) -> HttpResponse:
    """Move a dropped card, and answer with the heads of the columns as they are now.

    :raises CannotMove: naming what the stage needs; the page then asks for it.
    """
    query, context = _read(request), context_of(request)
    sent = request.POST
    version = int(sent["version"]) if sent.get("version", "").isdecimal() else None
    opportunity = queries.opportunity(request.viewer, int(sent.get("pk", "0")), seen=version)
    stage = queries.stage(request.viewer, int(sent.get("stage", "0")))
    actions.move_opportunity(opportunity, to=stage, by=request.viewer, at=request.now)
    layout = _layout(request, query, context, [_with_stages(request, stage.pipeline_id)], 0)
    card = queries.opportunity(request.viewer, opportunity.pk)
    heads = {
        str(column.stage.pk): pages.draw(
            request, "pipeline/board_head.html", {"layout": layout, "column": column}
        )
        for column in layout.board.columns
    }
    drawn = pages.draw(request, "pipeline/board_card.html", {"layout": layout, "card": card})
    return JsonResponse({"heads": heads, "card": drawn, "said": f"Moved to {stage}."})


def _layout(
    request: Request, query: Query, context: Context, pipelines: list["Pipeline"], cards: int
) -> Layout:
    rows = tables.filtered(query, BOARD.table, _open(request.viewer, query.as_of), context)
    chosen = _chosen(query, pipelines)
    board = queries.board(rows, chosen, cards=cards, as_of=query.as_of)
    screen = Screen(BOARD, query, context, request.viewer, Page([]), Totals(0), [], [], Rates("", {}))
    tabs = [(one.name, Screen.address_of(BOARD, _of_pipeline(query, one)), None) for one in pipelines]
    here = Screen.address_of(BOARD, _of_pipeline(query, chosen))
    day = context.calendar.today(query.as_of) if query.as_of else context.today
    amounts = [money for column in board.columns for money in column.amounts]
    return Layout(board, screen, tabs, here, Rates.of(amounts, day))


def _chosen(query: Query, pipelines: list["Pipeline"]) -> "Pipeline":
    """Return the pipeline that the filter names, or the first."""
    asked = [
        value
        for condition in query.conditions
        if condition.column == "pipeline"
        for value in condition.values
    ]
    return next((one for one in pipelines if str(one.pk) in asked), pipelines[0])


def _of_pipeline(query: Query, pipeline: "Pipeline") -> Query:
    """Return the query with this pipeline instead of another."""
    others = tuple(branch for branch in query.where if all(one.column != "pipeline" for one in branch))
    return replace(query, where=others).with_condition(Condition("pipeline", "is", (str(pipeline.pk),)))


def _with_stages(request: Request, pk: int) -> "Pipeline":
    found = queries.pipelines(request.viewer, include_retired=True).filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such pipeline.")
    return found


def _read(request: Request) -> Query:
    return tables.parse(dict(request.GET.lists()), BOARD.table, extra=BESIDE)


def _number(request: Request, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
