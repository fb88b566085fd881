"""The list of recorded sessions: kept in SQLite beside them, searched, and cleared up."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from iss_viewer.telemetry.events import AlarmChanged
from iss_viewer.telemetry.folders import make_private, sessions_folder
from iss_viewer.telemetry.recording import RecordedRun, RecordingRefused, notes_path, recover
from iss_viewer.telemetry.recording.check import WordsFor, nameless
from iss_viewer.telemetry.recording.lock import is_being_written
from iss_viewer.telemetry.sqlite_file import FAILURES, is_damage, opened, reason_of, set_aside

SUFFIX = ".mcap"
T = TypeVar("T")
Progress = Callable[[int, int], object]
#: recordings that are read before the list is written
_AT_ONCE = 20
_LAST_S = 2.5e11  # Unix time of the last year that dates know


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

    Where it cannot be kept (another program holds it, a full disk, a folder that may only be read) it
    is made in memory, and `notice` says so: nothing good is moved or deleted. words_for: what makes
    the sentences of events where a recording has to be written anew.
    """

    def __init__(self, folder: Path | None = None, words_for: WordsFor = nameless) -> None:
        self._words_for = words_for
        self.folder = folder or sessions_folder()
        self._path = self.folder / "catalogue.sqlite"
        self.notice = ""
        self._memory: sqlite3.Connection | None = None
        try:
            make_private(self.folder)
        except OSError as error:
            self._keep_in_memory(error)
        self._asked(_prepare)

    def refresh(self, told: Progress = lambda done, of: None) -> list[str]:
        """Take in what is new in the folder; what had to be recovered, in words.

        Recordings that a running session still writes are listed when it has ended. told: of how many
        are read so far, and how many there are to be read.
        """
        notices = [self.notice] if self.notice else []
        known = {entry.path: entry.size_bytes for entry in self.find()}
        sizes = {str(path): path.stat().st_size for path in self._files()}
        fresh = [Path(path) for path, size in sizes.items() if known.get(path) != size]
        for first in range(0, len(fresh), _AT_ONCE):
            told(first, len(fresh))
            notices += self._take_in(fresh[first : first + _AT_ONCE])
        for gone in set(known) - set(map(str, self._files())):
            if Path(gone).parent == self.folder:
                self._forget(gone)
        return notices

    def unread(self) -> int:
        """How many recordings of the folder are not in the list."""
        known = {entry.path for entry in self.find()}
        return sum(str(path) not in known for path in self._files())

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"*{SUFFIX}"))

    def add(self, path: Path, score: float = float("nan"), note: str = "") -> SessionEntry:
        """List a recording, wherever it lies. Raises RecordingRefused, OSError."""
        with RecordedRun(path) as run:
            entry = _entry_of(run, score, note)
        self._write([entry])
        return entry

    def _write(self, entries: list[SessionEntry]) -> None:
        marks = ", ".join("?" for _ in _COLUMNS)
        rows = [astuple(entry) for entry in entries]
        insert = f"INSERT OR REPLACE INTO sessions VALUES ({marks})"
        self._asked(lambda connection: connection.executemany(insert, rows))

    def find(self, text: str = "") -> tuple[SessionEntry, ...]:
        """The sessions whose name, title, scenario or date have all the words, newest first."""
        query = f"SELECT {', '.join(_COLUMNS)} FROM sessions"
        entries = map(_read, self._asked(lambda connection: connection.execute(query).fetchall()))
        found = [entry for entry in entries if entry is not None and _has_words(entry, text)]
        return tuple(sorted(found, key=lambda entry: (-entry.recorded_s, entry.name)))

    def set_score(self, path: Path, score: float) -> None:
        """Note the score of an exercise; NaN: it was none."""
        marked = "UPDATE sessions SET score = ?, is_judged = 1 WHERE path = ?"
        self._asked(lambda connection: connection.execute(marked, (score, str(path))))

    def delete(self, name: str) -> bool:
        """Delete a session and its file; False: there is none of this name, or it still runs."""
        entries = [entry for entry in self.find() if entry.name == name]
        entries = [entry for entry in entries if not is_being_written(Path(entry.path))]
        for entry in entries:
            for file in (Path(entry.path), notes_path(Path(entry.path))):
                file.unlink(missing_ok=True)
            self._forget(entry.path)
        return bool(entries)

    def _take_in(self, paths: list[Path]) -> list[str]:
        """List files of the folder, recovered if need be; what is to be said of them."""
        entries: list[SessionEntry] = []
        notices: list[str] = []
        for path in paths:
            try:
                if not is_being_written(path):
                    entry, notice = _looked_at(path, self._words_for)
                    entries.append(entry)
                    notices += filter(None, [notice])
            except RecordingRefused as refusal:
                notices.append(f"{path.name}: not listed: {refusal}")
            except OSError as error:
                notices.append(f"{path.name}: not listed: {error.strerror or error}")
        self._write(entries)
        return notices

    def _forget(self, path: str) -> None:
        forget = "DELETE FROM sessions WHERE path = ?"
        self._asked(lambda connection: connection.execute(forget, (path,)))

    def _asked(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What comes of some work on the list, which is set aside or kept in memory if need be."""
        for _ in range(2):
            try:
                return self._do(work)
            except FAILURES as error:
                try:
                    self._give_way(error)
                except FAILURES as worse:
                    self._keep_in_memory(worse)
        return self._do(work)

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._memory is not None:
            return work(self._memory)
        with contextlib.closing(opened(self._path, "", is_checked=False)) as connection, connection:
            return work(connection)

    def _give_way(self, error: Exception) -> None:
        """A damaged list is begun anew, one that is out of reach is kept in memory. Raises one of FAILURES."""
        if not is_damage(error):
            self._keep_in_memory(error)
            return
        aside = self._path.with_suffix(".sqlite.damaged")
        set_aside(self._path, aside)
        self.notice = f"The list of sessions was damaged; it is kept as {aside.name} and made anew"
        self._do(_prepare)

    def _keep_in_memory(self, error: Exception) -> None:
        self._memory = sqlite3.connect(":memory:", check_same_thread=False)
        _prepare(self._memory)
        self.notice = (
            f"The list of sessions cannot be kept ({reason_of(error)}): "
            "it is made from the files, scores of before are not in it"
        )


def _prepare(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version not in (0, _VERSION):
        connection.execute("DROP TABLE IF EXISTS sessions")
    connection.executescript(_SCHEMA)


def _looked_at(path: Path, words_for: WordsFor) -> tuple[SessionEntry, str]:
    """The entry of a recording, and what is to be said of it. Raises RecordingRefused, OSError."""
    with RecordedRun(path) as run:
        if run.is_finished:
            return _entry_of(run), ""
    notice = _recovered(path, words_for)
    with RecordedRun(path) as run:
        return _entry_of(run, note=notice), notice


def _recovered(path: Path, words_for: WordsFor) -> str:
    """Make a recording whole if it is not; what is to be said of it, also where that cannot be done."""
    try:
        return recover(path, words_for)
    except OSError as error:
        if not path.is_file():
            raise
        return f"{path.name}: read in part, it cannot be recovered here: {error.strerror or error}"


def _entry_of(run: RecordedRun, score: float = float("nan"), note: str = "") -> SessionEntry:
    alarms = [e.alarm for e in run.events if isinstance(e, AlarmChanged)]
    stat = run.path.stat()
    return SessionEntry(
        name=run.path.stem,
        path=str(run.path),
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


def _read(row: tuple[object, ...]) -> SessionEntry | None:
    """The entry of a row; None for one that makes no sense, whose file is then looked at again."""
    named = dict(zip(_COLUMNS, row, strict=True))
    named["score"] = float("nan") if named["score"] is None else named["score"]
    try:
        entry = _entries().validate_python(named)
    except ValidationError:
        return None
    return entry if 0.0 <= entry.recorded_s <= _LAST_S else None


@cache
def _entries() -> TypeAdapter[SessionEntry]:
    return TypeAdapter(SessionEntry)


def _has_words(entry: SessionEntry, text: str) -> bool:
    words = f"{entry.name} {entry.title} {entry.scenario_id} {entry.mode} {entry.recorded}"
    return all(word in words.casefold() for word in text.casefold().split())
