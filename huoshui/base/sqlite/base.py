"""SQLite with an orderly queue of writers.

SQLite's busy-wait starves when many write: whoever sleeps longest loses. So every transaction (they are all
`BEGIN IMMEDIATE`, that is, writers) and every write outside one first waits for a file lock, which the kernel hands
on in turn. Reads need none.
"""

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "VACUUM")


class DatabaseWrapper(base.DatabaseWrapper):
    # Django's own hooks around a transaction; the stubs do not know them.
    _queue: int | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._execute_in_line)

    def _execute_in_line(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self._queue is not None or not sql.lstrip()[:8].upper().startswith(_WRITES):
            return execute(sql, params, many, context)
        self._wait_in_line()
        try:
            return execute(sql, params, many, context)
        finally:
            self._leave_line()

    def _start_transaction_under_autocommit(self):
        self._wait_in_line()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_line()
            raise

    def _commit(self):
        result = super()._commit()  # type: ignore[misc]  # a failed commit keeps its place until the rollback
        self._leave_line()
        return result

    def _rollback(self):
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _close(self):
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _wait_in_line(self) -> None:
        if self.is_in_memory_db() or self._queue is not None:
            return
        handle = os.open(f"{self.settings_dict['NAME']}.queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        self._queue = handle

    def _leave_line(self) -> None:
        if self._queue is not None:
            os.close(self._queue)  # closing releases the lock, as does the death of the process
            self._queue = None
