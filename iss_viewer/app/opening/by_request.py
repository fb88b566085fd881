"""From what a person asked for to a host that serves it; only the way that is asked for is imported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iss_viewer.app.opening.requests import (
    FeedRequest,
    ReadingsRequest,
    Request,
    ScenarioRequest,
    TakeOverRequest,
)
from iss_viewer.datafile import FileMistakes
from iss_viewer.link import Announced
from iss_viewer.link.host import Host
from iss_viewer.telemetry.commands import Command, Run, SetCosts

if TYPE_CHECKING:
    from collections.abc import Callable

    from iss_viewer.app.opening.session_host import Compiling, SessionHost


def open_compiled(request: object) -> Host:
    """Like `open_host`; what is not compiled yet is, in processes of its own that tell how far they are."""
    from iss_viewer.app.warming import warming_if_needed

    return open_host(request, warming_if_needed)


def open_host(request: object, begin: Callable[[], Compiling | None] = lambda: None) -> Host:
    """The host of a run, running if so asked; what is wrong with its files becomes a message.

    begin: starts compiling what is missing, if anything is.
    """
    from iss_viewer.app.opening.session_host import FailedHost, OpeningHost
    from iss_viewer.telemetry.feeds.feed_map import read_feed_map
    from iss_viewer.telemetry.recording import RecordingRefused

    assert isinstance(request, Request)
    try:
        match request:
            case ScenarioRequest():
                request, announced = _announced(request)
            case FeedRequest():
                mapped, station = read_feed_map(request.map)
                announced = Announced(mapped.title or request.map.stem, station)
            case _:
                return _started(request)
    except (FileMistakes, RecordingRefused) as mistakes:
        return FailedHost(str(mistakes))
    return OpeningHost(announced, lambda: _started(request), begin)


def _announced(request: ScenarioRequest) -> tuple[ScenarioRequest, Announced]:
    """A request with the seed that is drawn for it, if one is, and what the window is shown at once. Raises FileMistakes."""
    from iss_viewer.app.opening.exercise import drawn_exercise, is_exercise
    from iss_viewer.app.opening.scenario import refuse_condition
    from iss_viewer.scenario import read_scenario

    if is_exercise(request.scenario):
        played = drawn_exercise(request)
        drawn = replace(request, seed=played.exercise.seed)
        return drawn, Announced(played.exercise.title, played.station)
    refuse_condition(request)
    scenario, station = read_scenario(request.scenario, request.station, request.changes)
    return request, Announced(scenario.title, station)


def session_host(request: Request) -> SessionHost:
    """The session of a request, frozen at its start. Raises FileMistakes, RecordingRefused."""
    match request:
        case ScenarioRequest():
            from iss_viewer.app.opening.exercise import played_host

            return played_host(request)
        case TakeOverRequest():
            from iss_viewer.app.opening.take_over import take_over_host

            return take_over_host(request)
        case ReadingsRequest():
            from iss_viewer.app.opening.readings import readings_host

            return readings_host(request)
        case FeedRequest():
            from iss_viewer.app.opening.feed import feed_host

            return feed_host(request)


def _started(request: Request) -> Host:
    """The session of a request with its first orders; where it is simulated and recorded, one can go back in it."""
    from iss_viewer.app.opening.branching import with_way_back

    host = session_host(request)
    orders, notice = _first_orders(request, host.session.time_s)
    if isinstance(request, ScenarioRequest) and request.deeds_take_time:
        orders += (Command(SetCosts(True), actor="session"),)
    for command in orders:
        host.post(command)
    if notice:
        host.notices.append(notice)
    if request.is_running:
        host.post(Command(Run(), actor="session"))
    return with_way_back(host, request, session_host)


def _first_orders(request: Request, now_s: float) -> tuple[tuple[Command, ...], str]:
    """What was ordered before that counts still, and what is to be said of that."""
    from iss_viewer.app.opening.last_orders import last_orders
    from iss_viewer.app.opening.limit_edits import limit_edits

    if not isinstance(request, TakeOverRequest):
        return limit_edits(request.journal)
    if request.time_s == float("inf"):
        return last_orders(request.journal, request.file.stem, now_s), ""
    return (), ""
