"""The board: a column for each stage, with the truth about the whole column and the first cards of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum

from fairlead.kit.money import Money
from fairlead.kit.tables import load_references
from fairlead.pipeline.models import Opportunity, Pipeline, Stage

CARDS = 20
_SHOWN = ("company", "owner", "stage")


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One stage: how many, what they come to by currency, and the most urgent cards."""

    stage: Stage
    count: int
    amounts: tuple[Money, ...]
    weighted: tuple[Money, ...]
    cards: list[Opportunity]

    @property
    def has_more(self) -> bool:
        """Tell whether there are cards that are not loaded."""
        return self.count > len(self.cards)


@dataclass(frozen=True, slots=True)
class Board:
    """A pipeline's stages side by side."""

    pipeline: Pipeline
    columns: list[BoardColumn]


def board(
    rows: QuerySet[Opportunity], pipeline: Pipeline, *, cards: int = CARDS, as_of: datetime | None = None
) -> Board:
    """Lay out open opportunities by stage; ``rows`` are within the viewer's reach and filtered already.

    :param as_of: the moment that the rows are of, if they are of the past.
    """
    counted = _counted(rows, pipeline)
    stages = [stage for stage in pipeline.stages.all() if stage.is_active or stage.pk in counted]
    laid = [_column(rows, stage, counted.get(stage.pk, []), cards, as_of) for stage in stages]
    if as_of is None:
        for column in laid:
            for card in column.cards:
                card.stage = column.stage
        load_references([card for column in laid for card in column.cards], _SHOWN)
    return Board(pipeline, laid)


def column_cards(
    rows: QuerySet[Opportunity], stage: Stage, *, skip: int = 0, cards: int = CARDS
) -> list[Opportunity]:
    """Return some cards of a stage: what is to close next first, undated ones last."""
    return list(_ordered(rows, stage).select_related(*_SHOWN)[skip : skip + cards])


def _ordered(rows: QuerySet[Opportunity], stage: Stage) -> QuerySet[Opportunity]:
    return rows.filter(stage=stage).order_by(F("expected_close_on").asc(nulls_last=True), "id")


def _counted(rows: QuerySet[Opportunity], pipeline: Pipeline) -> dict[int, list[Mapping[str, object]]]:
    """Return count and sums of every stage by currency, in one query."""
    asked = rows.filter(stage__in=[stage.pk for stage in pipeline.stages.all()]).order_by()
    answers: dict[int, list[Mapping[str, object]]] = {}
    for answer in asked.values("stage_id", "currency").annotate(
        n=Count("*"), amount_sum=Sum("amount"), weighted_sum=Sum("weighted")
    ):
        answers.setdefault(answer["stage_id"], []).append(answer)
    return answers


def _column(
    rows: QuerySet[Opportunity],
    stage: Stage,
    answers: list[Mapping[str, object]],
    cards: int,
    as_of: datetime | None,
) -> BoardColumn:
    """Return one stage; the cards of the present get what they show together, once for the whole board."""
    ordered = _ordered(rows, stage)
    chosen = ordered if as_of is None else ordered.select_related(*_SHOWN)
    return BoardColumn(
        stage=stage,
        count=sum(int(str(answer["n"])) for answer in answers),
        amounts=_sums(answers, "amount_sum"),
        weighted=_sums(answers, "weighted_sum"),
        cards=list(chosen[:cards]) if answers and cards else [],
    )


def _sums(answers: list[Mapping[str, object]], name: str) -> tuple[Money, ...]:
    found = [(str(answer["currency"]), answer[name]) for answer in answers]
    return tuple(Money(amount, currency) for currency, amount in sorted(found) if isinstance(amount, Decimal))
