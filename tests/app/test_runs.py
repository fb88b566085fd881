"""A run is announced before it is made, tells what is wrong with its files, and keeps its limits."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from iss_viewer.app.opening.by_request import open_host
from iss_viewer.app.opening.last_orders import last_orders
from iss_viewer.app.opening.limit_edits import limit_edits
from iss_viewer.app.opening.requests import ScenarioRequest, TakeOverRequest
from iss_viewer.app.opening.scenario import scenario_host
from iss_viewer.detection.alarms.active_alarms import AlarmBoard
from iss_viewer.link import Announced, Ended, Opened, Pace, Past
from iss_viewer.situation.board import Board
from iss_viewer.telemetry.chunks import CHUNK_ROWS
from iss_viewer.telemetry.commands import Acknowledge, Assign, Command, SetLimit, Shelve
from iss_viewer.telemetry.events import Alarm, AlarmAssigned, AlarmChange, LimitEdited
from iss_viewer.telemetry.frames import Frames
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.journal import Journal
from iss_viewer.telemetry.recording import RecordedRun
from iss_viewer.telemetry.status import AlarmClass, AlarmState

OF_BEFORE = Path(__file__).parents[1] / "telemetry" / "of_before"


def test_the_station_is_announced_before_the_session_is_made():
    host = open_host(ScenarioRequest("quiet-day", is_running=False))
    first, second = host.turn(), host.turn()
    host.close()
    assert [type(message) for message in first] == [Announced]
    assert first[0].station.module("SM_PRK").free_volume_m3 > 0
    assert isinstance(second[0], Opened)
    assert isinstance(second[-1], Pace)


def test_a_scenario_that_is_not_there_ends_the_session_with_the_nearest_name():
    host = open_host(ScenarioRequest("quite-day"))
    (ended,) = host.turn()
    assert isinstance(ended, Ended)
    assert ended.is_failure
    assert "quiet-day" in ended.reason


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def test_a_limit_that_was_changed_is_changed_in_the_next_session_too(journal: Path):
    first = open_host(ScenarioRequest("quiet-day", is_running=False, journal=journal))
    first.turn()
    first.post(Command(SetLimit("reserve", "limit_pa", 70e3, "trial"), actor="Anna"))
    first.turn()
    first.turn()
    first.close()
    assert [command.order for command in limit_edits(journal)[0]] == [
        SetLimit("reserve", "limit_pa", 70e3, "Anna: trial")
    ]
    later = open_host(ScenarioRequest("quiet-day", is_running=False, journal=journal))
    later.turn()
    frames = [message for message in later.turn() if isinstance(message, Frames)]
    later.close()
    changes = [event for part in frames for event in part.events if isinstance(event, LimitEdited)]
    assert [(e.value, e.actor) for e in changes] == [(70e3, "limits of before")]


def test_without_a_journal_limits_are_as_the_file_says():
    assert limit_edits(None) == ((), "")


_KILLED = """
import os, signal, sys
from pathlib import Path
from iss_viewer.app.opening.by_request import open_host
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.telemetry.commands import Acknowledge, Command, SetLimit, Shelve

request = ScenarioRequest("docking-seal", is_running=False, recording=Path(sys.argv[1]),
                          journal=Path(sys.argv[2]))
host = open_host(request)
host.turn()
host.turn()
session = host._host.host.session
while session.source.time_s < 900.0:
    session.advance(900.0)
session.record.flush()
for order in (
    Acknowledge(("PMA2.leak",)), Shelve("PMA2.pressure_low", "gauge is swapped", 3600.0),
    SetLimit("pressure_low", "value", 90e3),
):
    host.post(Command(order, actor="Anna"))
host.turn()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_people_ordered_right_before_a_kill_holds_in_the_session_that_goes_on(tmp_path: Path):
    recording, journal = tmp_path / "first.mcap", tmp_path / "journal.sqlite"
    ordered = [sys.executable, "-c", _KILLED, str(recording), str(journal)]
    assert subprocess.run(ordered, check=False).returncode == -signal.SIGKILL
    on = TakeOverRequest(
        recording, float("inf"), recording=tmp_path / "second.mcap", journal=journal
    )
    host = open_host(on)
    events = [e for m in host.turn() if isinstance(m, Frames) for e in m.events]
    host.close()
    alarms = Board.of(events).alarms
    assert alarms["PMA2.leak"].state is AlarmState.ACKNOWLEDGED
    assert alarms["PMA2.leak"].actor == "Anna"
    shelved = alarms["PMA2.pressure_low"]
    assert (shelved.state, shelved.reason) == (AlarmState.SHELVED, "gauge is swapped")
    assert shelved.until_s == pytest.approx(900.0 + 3600.0)
    assert [e.value for e in events if isinstance(e, LimitEdited)] == [90e3]


