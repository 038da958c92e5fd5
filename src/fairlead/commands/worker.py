"""Do queued and scheduled work, without serving pages."""

import signal
from argparse import ArgumentParser, Namespace

from django.conf import settings
from django.utils.module_loading import import_string

from fairlead.commands import _running


def add_arguments(parser: ArgumentParser) -> None:
    """Take no arguments; start it several times for several workers."""
    parser.description = (
        f"{parser.description} Start as many as you like; Ctrl+C stops after the job at hand."
    )


def run(arguments: Namespace) -> int:  # noqa: ARG001 -- a command's signature
    """Work until told to stop."""
    worker = import_string(settings.WORKER)()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.stop())
    _running.hold()
    worker.run()
    return 0
