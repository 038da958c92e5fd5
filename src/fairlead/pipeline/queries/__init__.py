"""Reads of the pipeline; the viewer comes first, and only what is within their reach comes back."""

from .board import Board, BoardColumn, board
from .home import Home, home
from .leads import lead, lead_history, leads
from .opportunities import open_beside, opportunities, opportunity, opportunity_history, with_parts, within
from .setup import campaigns, open_in_stage, pipelines, stage, stages

__all__ = [
    "Board",
    "BoardColumn",
    "Home",
    "board",
    "campaigns",
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
    "with_parts",
    "within",
]
