"""The journal of alarms and limits: what survives the death of any process."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from iss_viewer.telemetry.events import (
    AlarmAssigned,
    AlarmChanged,
    Event,
    FloodChanged,
    LimitEdited,
    VerdictGiven,
    of_before,
)
from iss_viewer.telemetry.events.reader import event_text, read_event
from iss_viewer.telemetry.recording.topics import WordsOf, name_of
from iss_viewer.telemetry.sqlite_file import FAILURES, is_damage, opened, reason_of, set_aside

#: what is kept: events that concern alarms, limits and verdicts
KEPT = (AlarmChanged, AlarmAssigned, FloodChanged, LimitEdited, VerdictGiven)
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
_INSERT = "INSERT INTO events (run, time_s, kind, subject, text, data) VALUES (?, ?, ?, ?, ?, ?)"
_RETRY_AFTER_S = 5.0
_Row = tuple[Any, ...]


class Journal:
    """An SQLite file in WAL mode; each batch of events is one transaction.

    `words_of` makes the sentence beside each event, for whoever looks in with other tools.

    Nothing that happens to the file ends a run: what cannot be written waits and is tried again, and
    `notice` says so. A damaged file is set aside beside its name with ``.damaged-`` and a number, and a
    new one is begun with all that could be read of it.
    """

    def __init__(
        self,
        path: Path,
        run: str,
        words_of: WordsOf = name_of,
        wall: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path = path
        self._words_of, self._wall = words_of, wall
        self.run = run
        self.notice = ""
        self._connection: sqlite3.Connection | None = None
        self._queue: list[_Row] = []
        self._retry_at_s = -float("inf")
        self._open()

    def write(self, events: Iterable[Event]) -> None:
        """Keep the events that concern alarms, limits and verdicts; others are passed over."""
        self._queue += [
            (
                self.run, event.time_s, event.kind, event.subject, self._words_of(event),
                event_text(event),
            )
            for event in events
            if isinstance(event, KEPT)
        ]  # fmt: skip
        if self._queue and self._wall() >= self._retry_at_s:
            self._write_queue()

    def read(
        self, run: str | None = None, kinds: tuple[type[Event], ...] = KEPT
    ) -> tuple[Event, ...]:
        """The events of a run (None: of all), in the order in which they were written.

        kinds: which. A row that makes no sense is passed over; `notice` says when not all was read.
        """
        rows = self._rows(
            "SELECT time_s, kind, subject, text, data FROM events"
            " WHERE (?1 IS NULL OR run = ?1) ORDER BY id",
            (run,),
        )
        events = (_event_of(*row) for row in rows)
        return tuple(event for event in events if isinstance(event, kinds))

    def runs(self) -> tuple[str, ...]:
        """The runs that it knows, oldest first."""
        found = self._rows("SELECT run FROM events GROUP BY run ORDER BY MIN(id)", ())
        return tuple(row[0] for row in found)

    def close(self) -> None:
        """Write what waits, if that can be, and let go of the file."""
        if self._queue:
            self._write_queue()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _rows(self, query: str, values: tuple[object, ...]) -> list[Any]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(query, values).fetchall()
        except FAILURES as error:
            self._fail(error)
            return []

    def _open(self) -> None:
        """Open the file; where it is damaged, a new one with what could be saved."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = opened(self.path, _SCHEMA)
        except FAILURES as error:
            if not is_damage(error):
                self._fail(error)
                return
            self._begin_anew(error)

    def _begin_anew(self, damage: Exception) -> None:
        aside = self.path.with_name(f"{self.path.name}.damaged-{time.time_ns()}")
        try:
            set_aside(self.path, aside)
            saved = _saved_rows(aside)
            self._connection = opened(self.path, _SCHEMA)
            with self._connection:
                self._connection.executemany(_INSERT, saved)
        except FAILURES as error:
            self._fail(error)
            return
        kept = f"; {len(saved)} of its entries were saved" if saved else ""
        self.notice = (
            f"The journal {self.path.name} was damaged ({damage}); it is kept as {aside.name}{kept}"
        )

    def _write_queue(self) -> None:
        had_failed = self._retry_at_s > -float("inf")
        if self._connection is None:
            self._open()
        for _ in range(2):  # the second time in the file that was begun anew, where it was damaged
            if self._connection is None:
                return
            try:
                with self._connection:
                    self._connection.executemany(_INSERT, self._queue)
                break
            except FAILURES as error:
                self._fail(error)
        else:
            return
        self._queue = []
        self._retry_at_s = -float("inf")
        if had_failed:
            self.notice = ""

    def _fail(self, error: Exception) -> None:
        """Say what keeps the journal from being used; it is tried again later."""
        if is_damage(error) and self._connection is not None:
            self._connection.close()
            self._connection = None
            self._begin_anew(error)
            return
        self._retry_at_s = self._wall() + _RETRY_AFTER_S
        self.notice = (
            f"The journal {self.path.name} cannot be used: {reason_of(error)}. "
            "The run goes on; alarms and limits of it are kept here until it can be."
        )


def _saved_rows(path: Path) -> list[_Row]:
    """The rows of a damaged file before and behind the damage."""
    query = "SELECT id, run, time_s, kind, subject, text, data FROM events NOT INDEXED ORDER BY id"
    found: dict[int, _Row] = {}
    for order in ("ASC", "DESC"):
        with contextlib.suppress(*FAILURES), closing(sqlite3.connect(path)) as connection:
            connection.text_factory = lambda data: data.decode(errors="replace")
            for number, *row in connection.execute(f"{query} {order}"):
                if number in found:
                    break
                if _event_of(*row[1:]) is not None:
                    found[number] = tuple(row)
    return [found[number] for number in sorted(found)]


def _event_of(time_s: float, kind: str, subject: str, text: str, data: str) -> Event | None:
    """The event of a row, also of one that an ISS Viewer of before wrote; None: it makes no sense."""
    try:
        if kind in _BEFORE:
            return of_before.event_of(time_s, kind, subject, text, json.loads(data))
        return read_event(data)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
