"""The nouns of exchange: an import, from the file to what became of it; several as one; a long export."""

from .bundle import Bundle
from .export_job import ExportJob, ExportState
from .job import ImportJob
from .saved import ImportRun, RunState, SavedImport
from .state import BUSY, State

__all__ = [
    "BUSY",
    "Bundle",
    "ExportJob",
    "ExportState",
    "ImportJob",
    "ImportRun",
    "RunState",
    "SavedImport",
    "State",
]
