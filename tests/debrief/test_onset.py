"""When a leak began, as the alarm that told of it estimated it."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.debrief.module_report import module_report
from iss_viewer.debrief.onset import alarm_onset
from iss_viewer.situation.results import Onset
from iss_viewer.station import read_station
from iss_viewer.telemetry import ChannelTable, Frames, Samples
from iss_viewer.telemetry.events import Alarm, AlarmChange, AlarmChanged, Event
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.status import AlarmClass, AlarmState, ModuleStatus

NAN = float("nan")


def alarm(time_s: float, subject: str, change: str, raised_s: float, onset_s: float) -> Event:
    told = Alarm(
        f"{subject}.leak", subject, "leak", AlarmClass.WARNING, AlarmState.UNACKNOWLEDGED, True,
        raised_s, time_s, 1.0, 1.0, "leak_evidence_1", onset_s=onset_s,
    )  # fmt: skip
    return AlarmChanged(told, AlarmChange(change))


def test_the_newest_estimate_of_the_nearest_alarm_counts():
    events = [
        alarm(600.0, "LAB", "raised", raised_s=600.0, onset_s=300.0),
        alarm(700.0, "LAB", "acknowledged", raised_s=600.0, onset_s=330.0),
        alarm(9000.0, "LAB", "raised", raised_s=9000.0, onset_s=8000.0),
        alarm(650.0, "STATION", "raised", raised_s=650.0, onset_s=1.0),
    ]
    assert alarm_onset(events, "LAB", 590.0) == Onset(330.0, 600.0)
    assert alarm_onset(events, "LAB", 8900.0) == Onset(8000.0, 9000.0)
    assert np.isnan(alarm_onset(events, "NODE1", 590.0).time_s)


@pytest.mark.parametrize(
    ("onset", "words"),
    [
        (Onset(300.0, 600.0), "T+00:05:00, 5 min 00 s before the alarm"),
        (Onset(600.0, 600.0), "T+00:10:00, with the alarm"),
        (Onset(), ""),
    ],
)
def test_it_is_told_with_how_long_before_the_alarm_it_was(onset, words):
    assert onset.words() == words


@pytest.mark.parametrize("subject", ["WORK", "STATION"])
def test_a_module_under_suspicion_has_the_onset_of_its_own_alarm_or_of_the_stations(subject):
    history = History(ChannelTable.of(["WORK.pressure_pa"]), ChannelTable.of(["WORK.status"]))
    times = np.arange(0.0, 1000.0, 10.0)
    status = np.where(times >= 500.0, ModuleStatus.SUSPECTED, 0.0)[:, None]
    samples = Samples(times, np.full((100, 1), 1e5), np.zeros((100, 1), np.uint8))
    event = alarm(510.0, subject, "raised", raised_s=510.0, onset_s=200.0)
    history.append(Frames(samples, status, (event,)))
    station = read_station("trio")
    assert module_report(history, station, "WORK").onset == Onset(200.0, 510.0)
    assert np.isnan(module_report(history, station, "WORK", upto_s=400.0).onset.time_s)
