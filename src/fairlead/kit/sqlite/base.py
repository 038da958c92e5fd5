"""The database wrapper Django loads for ENGINE = "fairlead.kit.sqlite"."""

from typing import Any

from fairlead.kit.sqlite import library
from fairlead.kit.sqlite.turn import WriteTurn

library.use_newest()

from django.db.backends.sqlite3 import base  # noqa: E402 -- after the newest library is in place

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL loses acknowledged writes when the power goes
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # or INSERT OR REPLACE would delete rows that no trigger sees
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",  # KiB
    "PRAGMA journal_size_limit=67108864",
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Write ahead, start every transaction as a writer, and queue for the turn to write."""

    transaction_mode: str | None

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        self._turn: WriteTurn | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """Return Django's parameters, with patience and immediate transactions unless told otherwise."""
        params: dict[str, Any] = super().get_connection_params()
        self.transaction_mode = self.transaction_mode or "IMMEDIATE"
        params.setdefault("timeout", 20)
        params.setdefault("cached_statements", 512)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection that keeps what it has acknowledged."""
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(pragma).close()
        database = str(conn_params["database"])
        self._turn = None if self.is_in_memory_db() or database.startswith("file:") else WriteTurn(database)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        if self._turn is not None:
            self._turn.take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # not in the stubs
        finally:
            self._give_turn_unless_open()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._give_turn_unless_open()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            if self._turn is not None:
                self._turn.close()

    def _give_turn(self) -> None:
        if self._turn is not None:
            self._turn.give()

    def _give_turn_unless_open(self) -> None:
        if self.connection is None or not self.connection.in_transaction:
            self._give_turn()
