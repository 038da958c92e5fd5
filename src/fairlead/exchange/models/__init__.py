"""The noun of exchange: an import, from the file to what became of it."""

from .job import BUSY, ImportJob, State

__all__ = ["BUSY", "ImportJob", "State"]
