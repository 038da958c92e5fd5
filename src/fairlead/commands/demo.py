"""Load, reset or remove the demo company; make it as large as a benchmark needs."""

from argparse import ArgumentParser, Namespace
from time import monotonic

from fairlead import demo
from fairlead.access import installation
from fairlead.commands._clock import now
from fairlead.kit.errors import Problem
from fairlead.people import queries


class NotEmpty(Problem):
    """The database holds people of its own, and the demo company would stand among them."""


def add_arguments(parser: ArgumentParser) -> None:
    """Take what to do with the demo company, how large it is to be, and its seed."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--if-empty", action="store_true", help="load it only where nobody is yet; otherwise do nothing"
    )
    what.add_argument("--reset", action="store_true", help="remove it, if it is here, and load it afresh")
    what.add_argument("--remove", action="store_true", help="remove it; what people entered themselves stays")
    parser.add_argument(
        "--scale",
        type=int,
        default=0,
        metavar="N",
        help="multiply until there are N opportunities with their histories",
    )
    parser.add_argument(
        "--seed", type=int, default=demo.SEED, help="another seed tells another story (%(default)s)"
    )


def run(arguments: Namespace) -> int:
    """Do it, and say what was done.

    :raises NotEmpty: when people of your own are here and no demo company is.
    """
    if arguments.if_empty and queries.people(installation()).exists():
        return 0
    if arguments.remove or arguments.reset:
        _remove(asked=arguments.remove)
        if arguments.remove:
            return 0
    _load(arguments.seed, arguments.scale)
    return 0


def sign_ins() -> list[demo.SignIn]:
    """Return whom a visitor may sign in as, while the demo company is here."""
    return demo.sign_ins() if demo.is_loaded() else []


def _remove(*, asked: bool) -> None:
    if not demo.is_loaded():
        if asked:
            print("The demo company is not here.")
        return
    removed = demo.remove_demo(by=installation(), at=now(), afresh=asked)
    print(f"Removed the demo company: {removed.rows:,} records with their histories.")
    if removed.kept:
        print(f"Kept, because something of yours depends on it: {removed.kept_in_words}.")


def _load(seed: int, scale: int) -> None:
    started = monotonic()
    if not demo.is_loaded():
        if queries.people(installation()).exists():
            raise NotEmpty("There are people of your own here. The demo company wants a database to itself.")
        demo.load(at=now(), seed=seed)
        print(f"Loaded the demo company in {monotonic() - started:.1f} s.")
    elif not scale:
        print("The demo company is here already. `fairlead demo --reset` puts it back to its beginning.")
    if scale:
        started = monotonic()
        made = demo.multiply(scale, seed=seed, at=now())
        seconds = monotonic() - started
        print(
            f"Made {made:,} opportunities with their histories in {seconds:.1f} s,"
            f" {made / seconds:,.0f} a second."
        )