def test_a_long_past_is_handed_over_packed_and_a_stretch_at_a_time(tmp_path: Path):
    first = scenario_host(ScenarioRequest("docking-seal", recording=tmp_path / "first.mcap"))
    while first.session.time_s < 3000.0 * first.session.source.sample_period_s:
        first.session.advance(1e9, 1000)
    first.close()
    on = TakeOverRequest(tmp_path / "first.mcap", float("inf"), recording=tmp_path / "on.mcap")
    host = open_host(on)
    messages = host.turn()
    host.close()
    opened, past = messages[0], [message for message in messages if isinstance(message, Past)]
    assert isinstance(opened, Opened)
    history = History(opened.sampled, opened.assessed)
    for part in past:
        history.take_packed(part.chunk, part.events)
    with RecordedRun(tmp_path / "first.mcap") as run, RecordedRun(tmp_path / "on.mcap") as second:
        whole, count = run.history(), len(run)
        assert len(past) == -(-count // CHUNK_ROWS) > 2
        for found, expected in zip(history.rows(0, 1e9), whole.rows(0, 1e9), strict=True):
            assert found.tobytes() == expected.tobytes()
        assert history.events() == whole.events()
        again, before = second.frames(0, len(second)), run.frames(0, count)
        assert again.samples.values.tobytes() == before.samples.values.tobytes()
        assert again.assessed.tobytes() == before.assessed.tobytes()


def test_a_run_of_an_older_version_is_gone_on_with_from_its_start_with_its_past_in_the_columns_of_now(
    tmp_path: Path,
):
    host = open_host(TakeOverRequest(OF_BEFORE / "run.mcap", 300.0, recording=tmp_path / "on.mcap"))
    messages = host.turn()
    host.close()
    opened = messages[0]
    assert isinstance(opened, Opened)
    with RecordedRun(OF_BEFORE / "run.mcap") as before, RecordedRun(tmp_path / "on.mcap") as on:
        was, now, first = before.header.assessed, on.header.assessed, before.frames(0, 10)
        handed = on.frames(0, 10)
        assert now == opened.assessed and set(was) < set(now)
        for column, channel in enumerate(now):
            old = was.get(channel.subject, channel.quantity)
            expected = np.full(10, np.nan) if old is None else first.assessed[:, old]
            np.testing.assert_array_equal(handed.assessed[:, column], expected)
    pace = next(message for message in messages if isinstance(message, Pace))
    assert (pace.time_s, pace.is_running) == (300.0, False)


def an_alarm(name: str) -> Alarm:
    return Alarm(
        name, name, "pressure_low", AlarmClass.CAUTION, AlarmState.NORMAL, False, 0.0, 0.0, 1.0, 2.0,
        "space_pressure_pa",
    )  # fmt: skip


def test_only_what_a_person_ordered_last_is_ordered_again(tmp_path: Path):
    path = tmp_path / "journal.sqlite"
    assert last_orders(path, "run", 0.0) == ()
    board = AlarmBoard()
    alarms = [an_alarm("A"), an_alarm("B"), an_alarm("C")]
    journal = Journal(path, "run")
    for alarm in alarms:
        journal.write(board.turn(alarm, True, True, 1.0))
    journal.write(board.order(["A"], AlarmChange.ACKNOWLEDGE, 2.0, "Anna", "a hiss"))
    journal.write([AlarmAssigned(2.0, alarms[0], person, "Anna") for person in ("Cleo", "Ben")])
    journal.write(board.order(["B"], AlarmChange.ACKNOWLEDGE, 2.0, "Anna"))
    journal.write(board.turn(alarms[1], False, True, 3.0))
    journal.write(board.order(["C"], AlarmChange.SHELVE, 3.0, "Ben", "why", 10.0))
    journal.close()
    assert last_orders(path, "run", 4.0) == (
        Command(Acknowledge(("A",), "a hiss"), "Anna"), Command(Shelve("C", "why", 6.0), "Ben"),
        Command(Assign(("A",), "Ben"), "Anna"),
    )  # fmt: skip
    assert last_orders(path, "run", 11.0) == (
        Command(Acknowledge(("A",), "a hiss"), "Anna"), Command(Assign(("A",), "Ben"), "Anna"),
    )  # fmt: skip
