"""The list of recorded sessions: kept in SQLite beside them, searched, and cleared up."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from iss_viewer.telemetry.events import AlarmChanged
from iss_viewer.telemetry.folders import sessions_folder
from iss_viewer.telemetry.recording import RecordedRun, RecordingRefused, notes_path, recover
from iss_viewer.telemetry.recording.check import WordsFor, nameless
from iss_viewer.telemetry.recording.lock import is_being_written

SUFFIX = ".mcap"


@dataclass(frozen=True)
class SessionEntry:
    """One recorded session. name: the stem of its file; recorded_s: Unix time of its last change.

    alarms: how many different alarms came; incidents: of how many subjects they spoke; score: of an
    exercise, 0 to 100, NaN where none was given; note: what was lost, if it had to be recovered;
    is_judged: whether it has a score or is known to be no exercise.
    """

    name: str
    path: str
    title: str
    scenario_id: str
    mode: str
    start_utc_s: float
    recorded_s: float
    length_s: float
    samples: int
    alarms: int
    incidents: int
    score: float
    note: str
    size_bytes: int
    is_judged: bool

    @property
    def recorded(self) -> str:
        """When it was recorded, as ``2026-11-22 20:15`` in UTC."""
        return f"{datetime.fromtimestamp(self.recorded_s, UTC):%Y-%m-%d %H:%M}"


_COLUMNS = [field.name for field in fields(SessionEntry)]
#: a list of another version is made anew from the files
_VERSION = 2
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS sessions ({", ".join(_COLUMNS)}, PRIMARY KEY (path));
PRAGMA user_version = {_VERSION};
"""


class Catalogue:
    """The sessions of a folder. A list that is damaged is set aside and made anew from the files.

    words_for: what makes the sentences of events where a recording has to be written anew.
    """

    def __init__(self, folder: Path | None = None, words_for: WordsFor = nameless) -> None:
        self._words_for = words_for
        self.folder = folder or sessions_folder()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._path = self.folder / "catalogue.sqlite"
        try:
            self._prepare()
        except sqlite3.DatabaseError:
            self._path.replace(self._path.with_suffix(".sqlite.damaged"))
            self._prepare()

    def refresh(self) -> list[str]:
        """Take in what is new in the folder; what had to be recovered, in words.

        Recordings that a running session still writes are listed when it has ended.
        """
        notices: list[str] = []
        known = {entry.path: entry for entry in self.find()}
        paths = sorted(self.folder.glob(f"*{SUFFIX}"))
        for path in paths:
            entry = known.get(str(path))
            size = path.stat().st_size
            if (entry is None or entry.size_bytes != size) and not is_being_written(path):
                notices += filter(None, [self._take_in(path)])
        for gone in set(known) - {str(path) for path in paths if path.exists()}:
            if Path(gone).parent == self.folder:
                self._forget(gone)
        return notices

    def add(self, path: Path, score: float = float("nan"), note: str = "") -> SessionEntry:
        """List a recording, wherever it lies. Raises RecordingRefused, OSError."""
        entry = _entry_of(path, score, note)
        marks = ", ".join("?" for _ in _COLUMNS)
        with self._connected() as connection:
            connection.execute(f"INSERT OR REPLACE INTO sessions VALUES ({marks})", astuple(entry))
        return entry

    def find(self, text: str = "") -> tuple[SessionEntry, ...]:
        """The sessions whose name, title, scenario or date have all the words, newest first."""
        with self._connected() as connection:
            rows = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM sessions").fetchall()
        entries = [_read(row) for row in rows]
        found = [entry for entry in entries if _has_words(entry, text)]
        return tuple(sorted(found, key=lambda entry: (-entry.recorded_s, entry.name)))

    def set_score(self, path: Path, score: float) -> None:
        """Note the score of an exercise; NaN: it was none."""
        marked = "UPDATE sessions SET score = ?, is_judged = 1 WHERE path = ?"
        with self._connected() as connection:
            connection.execute(marked, (score, str(path)))

    def delete(self, name: str) -> bool:
        """Delete a session and its file; False: there is none of this name, or it still runs."""
        entries = [entry for entry in self.find() if entry.name == name]
        entries = [entry for entry in entries if not is_being_written(Path(entry.path))]
        for entry in entries:
            for file in (Path(entry.path), notes_path(Path(entry.path))):
                file.unlink(missing_ok=True)
            self._forget(entry.path)
        return bool(entries)

    def _take_in(self, path: Path) -> str:
        """List a file of the folder, recovered if need be; what is to be said of it."""
        try:
            note = recover(path, self._words_for)
            self.add(path, note=note)
        except RecordingRefused as refusal:
            return f"{path.name}: not listed: {refusal}"
        except OSError as error:
            return f"{path.name}: not listed: {error.strerror or error}"
        return note

    def _forget(self, path: str) -> None:
        with self._connected() as connection:
            connection.execute("DELETE FROM sessions WHERE path = ?", (path,))

    def _prepare(self) -> None:
        with self._connected() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version not in (0, _VERSION):
                connection.execute("DROP TABLE IF EXISTS sessions")
            connection.executescript(_SCHEMA)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=5.0)
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def _entry_of(path: Path, score: float, note: str) -> SessionEntry:
    with RecordedRun(path) as run:
        alarms = [e.alarm for e in run.events if isinstance(e, AlarmChanged)]
        stat = path.stat()
        return SessionEntry(
            name=path.stem,
            path=str(path),
            title=run.header.title,
            scenario_id=run.header.scenario_id,
            mode=run.header.mode,
            start_utc_s=run.header.start_utc_s,
            recorded_s=stat.st_mtime,
            length_s=float(run.time_s[-1] - run.time_s[0]) if len(run) else 0.0,
            samples=len(run),
            alarms=len({alarm.id for alarm in alarms}),
            incidents=len({alarm.subject for alarm in alarms}),
            score=score,
            is_judged=score == score,
            note=note or "; ".join(run.damage),
            size_bytes=stat.st_size,
        )


def _read(row: tuple[object, ...]) -> SessionEntry:
    named = dict(zip(_COLUMNS, row, strict=True))
    named["score"] = float("nan") if named["score"] is None else named["score"]
    named["is_judged"] = bool(named["is_judged"])
    return SessionEntry(**named)  # type: ignore[arg-type]


def _has_words(entry: SessionEntry, text: str) -> bool:
    words = f"{entry.name} {entry.title} {entry.scenario_id} {entry.mode} {entry.recorded}"
    return all(word in words.casefold() for word in text.casefold().split())
