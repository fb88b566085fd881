"""A fault of the program inside one judgement is announced once and leaves the rest judged."""

import numpy as np
import pytest

from iss_viewer.detection import assess, station_detector
from iss_viewer.detection.guard import Guard
from iss_viewer.detection.locating.locator import Locator
from iss_viewer.detection.posterior.memory import LeakMemory
from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.telemetry.events import (
    GaugeRead,
    Judged,
    JudgementFailed,
    LocationEstimated,
    VerdictGiven,
)
from iss_viewer.telemetry.status import ModuleStatus
from tests.detection.air import alarms_at, clock, column, lost, readings, station, table

TIME_S = clock(2400.0, 10.0)


def failures_of(events):
    return [e for e in events if isinstance(e, JudgementFailed)]


def parted(loss_pa_s=0.6):
    """A row of five whose last module is alone; air is lost from the others after twenty minutes."""
    samples = readings(station(), TIME_S, loss_pa=lost(TIME_S, loss_pa_s, 1200.0))
    samples.values[:, 4] = 101325.0 + 5.0 * np.random.default_rng(5).standard_normal(len(TIME_S))
    samples.values[:, 13] = 0.0
    return samples


def test_an_air_space_that_cannot_be_judged_leaves_the_others_judged(monkeypatch):
    estimate_of = assess.estimate_of

    def failing(state, spaces, first, ids):
        if ids[first] == "M4":
            raise ZeroDivisionError("float division by zero")
        return estimate_of(state, spaces, first, ids)

    monkeypatch.setattr(assess, "estimate_of", failing)
    detector = StationDetector(station(), table(station()))
    _, events = detector.update(parted())
    assert [(e.subject, e.judgement, e.fault) for e in failures_of(events)] == [
        ("M4", Judged.ESTIMATE, "ZeroDivisionError: float division by zero")
    ]
    assert "STATION.leak" in {a.id for a in alarms_at(events, TIME_S[-1])}
    where = [e for e in events if isinstance(e, LocationEstimated)][-1].location.ranked
    assert {name for name, chance in where if chance > 0.1} <= {"M0", "M1", "M2", "M3"}
    assert [e for e in events if isinstance(e, VerdictGiven) and e.party == "crew"]


def test_where_no_leak_can_be_located_alarms_status_and_verdict_go_on(monkeypatch):
    def failing(self):
        raise IndexError("index 27 is out of bounds")

    monkeypatch.setattr(Locator, "location", failing)
    detector = StationDetector(station(), table(station()))
    out, events = detector.update(parted())
    assert {(e.subject, e.judgement) for e in failures_of(events)} == {("STATION", Judged.LOCATION)}
    assert len(failures_of(events)) == 1
    assert "STATION.leak" in {a.id for a in alarms_at(events, TIME_S[-1])}
    assert column(detector, out, "M0", "status")[-1] == ModuleStatus.WATCH
    assert column(detector, out, "STATION", "verdict_crew")[-1] > 0.0


def test_where_all_that_is_known_cannot_be_weighed_the_alarm_tests_tell_of_leaks(monkeypatch):
    def failing(self, state, spaces):
        raise FloatingPointError("overflow")

    monkeypatch.setattr(LeakMemory, "look", failing)
    detector = StationDetector(station(), table(station()))
    out, events = detector.update(parted())
    assert [(e.subject, e.judgement, e.fault) for e in failures_of(events)] == [
        ("STATION", Judged.LOSS, "FloatingPointError: overflow")
    ]
    assert "STATION.leak" in {a.id for a in alarms_at(events, TIME_S[-1])}
    true_kg_s = 0.6 * 800.0 * 0.0289647 / (8.314463 * 295.15)
    assert column(detector, out, "M0", "leak_rate_kg_s")[-1] == pytest.approx(true_kg_s, rel=0.1)
    assert column(detector, out, "STATION", "leak_rate_low_kg_s")[-1] > 0.0
    assert column(detector, out, "M0", "leak_onset_s")[-1] == pytest.approx(1200.0, abs=60.0)
    assert column(detector, out, "M0", "status")[-1] == ModuleStatus.SUSPECTED
    assert column(detector, out, "STATION", "verdict_crew")[-1] > 0.0
    where = [e for e in events if isinstance(e, LocationEstimated)][-1].location.ranked
    assert {name for name, chance in where if chance > 0.1} <= {"M0", "M1", "M2", "M3"}


def test_leak_that_stands_is_told_on_while_nothing_can_be_concluded(monkeypatch):
    detector = StationDetector(station(), table(station()))
    detector.update(parted().rows(0, 200))
    before = detector.estimates()[0]
    assert before.is_detected

    def failing(*_):
        raise KeyError("rate_kg_s")

    monkeypatch.setattr(station_detector, "conclude", failing)
    _, events = detector.update(parted().rows(200, 240))
    assert {e.judgement for e in failures_of(events)} == {Judged.STANDING}
    assert len(failures_of(events)) == 1
    assert detector.estimates()[0].is_detected
    assert detector.estimates()[0].loss_kg_s == before.loss_kg_s


def test_a_fault_is_announced_once_and_anew_after_it_had_gone():
    guard, events = Guard(), []
    ask = [lambda: 1 / 0, lambda: 1 / 0, lambda: 5, lambda: 1 / 0]
    found = [
        guard.judged(float(i), "M0", Judged.ESTIMATE, judge, events) for i, judge in enumerate(ask)
    ]
    assert found == [None, None, 5, None]
    assert [e.time_s for e in events] == [0.0, 3.0]
    again = Guard()
    again.restore(guard.state())
    again.judged(4.0, "M0", Judged.ESTIMATE, ask[0], events)
    assert len(events) == 2


def test_a_gauge_that_was_read_nowhere_is_ignored():
    detector = StationDetector(station(), table(station()))
    detector.update(parted().rows(0, 100))
    detector.note(GaugeRead(400.0, "ATTIC", 98000.0))
    _, events = detector.update(parted().rows(100, 200))
    assert failures_of(events) == []
