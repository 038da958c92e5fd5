"""Files as people have them, read into sheets of cells; bad ones are refused with the reason."""

from . import numbers
from .archive import files_in, is_archive
from .cells import CellProblem, convert
from .columns import ColumnFormat, ColumnProfile, Question, profile_columns
from .dates import DateOrder
from .files import read
from .refusal import UnreadableFile
from .sheet import Cell, Dialect, Kind, ReadOptions, Row, Sheet, is_empty

__all__ = [
    "Cell",
    "CellProblem",
    "ColumnFormat",
    "ColumnProfile",
    "DateOrder",
    "Dialect",
    "Kind",
    "Question",
    "ReadOptions",
    "Row",
    "Sheet",
    "UnreadableFile",
    "convert",
    "files_in",
    "is_archive",
    "is_empty",
    "numbers",
    "profile_columns",
    "read",
]
