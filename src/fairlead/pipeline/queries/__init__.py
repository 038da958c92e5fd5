"""Reads of the pipeline; the viewer comes first, and only what is within their reach comes back."""

from .batches import bulk_batch
from .board import Board, BoardColumn, board, column_cards
from .home import Home, Tally, TeamLine, home, team
from .leads import lead, lead_history, leads
from .opportunities import open_beside, opportunities, opportunity, opportunity_history, with_parts, within
from .passing import days_in_stages
from .setup import campaigns, open_in_stage, pipelines, stage, stages

__all__ = [
    "Board",
    "BoardColumn",
    "Home",
    "Tally",
    "TeamLine",
    "board",
    "bulk_batch",
    "campaigns",
    "column_cards",
    "days_in_stages",
    "home",
    "lead",
    "lead_history",
    "leads",
    "open_beside",
    "open_in_stage",
    "opportunities",
    "opportunity",
    "opportunity_history",
    "pipelines",
    "stage",
    "stages",
    "team",
    "with_parts",
    "within",
]
