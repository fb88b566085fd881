"""What a window turns to: links to sessions that run in a process of their own, and to recordings."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from iss_viewer.app.opening.by_request import open_compiled
from iss_viewer.app.opening.requests import (
    FeedRequest,
    ReadingsRequest,
    Request,
    ScenarioRequest,
    TakeOverRequest,
)
from iss_viewer.datafile import named
from iss_viewer.link import Link
from iss_viewer.telemetry.folders import make_private, sessions_folder

#: letters of a scenario's name in that of its recording
_LONGEST_NAME = 80


def new_recording(name: str) -> Path:
    """A file for the recording of a run that begins now; no two starts of a person get the same."""
    now = datetime.now(UTC)
    with contextlib.suppress(OSError):  # whoever records says why that cannot be
        make_private(sessions_folder())
    start = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}"
    return sessions_folder() / f"{start}-{Path(name).stem[:_LONGEST_NAME]}.mcap"


class SessionConnector:
    """Makes the link that a window asks for: a scenario, a recording, or an instant of one."""

    def __init__(self, first: Request | Path | None = None) -> None:
        """first: what is opened where nothing is asked for; its process starts at once."""
        self._last: Request | Path = first or ScenarioRequest()
        self._first = None if first is None else _link(first)

    def __call__(self, wanted: str) -> Link:
        """The link to a scenario by name, or to a recording by file; "": the last again, with all that was set for it."""
        first, self._first = self._first, None
        if first is not None:
            return first
        if wanted:
            self._last = _named(wanted)
        return _link(self._last)

    def exercise(self, name: str, condition: str) -> Link:
        """The link to an exercise, begun from another starting condition than its own."""
        self._last = ScenarioRequest(name, condition=condition)
        return _link(self._last)

    def readings(self, table: str, map_file: str) -> Link:
        """The link to a session of a table of readings, by its map."""
        return _link(ReadingsRequest(Path(table), Path(map_file)))

    def take_over(self, recording: str, time_s: float, speed: float) -> Link:
        """The link to a session that goes on from an instant of a recorded run."""
        return _link(TakeOverRequest(Path(recording), time_s, speed))

    def go_on(self, recording: str, speed: float) -> Link:
        """The link to a session that goes on where one that was killed ended."""
        return _link(TakeOverRequest(Path(recording), float("inf"), speed, is_running=True))


def _named(wanted: str) -> Request | Path:
    """What somebody means by a recording's file, or the name of a feed or of a scenario."""
    path, feeds = Path(wanted), named("feeds")
    if path.suffix == ".mcap":
        return path
    return FeedRequest(feeds[wanted]) if wanted in feeds else ScenarioRequest(wanted)


def _link(wanted: Request | Path) -> Link:
    if isinstance(wanted, Path):
        from iss_viewer.app.review import recorded_link

        return recorded_link(wanted)
    from iss_viewer.link.child_process import ChildProcessLink
    from iss_viewer.link.host import HostFactory

    return ChildProcessLink(HostFactory(open_compiled, recorded(wanted)))


def recorded(request: Request) -> Request:
    """The same request, recorded and journalled among the sessions unless it says where."""
    match request:
        case ScenarioRequest():
            name = request.scenario
        case FeedRequest():
            name = request.map.stem
        case _:
            name = "run"
    return replace(
        request,
        recording=request.recording or new_recording(name),
        journal=request.journal or sessions_folder() / "journal.sqlite",
    )
