"""The journal of alarms and limits: what survives the death of any process."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from iss_viewer.telemetry.events import (
    AlarmChanged,
    Event,
    FloodChanged,
    LimitEdited,
    VerdictGiven,
    of_before,
)
from iss_viewer.telemetry.events.reader import event_text, read_event
from iss_viewer.telemetry.recording.topics import WordsOf, name_of

#: what is kept: events that concern alarms, limits and verdicts
KEPT = (AlarmChanged, FloodChanged, LimitEdited, VerdictGiven)
_BEFORE = ("alarm", "flood", "limit", "verdict")  # what these were called before

_SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    time_s REAL NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS of_run ON events (run, kind);
"""


class Journal:
    """An SQLite file in WAL mode; each batch of events is one transaction.

    `words_of` makes the sentence beside each event, for whoever looks in with other tools.

    A file that cannot be read is set aside beside its name with ``.damaged`` and a number, `notice`
    says so, and a new one is begun.
    """

    def __init__(self, path: Path, run: str, words_of: WordsOf = name_of) -> None:
        self.path = path
        self._words_of = words_of
        self.run = run
        self.notice = ""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = _open(path)
        except sqlite3.DatabaseError as error:
            aside = _set_aside(path)
            self.notice = (
                f"The journal {path.name} was damaged ({error}); it is kept as {aside.name}"
            )
            self._connection = _open(path)

    def write(self, events: Iterable[Event]) -> None:
        """Keep the events that concern alarms, limits and verdicts; others are passed over."""
        rows = [
            (
                self.run, event.time_s, event.kind, event.subject, self._words_of(event),
                event_text(event),
            )
            for event in events
            if isinstance(event, KEPT)
        ]  # fmt: skip
        if rows:
            with self._connection:
                self._connection.executemany(
                    "INSERT INTO events (run, time_s, kind, subject, text, data)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    rows,
                )

    def read(
        self, run: str | None = None, kinds: tuple[type[Event], ...] = KEPT
    ) -> tuple[Event, ...]:
        """The events of a run (None: of all), in the order in which they were written.

        kinds: which. A row that makes no sense is passed over.
        """
        found = self._connection.execute(
            "SELECT time_s, kind, subject, text, data FROM events"
            " WHERE (? IS NULL OR run = ?) ORDER BY id",
            (run, run),
        )
        events = (_event_of(*row) for row in found)
        return tuple(event for event in events if isinstance(event, kinds))

    def runs(self) -> tuple[str, ...]:
        """The runs that it knows, oldest first."""
        found = self._connection.execute("SELECT run FROM events GROUP BY run ORDER BY MIN(id)")
        return tuple(row[0] for row in found)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _event_of(time_s: float, kind: str, subject: str, text: str, data: str) -> Event | None:
    """The event of a row, also of one that an ISS Viewer of before wrote; None: it makes no sense."""
    try:
        if kind in _BEFORE:
            return of_before.event_of(time_s, kind, subject, text, json.loads(data))
        return read_event(data)
    except (ValueError, TypeError, AttributeError):
        return None


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        with closing(connection.execute("PRAGMA quick_check")) as check:
            answer = check.fetchone()[0]
        if answer != "ok":
            raise sqlite3.DatabaseError(answer)
        connection.executescript(_SCHEMA)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _set_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.name}.damaged-{time.time_ns()}")
    path.rename(aside)
    for ending in ("-wal", "-shm"):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    return aside
