"""Serve the pages, with the background workers beside."""

import gc
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from django.utils.module_loading import import_string

from fairlead.commands import _checks, _running, _welcome, migrate
from fairlead.commands._children import JobWorkers, die_with
from fairlead.kit.errors import Problem

# Requests that may wait for a thread of a server process; further ones wait in the kernel's queue.
WAITING_PER_THREAD = 32


class CannotServe(Problem):
    """Serving now could lose or hide something, or the port is taken."""


def add_arguments(parser: ArgumentParser) -> None:
    """Let the address be overruled, and the database be prepared on the way."""
    parser.add_argument(
        "--prepare", action="store_true", help="migrate and load the demo company first, where needed"
    )
    parser.add_argument(
        "--bind", default=settings.ENVIRONMENT.bind, help="address to listen on (%(default)s)"
    )
    parser.add_argument(
        "--port", type=int, default=settings.ENVIRONMENT.port, help="port to listen on (%(default)s)"
    )


def run(arguments: Namespace) -> int:
    """Serve until told to stop.

    :raises CannotServe: naming what has to be mended first.
    """
    _running.hold()
    if arguments.prepare:
        migrate.prepare()
        _welcome.load_demo_once()
    if found := [str(finding) for finding in _checks.at_start() if finding.stops]:
        raise CannotServe("\n".join(found))
    application = _preload()
    _serve(application, arguments.bind, arguments.port)
    return 0


def _preload() -> Callable[..., Any]:
    """Import everything once, so that the processes forked from here share it."""
    application: Callable[..., Any] = import_string(settings.WSGI_APPLICATION)
    get_resolver().url_patterns  # noqa: B018 -- imports the pages
    import_string(settings.WORKER).preload()
    connections.close_all()
    gc.collect()
    gc.freeze()
    return application


def _serve(application: Callable[..., Any], bind: str, port: int) -> None:
    from granian.constants import Interfaces  # noqa: PLC0415 -- slow import
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    environment, main_process = settings.ENVIRONMENT, os.getpid()

    def load() -> Callable[..., Any]:
        die_with(main_process)
        return application

    server = Server(
        settings.WSGI_APPLICATION,
        address=bind,
        port=port,
        interface=Interfaces.WSGI,
        workers=environment.workers,
        blocking_threads=environment.threads,
        blocking_threads_idle_timeout=600,
        backpressure=environment.threads * WAITING_PER_THREAD,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        websockets=False,
    )
    job_workers = JobWorkers(environment.job_workers)
    server.on_startup(job_workers.start)
    server.on_startup(_welcome.say(bind, port))
    server.on_shutdown(job_workers.stop)
    try:
        server.serve(target_loader=load, wrap_loader=False)
    except OSError as error:
        raise CannotServe(f"Port {port} on {bind} cannot be used: {error.strerror or error}.") from None
    except RuntimeError as error:
        job_workers.stop()
        raise CannotServe(f"Port {port} on {bind} cannot be used: {str(error).splitlines()[0]}.") from None
    finally:
        sys.stdout.flush()
