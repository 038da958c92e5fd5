"""An installation of its own, with a server that can be killed and a database that can be asked."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 60.0


class Installation:
    """A data folder or a PostgreSQL database, and the processes that work on it."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as found:
            self.port: int = found.getsockname()[1]
        self.folder, self.database_url = folder, database_url
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FAIRLEAD_")}
        self.environment = kept | {
            "FAIRLEAD_DATA_DIR": str(folder),
            "FAIRLEAD_JOB_WORKERS": "0",
            "FAIRLEAD_API_REQUESTS_PER_MINUTE": "0",
            "DATABASE_URL": database_url,
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        }
        self.server: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> str:
        """Run Python to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def serve(self) -> None:
        """Start the server and wait until it answers."""
        self.server = subprocess.Popen(
            [sys.executable, "-m", "fairlead.commands.main", "serve", "--port", str(self.port)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "server.log").open("ab"),
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.server.poll() is None, (self.folder / "server.log").read_text()[-3000:]
            try:
                if self.send("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("The server did not start.")

    def kill(self) -> None:
        """End the server and its processes at once, as a power cut would."""
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        self.server = None

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Send one request on a connection of its own; return the status and the JSON.

        :raises OSError: when no whole answer came.
        """
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            sent = None if body is None else json.dumps(body)
            connection.request(
                method, path, body=sent, headers={"Content-Type": "application/json", **headers}
            )
            try:
                response = connection.getresponse()
                return response.status, json.loads(response.read())
            except (HTTPException, ValueError) as cut:
                raise ConnectionError("The answer was cut off.") from cut

    def ask(self, sql: str) -> Sequence[Any]:
        """Return the rows that a question to the database itself gives."""
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url) as connection:
                return connection.execute(sql).fetchall()
        import pysqlite3

        with closing(pysqlite3.connect(self.folder / "fairlead.sqlite3")) as connection:
            return connection.execute(sql).fetchall()


def beside(database_url: str, name: str) -> str:
    """Return the address of another database on the same PostgreSQL."""
    parts = urlsplit(database_url)
    return f"{parts.scheme}://{parts.netloc}/{name}{parts.query and '?'}{parts.query}"
