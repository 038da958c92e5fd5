"""Understand the command line, make Django ready, and call the command."""

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence

from fairlead import __version__
from fairlead.commands._registry import commands
from fairlead.kit.errors import Problem

ASKED_WRONGLY = 2
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; what a person can mend is a line, not a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return call(*words)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def call(*words: str) -> int:
    """Run a command as if these words had been typed."""
    known = commands()
    if not words or words[0] in ("-h", "--help", "help"):
        _overview().print_help()
        return 0 if words else ASKED_WRONGLY
    if words[0] == "--version":
        print(__version__)
        return 0
    if words[0] not in known:
        print(f"There is no fairlead {words[0]}. `fairlead --help` lists what there is.", file=sys.stderr)
        return ASKED_WRONGLY
    make_ready()
    found = known[words[0]]
    command = found.load()
    parser = ArgumentParser(prog=f"fairlead {found.name}", description=found.help)
    command.add_arguments(parser)
    return command.run(parser.parse_args(words[1:]))


def make_ready() -> None:
    """Load settings and apps, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.config.settings")
    import django  # noqa: PLC0415 -- only when a command really runs
    from django.apps import apps  # noqa: PLC0415

    if not apps.ready:
        django.setup()


def _overview() -> ArgumentParser:
    width = max(len(name) for name in commands())
    lines = "\n".join(f"  {name:<{width}}  {command.help}" for name, command in commands().items())
    return ArgumentParser(
        prog="fairlead",
        usage="fairlead COMMAND [options]",
        description="Track sales. Each command has --help.",
        epilog=f"commands:\n{lines}",
        formatter_class=RawDescriptionHelpFormatter,
    )


if __name__ == "__main__":
    sys.exit(main())
