"""Add, list and lock out the people who sign in, and set their passwords."""

import sys
from argparse import ArgumentParser, Namespace
from getpass import getpass

from fairlead import journal
from fairlead.access import Role, installation
from fairlead.commands._clock import now
from fairlead.kit.errors import Problem
from fairlead.people import actions, queries
from fairlead.people.models import Person


class NoSuchPerson(Problem):
    """Nobody signs in with this e-mail address."""


def add_arguments(parser: ArgumentParser) -> None:
    """Take a verb and whom it is about."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("list", help="list everybody, with role and state")
    add = verbs.add_parser("add", help="add a person, or make sure of an administrator")
    add.add_argument("email")
    add.add_argument("--name", help="how others see them; the e-mail address without it")
    add.add_argument("--role", choices=[role.value for role in Role], default=Role.SALES_EXECUTIVE.value)
    password = verbs.add_parser("password", help="set somebody's password and sign them out everywhere")
    password.add_argument("email")
    for verb in (add, password):
        verb.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )
    add.add_argument("--no-password", action="store_true", help="let them set one by e-mail")
    for name, help_text in (
        ("deactivate", "lock somebody out; their records stay"),
        ("reactivate", "let them in again"),
    ):
        verbs.add_parser(name, help=help_text).add_argument("email")


def run(arguments: Namespace) -> int:
    """Do what the verb says."""
    verbs = {"list": _list, "add": _add, "password": _password}
    with journal.source("command"):
        verbs.get(arguments.verb, _lock)(arguments)
    return 0


def _list(_arguments: Namespace) -> None:
    everybody = list(queries.people(installation()))
    width = max((len(person.email) for person in everybody), default=0)
    for person in everybody:
        state = "" if person.is_active else "  (deactivated)"
        print(f"{person.email:<{width}}  {person.role:<15}  {person.name}{state}")
    if not everybody:
        print("Nobody yet. Add yourself: fairlead user add you@example.org --role administrator")


def _add(arguments: Namespace) -> None:
    name = arguments.name or arguments.email
    password = None if arguments.no_password else _ask(arguments.password_stdin)
    by, at = installation(), now()
    if arguments.role == Role.ADMINISTRATOR:
        actions.ensure_administrator(arguments.email, name=name, password=password, by=by, at=at)
    else:
        new = actions.NewPerson(arguments.email, name, password=password, role=Role(arguments.role))
        actions.add_person(new, by=by, at=at)
    print(f"{arguments.email} can {'sign in' if password else 'set a password by e-mail'}.")


def _password(arguments: Namespace) -> None:
    person = _find(arguments.email)
    actions.set_password(person, password=_ask(arguments.password_stdin), by=installation(), at=now())
    print(f"{person.email} has a new password and is signed out everywhere.")


def _lock(arguments: Namespace) -> None:
    person = _find(arguments.email)
    verb = actions.deactivate_person if arguments.verb == "deactivate" else actions.reactivate_person
    changed = verb(person, by=installation(), at=now())
    print(f"{person.email} is {'now' if changed else 'already'} {arguments.verb}d.")


def _find(email: str) -> Person:
    person = queries.people(installation()).filter(email__iexact=email).first()
    if person is None:
        raise NoSuchPerson(f"Nobody signs in as {email}. `fairlead user list` shows who does.")
    return person


def _ask(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    first, second = getpass("Password: "), getpass("Once more: ")
    if first != second:
        raise Problem("The two differ. Nothing was changed.")
    return first
