"""A wheel of somebody else adds a detector: what it concludes is shown under its name, alarms come by the limits of the run."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.app.opening.assembly import detector_named
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.scenario import scenario_host
from iss_viewer.datafile import FileMistakes
from iss_viewer.detection.added_detector import ADDED, DetectorRefused, added_detector
from iss_viewer.detection.limits import read_limits
from iss_viewer.situation.words import Words
from iss_viewer.telemetry.commands import Acknowledge, Command
from iss_viewer.telemetry.events import AlarmChanged, JudgementFailed
from tests.detection.air import clock, column, readings, station, table
from tests.wheels import added, own_path

__all__ = ["own_path"]
TOY = """
import numpy as np
from iss_viewer.telemetry.channels import ChannelTable

class Mean:
    def __init__(self, station, sampled):
        self.pressures = sampled.columns(station.module_ids, "pressure_pa")
        self.count = 0
        self.channels = ChannelTable.of(
            [*(f"{{m}}.space_pressure_pa" for m in station.module_ids), "STATION.toy_1"]
        )

    def update(self, samples):
        rows = len(samples)
        {first}
        mean = np.nanmean(samples.values[:, self.pressures], axis=1)
        rank = self.count + np.arange(1.0, rows + 1.0)
        self.count += rows
        return np.column_stack([*[mean] * (len(self.channels) - 1), rank]), ()

    def obey(self, command, time_s):
        return ()

    def note(self, event):
        pass

    def snapshot(self):
        return str(self.count).encode()

    def restore(self, snapshot):
        self.count = int(snapshot)

def mean(station, sampled, limits):
    return Mean(station, sampled)
"""
FIVE = station()


def toy(tmp_path, name, first="pass"):
    """A detector by a wheel; `first`: what each update begins with."""
    added(tmp_path, name, TOY.format(first=first), ADDED.group, "mean")
    return added_detector(name, FIVE, table(FIVE), read_limits())


def test_what_it_concludes_is_shown_and_what_it_leaves_out_is_unknown(tmp_path):
    detector = toy(tmp_path, "toy_mean")
    samples = readings(FIVE, clock(20.0))
    out, events = detector.update(samples)
    shown = column(detector, out, "M3", "space_pressure_pa")
    assert shown == pytest.approx(samples.values[:, :5].mean(axis=1))
    assert np.isnan(column(detector, out, "M3", "leak_rate_kg_s")).all()
    assert column(detector, out, "STATION", "toy_1")[-1] == 20.0
    assert events == ()


def test_alarms_come_by_the_limits_of_the_run_and_are_acknowledged_as_ever(tmp_path):
    detector = toy(tmp_path, "toy_low")
    samples = readings(FIVE, clock(20.0), loss_pa=10e3)
    out, events = detector.update(samples)
    raised = [event.alarm.id for event in events if isinstance(event, AlarmChanged)]
    assert raised == ["STATION.pressure_low"]
    assert column(detector, out, "STATION", "alarm")[-1] > 0.0
    (seen,) = detector.obey(Command(Acknowledge(), "CDR"), 20.0)
    assert seen.alarm.actor == "CDR"


def test_it_goes_on_from_a_snapshot_and_cuts_of_the_rows_change_nothing(tmp_path):
    samples = readings(FIVE, clock(30.0), loss_pa=10e3)
    whole, cut = toy(tmp_path, "toy_whole"), toy(tmp_path, "toy_cut")
    out, events = whole.update(samples)
    early, _ = cut.update(samples.rows(0, 11))
    later = added_detector("toy_cut", FIVE, table(FIVE), read_limits())
    later.restore(cut.snapshot())
    late, after = later.update(samples.rows(11, 30))
    np.testing.assert_array_equal(out, np.vstack([early, late]))
    assert [e for e in events if e.time_s > 10.0] == list(after)


@pytest.mark.parametrize(
    ("name", "first", "words"),
    [
        ("toy_raising", "if samples.time_s[-1] > 5.0: raise RuntimeError('no wire')", "no wire"),
        ("toy_short", "return (np.ones((rows, 2)), ())", "conclusions have the shape (10, 6), not (10, 2)"),
    ],
)  # fmt: skip
def test_one_that_fails_is_asked_no_more_and_the_log_says_why_once(tmp_path, name, first, words):
    detector, samples = toy(tmp_path, name, first), readings(FIVE, clock(20.0))
    _, events = detector.update(samples.rows(0, 10))
    late, more = detector.update(samples.rows(10, 20))
    faults = [event for event in (*events, *more) if isinstance(event, JudgementFailed)]
    assert len(faults) == 1
    said = Words(FIVE, read_limits()).event(faults[0])
    assert said.startswith("Detector fault: nothing is judged any more") and words in said
    assert np.isnan(column(detector, late, "M0", "space_pressure_pa")).all()


@pytest.mark.parametrize(
    ("name", "code", "group", "words"),
    [
        ("toy_detector_gone", "import no_such_module", ADDED.group, "toy_detector_gone's detector cannot be used: No module"),
        ("toy_detector_three", "mean = 3", ADDED.group, "toy_detector_three's detector cannot be used: a detector is a function"),
        ("toy_detector_later", TOY, "iss_viewer.detectors.v2", "no installed distribution adds a detector"),
        ("toy_detector_unmade", "def mean(station, sampled, limits):\n    return 1 / 0\n", ADDED.group, "cannot be made: division by zero"),
    ],
)  # fmt: skip
def test_a_bad_wheel_or_one_of_another_contract_is_named(tmp_path, name, code, group, words):
    added(tmp_path, name, code, group, "mean")
    with pytest.raises(DetectorRefused) as refusal:
        added_detector(name, FIVE, table(FIVE), read_limits())
    assert words in str(refusal.value)


def test_a_run_names_who_judged_it_in_its_head_and_its_recording(tmp_path):
    added(tmp_path, "toy_head", TOY.format(first="pass"), ADDED.group, "mean")
    host = scenario_host(ScenarioRequest("prk-2024", detector="toy_head"))
    host.session.advance(60.0)
    assert host.opened.detector == host.header.detector == "toy_head"
    host.close()


def test_a_name_that_no_detector_has_is_a_mistake_of_the_one_who_typed_it():
    host = scenario_host(ScenarioRequest("prk-2024"))
    with pytest.raises(FileMistakes, match="no installed distribution adds a detector"):
        detector_named("toy_nowhere", host.session.source, "")
    host.close()
