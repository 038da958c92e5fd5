"""Write a list into a CSV or XLSX file: the same rows, columns, order and filters as on the screen."""

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from fairlead import journal
from fairlead.access import Viewer, installation
from fairlead.commands._clock import now
from fairlead.exchange import exports
from fairlead.exchange.lists import LISTS
from fairlead.kit import tables
from fairlead.kit.errors import Problem
from fairlead.people import queries as people
from fairlead.render.files import FORMS, write_file
from fairlead.render.listed import listed
from fairlead.vocabulary import queries as vocabulary

_ENDINGS = " or ".join(f".{form}" for form in FORMS)


def add_arguments(parser: ArgumentParser) -> None:
    """Take which list, which of its rows, and where to."""
    parser.add_argument("list", choices=sorted(LISTS))
    parser.add_argument("file", type=Path, help=f"ends in {_ENDINGS}")
    parser.add_argument(
        "--query",
        default="",
        help="what stands behind the ? in the list's address, such as 'where=outcome.is:won&sort=-amount'",
    )
    parser.add_argument(
        "--all-columns", action="store_true", help="every column, not only those shown at first"
    )
    parser.add_argument("--by", metavar="EMAIL", help="whose rows; everybody's without it")


def run(arguments: Namespace) -> int:
    """Write the file and say how many rows it holds."""
    form = arguments.file.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise Problem(f"Name a file that ends in {_ENDINGS}.")
    table, rows = LISTS[arguments.list]
    by, at = _viewer(arguments.by), now()
    query = tables.parse(arguments.query, table)
    if arguments.all_columns:
        query = replace(query, columns=tuple(column.name for column in table.columns))
    with journal.source("command"):
        exports.note_export(exports.Export(table.kind, form, tables.encode(query)), by=by, at=at)
    context = tables.Context(by.person_id, vocabulary.calendar(), at)
    found = listed(query, table, rows(by, query.as_of, at), context, viewer=by, at=at)
    count = write_file(found, arguments.file, form, told=_tell)
    print(f"{count:,} rows in {arguments.file}.")
    return 0


def _viewer(email: str | None) -> Viewer:
    if email is None:
        return installation()
    person = people.people(installation()).filter(email__iexact=email).first()
    if person is None:
        raise Problem(f"Nobody signs in as {email}. `fairlead user list` shows who does.")
    return people.viewer_of(person)


def _tell(rows: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{rows:,} rows", end="\r", file=sys.stderr, flush=True)
