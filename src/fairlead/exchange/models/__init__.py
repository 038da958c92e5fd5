"""The noun of exchange: an import, from the file to what became of it."""

from .job import ImportJob, State

__all__ = ["ImportJob", "State"]
