"""Recordings and journals of before: they open as events of now, and tell what they told."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from iss_viewer.app.opening.last_orders import last_orders
from iss_viewer.debrief.export import limits_of
from iss_viewer.debrief.module_report import module_report
from iss_viewer.situation.board import Board
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.station.actions import MoveHatch, OpenLeak, SwitchFans
from iss_viewer.telemetry.commands import Act
from iss_viewer.telemetry.events import (
    ActionDone,
    AlarmChanged,
    LimitEdited,
    NoteWritten,
    OptionSet,
    Remark,
    ResponseStarted,
    is_truth,
    of_before,
)
from iss_viewer.telemetry.events.reader import read_event
from iss_viewer.telemetry.journal import Journal
from iss_viewer.telemetry.recording import RecordedRun, notes_path
from iss_viewer.telemetry.replay import RecordedSource, take_over

FOLDER = Path(__file__).parent / "of_before"
RECORDING = FOLDER / "run.mcap"


#: how a party stands: the word of before, and that of now
VERDICTS = {"none": "no threat", "watch": "monitor", "act": "action required", "leave": "evacuate"}


def _as_of_now(kind: str, text: str) -> str:
    """The text of a recording of before in the words of now: verdicts and drifts are told by others."""
    party, between, verdict = text.partition(": ")
    if kind == "verdict":
        return f"{party}{between}{VERDICTS[verdict]}"
    return re.sub(r"its only barometer drifts \((\d+%)\)", r"sensor drift (single gauge, \1)", text)


@pytest.fixture
def run():
    with RecordedRun(RECORDING) as found:
        yield found


@pytest.fixture
def told(monkeypatch):
    """What the events of the recording were before, each with what it is now."""
    found = []
    make = of_before.event_of

    def listen(*before):
        found.append((before, make(*before)))
        return found[-1][1]

    monkeypatch.setattr(of_before, "event_of", listen)
    with RecordedRun(RECORDING) as run:
        assert run.events
        yield run, found


def test_every_event_of_before_says_word_for_word_what_it_said(told):
    run, found = told
    words = Words.of(run.header.station, run.header.limits_text)
    assert len(found) == len(run.events) == 124
    for (time_s, kind, subject, text, data), event in found:
        assert (event.time_s, event.subject) == (time_s, subject)
        assert (topic_of(event), words.event(event)) == (kind, _as_of_now(kind, text))
        assert event.actor == data.get("actor", "")


def test_only_truth_of_the_script_stays_a_mere_remark(run):
    remarks = [event for event in run.events if isinstance(event, Remark)]
    assert len(remarks) == 2
    assert all(map(is_truth, remarks))


def test_the_board_of_a_recording_of_before_is_complete(run):
    board = Board.of(run.events)
    words = Words.of(run.header.station, run.header.limits_text)
    assert set(board.verdicts) == {"crew", "operations", "mission"}
    assert all(words.reasons(verdict)[0] for verdict in board.verdicts.values())
    assert board.advice is not None
    assert words.advice(board.advice).title
    assert board.alarms
    assert board.step is not None


def test_its_commands_are_those_that_were_given(run):
    actions = [c.order.action for _, c in run.commands if isinstance(c.order, Act)]
    assert actions[0] == OpenLeak("PLANTED", "SM_PKHO", 0.002)
    assert MoveHatch("H02", False) in actions
    assert len(run.commands) == 20


def test_it_is_played_again_and_taken_over(run):
    source = RecordedSource(run)
    samples, events = source.read(float("inf"), 10**6)
    assert len(samples)
    assert not any(isinstance(event, AlarmChanged) for event in events)
    plan = take_over(run, 3000.0)
    assert (plan.snapshot, plan.earlier) == (None, ())  # states of before are not understood
    assert len(plan.commands) == 13


def test_what_a_module_went_through_is_told_of_it(run):
    tale = module_report(run.history(), run.header.station, "PMA2")
    assert tale.is_incident
    assert limits_of(run)


def test_a_journal_of_before_is_read_and_written_on(tmp_path):
    path = tmp_path / "journal.sqlite"
    shutil.copy(FOLDER / "journal.sqlite", path)
    journal = Journal(path, "later")
    before = journal.read("run")
    edits = [event for event in before if isinstance(event, LimitEdited)]
    assert [(edit.limit, edit.field_name, edit.value) for edit in edits] == [
        ("sensor_fault", "on_delay_s", 30.0)
    ]
    assert sum(isinstance(event, AlarmChanged) for event in before) > 10
    edit = LimitEdited(1.0, "leak", "value", 2.0, 1.0, "leak_evidence_1", 1, "Anna")
    journal.write([edit])
    assert list(map(repr, journal.read())) == list(map(repr, (*before, edit)))  # NaN is NaN
    journal.close()
    assert last_orders(path, "run", 0.0)


def test_a_note_of_before_beside_a_recording_is_read(tmp_path):
    path = tmp_path / "run.mcap"
    shutil.copy(RECORDING, path)
    note = {
        "time_s": 4.5,
        "kind": "note",
        "subject": "PMA2",
        "text": "hiss",
        "data": {"actor": "Ben"},
    }
    notes_path(path).write_text(json.dumps(note) + "\n", encoding="utf-8")
    with RecordedRun(path) as run:
        assert NoteWritten(4.5, "PMA2", "hiss", "Ben") in run.history().events()


def _before(kind: str, subject: str, text: str, data: dict) -> str:
    plain = {"time_s": 1.0, "kind": kind, "subject": subject, "text": text, "data": data}
    return json.dumps(plain, separators=(",", ":"))


def test_what_nothing_can_be_made_of_is_kept_as_a_remark():
    assert read_event(_before("dance", "LAB", "la la", {"actor": "Ben"})) == Remark(
        1.0, "dance", "LAB", "la la", "Ben"
    )
    assert isinstance(read_event(_before("alarm", "LAB", "low", {"id": "LAB.low"})), Remark)


def test_settings_and_what_was_told_of_a_real_station_are_made_into_events_of_now():
    assert read_event(
        _before("option", "prior", "", {"option": "prior", "value": "uniform"})
    ) == OptionSet(1.0, "prior", "uniform")
    told = _before("hatch", "H1", "hatch H1 closed, as told", {"do": "close_hatch", "actor": "Ben"})
    done = ActionDone(1.0, MoveHatch("H1", False), "H1", "Ben", is_reported=True)
    assert read_event(told) == done


def test_an_alarm_of_before_that_may_be_a_drift_is_one_with_that_probability():
    data = {
        "id": "COL.leak", "rule": "leak", "class": "WARNING", "state": "UNACKNOWLEDGED", "is_active": True,
        "raised_s": 0.0, "value": 1e-5, "limit": 0.0, "quantity": "leak_rate_kg_s", "actor": "",
        "reason": "", "until_s": 0.0, "is_root": False, "change": "raised",
    }  # fmt: skip
    told = "COL loses air, or its only barometer drifts (40%)"
    made = read_event(_before("alarm", "COL", told, data))
    assert made.alarm.drift_probability_1 == 0.4


def test_the_response_of_before_to_a_rapid_loss_stopped_the_fans():
    told = "rapid depressurization response: intermodule ventilation stopped"
    made = read_event(_before("response", "STATION", told, {}))
    assert made == ResponseStarted(1.0, SwitchFans(False), "STATION")
