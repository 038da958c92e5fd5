"""Tables of rows: what a list shows, as one value that URL, screen, totals, export and API share."""

from .bare import bare_rows
from .column import Column, Table
from .columntypes import CHOICE, DATE, MOMENT, MONEY, NUMBER, PERCENT, PERSON, RELATION, TEXT, YES_NO, Type
from .compiling import Context, compile_query, filtered
from .errors import BadQuery
from .naming import load_references
from .options import Options
from .paging import Page, page
from .query import AnyOf, Condition, Query, Sort
from .totals import Group, Totals, groups, together, totals
from .url import PARAMETERS, encode, parse, parse_kept
from .values import Ref, plain
from .wording import describe

__all__ = [
    "CHOICE",
    "DATE",
    "MOMENT",
    "MONEY",
    "NUMBER",
    "PARAMETERS",
    "PERCENT",
    "PERSON",
    "RELATION",
    "TEXT",
    "YES_NO",
    "AnyOf",
    "BadQuery",
    "Column",
    "Condition",
    "Context",
    "Group",
    "Options",
    "Page",
    "Query",
    "Ref",
    "Sort",
    "Table",
    "Totals",
    "Type",
    "bare_rows",
    "compile_query",
    "describe",
    "encode",
    "filtered",
    "groups",
    "load_references",
    "page",
    "parse",
    "parse_kept",
    "plain",
    "together",
    "totals",
]
