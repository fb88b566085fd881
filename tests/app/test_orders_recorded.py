"""A run whose orders take time is recorded, and gone on with in the midst of an order as it was."""

from __future__ import annotations

from pathlib import Path

from iss_viewer.app.opening.by_request import open_host
from iss_viewer.app.opening.requests import ScenarioRequest, TakeOverRequest
from iss_viewer.app.opening.session_host import SessionHost
from iss_viewer.app.opening.take_over import take_over_host
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry import Command
from iss_viewer.telemetry.commands import Act
from iss_viewer.telemetry.events import CostsSet, Event, OrderChanged, OrderState
from iss_viewer.telemetry.frames import Frames
from iss_viewer.telemetry.recording import RecordedRun
from tests.simulation.stories import HEAD

CLOSE = MoveHatch("D2", False)


def started(tmp_path: Path) -> tuple[SessionHost, list[Event]]:
    """A run of the small station where orders take time, with its first events."""
    file = tmp_path / "test.toml"
    file.write_text(HEAD.format(duration="1 h", every="10 s", more=""))
    request = ScenarioRequest(
        str(file), is_running=False, recording=tmp_path / "run.mcap", deeds_take_time=True
    )
    host, events = open_host(request), []
    for _ in range(4):
        events += [e for m in host.turn() if isinstance(m, Frames) for e in m.events]
    made = vars(host)["_host"].host
    assert isinstance(made, SessionHost)
    return made, events


def closed_s(host: SessionHost) -> list[float]:
    events = []
    while host.session.time_s < 1000.0 and len(frames := host.session.advance(1000.0)):
        events += frames.events
    changes = [e for e in events if isinstance(e, OrderChanged)]
    return [e.time_s for e in changes if e.state is OrderState.DONE]


def test_orders_under_way_go_on_where_a_recording_is_taken_over(tmp_path):
    host, events = started(tmp_path)
    assert [e.are_on for e in events if isinstance(e, CostsSet)] == [True]
    host.session.advance(50.0)
    host.post(Command(Act(CLOSE), "Ann"))
    host.turn()
    host.session.advance(100.0)
    recording = tmp_path / "run.mcap"
    done = closed_s(host)
    host.close()
    assert len(done) == 1 and done[0] > 200.0
    with RecordedRun(recording) as run:
        states = [e.state for e in run.events if isinstance(e, OrderChanged)]
    assert states == [OrderState.WORKING, OrderState.DONE]
    again = take_over_host(TakeOverRequest(recording, 90.0))
    assert closed_s(again) == done
    again.close()
