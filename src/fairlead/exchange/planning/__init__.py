"""What loading a file would do, row by row, without writing anything."""

from .kept import KeptRow, KeptRows
from .outcome import Planned, Problem, What
from .plan import Plan

__all__ = ["KeptRow", "KeptRows", "Plan", "Planned", "Problem", "What"]
