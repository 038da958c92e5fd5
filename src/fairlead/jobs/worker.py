"""The worker: follow the outbox, fire what is due, do one job after the other, until told to stop."""

import os
import secrets
import socket
from threading import Event

import structlog
from django.db import Error, close_old_connections, connection

from fairlead import jobs
from fairlead.jobs import calendar, follow
from fairlead.jobs.clock import now
from fairlead.kit.queue import lease, schedules, working

log = structlog.get_logger("fairlead.jobs")
PAUSE_SECONDS = 1.0


class Worker:
    """Work through the queue in one thread."""

    def __init__(self) -> None:
        self.name = lease.worker_name(socket.gethostname(), os.getpid(), secrets.token_hex(4))
        self._stop = Event()

    @staticmethod
    def preload() -> None:
        """Import every job, so that workers forked afterwards share them."""
        jobs.load()

    def stop(self) -> None:
        """Stop after the job at hand."""
        self._stop.set()

    def run(self) -> None:
        """Work until stopped. A database that is away is waited for."""
        jobs.load()
        prepared = False
        while not self._stop.is_set():
            try:
                if not prepared:
                    calendar.keep_all(at=now())
                    prepared = True
                busy = self.step()
            except Error as error:
                log.warning("the worker waits for the database", error=repr(error))
                connection.close()
                busy = False
            if not busy:
                self._stop.wait(PAUSE_SECONDS)
        connection.close()

    def work_on(self, job_id: int) -> bool:
        """Do one job, unless another worker has it; tell whether it was done here."""
        return working.work_one(self.name, clock=now, only=job_id)

    def step(self) -> bool:
        """Do one round; tell whether there was anything to do."""
        close_old_connections()
        followed = follow.deliver(follow.reactions(), at=now())
        fired = schedules.fire(at=now())
        lease.take_from_the_dead(at=now())
        worked = working.work_one(self.name, clock=now)
        return bool(followed or fired or worked)
