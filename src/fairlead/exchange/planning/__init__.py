"""What loading a file would do, row by row, without writing anything."""

from .outcome import Planned, Problem, What
from .plan import Plan

__all__ = ["Plan", "Planned", "Problem", "What"]
