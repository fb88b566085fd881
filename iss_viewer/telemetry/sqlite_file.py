"""SQLite files of our own: opened so that only damage is taken for damage, and set aside whole."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

#: codes by which SQLite says that what stands in a file makes no sense; all others pass by themselves
_DAMAGE = (
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_MISMATCH,
)
#: what using a file may raise; the message itself of SQLite may hold damaged names
FAILURES = (sqlite3.Error, UnicodeDecodeError, OSError)
_REASONS = {
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_LOCKED: "another program holds it",
    sqlite3.SQLITE_FULL: "no space left on the disk",
    sqlite3.SQLITE_READONLY: "it may only be read",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_IOERR: "the disk refuses",
    sqlite3.SQLITE_PERM: "it may not be opened",
}
#: how long a file that another program holds is waited for
PATIENCE_S = 5.0


def opened(path: Path, schema: str, is_checked: bool = True) -> sqlite3.Connection:
    """A connection to a file that has a schema, readable by its owner only. Raises one of FAILURES.

    is_checked: read all of it once, and raise where it is damaged.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=PATIENCE_S, check_same_thread=False)
    connection.text_factory = lambda data: data.decode(errors="replace")
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        if is_checked:
            with closing(connection.execute("PRAGMA quick_check")) as check:
                answer = check.fetchone()[0]
            if answer != "ok":
                raise sqlite3.DatabaseError(answer.splitlines()[-1])
        connection.executescript(schema)
    except FAILURES:
        connection.close()
        raise
    return connection


def is_damage(error: Exception) -> bool:
    """Whether an error says that a file is damaged, and not only out of reach for now."""
    if not isinstance(error, sqlite3.Error):
        return isinstance(error, UnicodeDecodeError)
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in _DAMAGE


def reason_of(error: Exception) -> str:
    """What keeps a file from being used, in words."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return _REASONS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, str(error))


def set_aside(path: Path, aside: Path) -> None:
    """Move a file away, with what SQLite keeps beside it. Raises OSError."""
    path.replace(aside)
    for ending in ("-wal", "-shm"):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + ending))
