"""The nouns of exchange: an import, from the file to what became of it; several of them as one."""

from .bundle import Bundle
from .job import ImportJob
from .state import BUSY, State

__all__ = ["BUSY", "Bundle", "ImportJob", "State"]
