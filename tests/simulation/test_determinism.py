"""The same scenario, seed and actions give the same samples, however they are read or resumed."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import source, tell, trio

from iss_viewer.scenario import read_scenario
from iss_viewer.simulation import SimulatedSource
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.station.actions import FailSensor, MoveHatch, OpenLeak, ReadGauge, SwitchFans
from iss_viewer.telemetry.packing import SnapshotError

INF = float("inf")
BODY = """
[[leaks]]
id = "HOLE"
module = "STORE"
diameter = "3 mm"
at = "7 min 3 s"
ramp = "5 min"
doubling = "20 min"
[[leaks.changes]]
when = { module = "CORE", pressure_below = "99 kPa" }
factor = 0.3
over = "100 s"
[[actions]]
when = { module = "CORE", pressure_below = "100 kPa", lasting = "1 min" }
at = "95 s"
do = "close_hatch"
target = "D1"
[[faults]]
sensor = "WORK_PRESSURE"
kind = "dropout"
size = 0.3
at = "20 min"
lasting = "11 min"
[[heat_swings]]
period = "93 min"
amplitude = "0.5 K"
"""
ACTIONS = (
    (300.0, OpenLeak("NEW", "WORK", 0.001)),
    (410.0, ReadGauge("STORE")),
    (900.0, MoveHatch("D2", False)),
    (1000.0, SwitchFans(False)),
    (1110.0, FailSensor("CORE_PRESSURE", "drift", 500.0)),
    (2000.0, MoveHatch("D2", True)),
)
END_S = 3600.0


def played(cuts, most, run=None, since_s=-INF):
    """All samples and events of a run with actions, read in pieces that end at `cuts`."""
    run = run or source(BODY, duration="1 h")
    rows, told = [], []
    stops = sorted({*cuts, *(t for t, _ in ACTIONS), END_S})
    for stop in (s for s in stops if s > since_s):
        while len(part := run.read_with_truth(stop, most)[0]):
            rows.append(part)
        for _, action in (a for a in ACTIONS if a[0] == stop):
            told.append(run.act(action, by_script=True))
    values = np.concatenate([part.values for part in rows])
    quality = np.concatenate([part.quality for part in rows])
    return values, quality, told, run


@pytest.fixture(scope="module")
def whole():
    """The run read in as few pieces as its actions allow."""
    return played((), 10**6)


@settings(max_examples=12)
@given(cuts=st.lists(st.floats(0.0, END_S), max_size=12), most=st.integers(1, 300))
def test_how_samples_are_cut_changes_no_bit(whole, cuts, most):
    values, quality, _, _ = played(cuts, most)
    assert values.tobytes() == whole[0].tobytes()
    assert quality.tobytes() == whole[1].tobytes()


def test_events_come_in_order_and_never_after_the_last_sample():
    run = source(BODY, duration="1 h")
    last, told = -INF, []
    while True:
        samples, events = run.read(INF, 3)
        if not len(samples):
            break
        assert all(last <= event.time_s <= samples.time_s[-1] for event in events)
        last = samples.time_s[-1]
        told += events
    assert told == list(source(BODY, duration="1 h").read(INF, 10**6)[1])
    assert len(told) >= 4


def test_samples_fall_on_the_grid_of_the_scenario():
    samples, _ = source(every="7 s").read(INF, 10**6)
    assert np.array_equal(samples.time_s, np.arange(0.0, 7200.0, 7.0))


@settings(max_examples=8)
@given(at_s=st.integers(0, 359).map(lambda k: 10.0 * k))
def test_a_snapshot_goes_on_bit_for_bit(whole, at_s):
    run = source(BODY, duration="1 h")
    early = [(t, a) for t, a in ACTIONS if t <= at_s]
    for stop, action in early:
        run.read(stop, 10**6)
        run.act(action, by_script=True)
    run.read(at_s, 10**6)
    other = SimulatedSource(tell(BODY, duration="1 h"), trio())
    other.restore(run.snapshot())
    assert other.time_s == run.time_s
    values, _, _, _ = played((), 10**6, other, at_s)
    assert values.tobytes() == whole[0][int(at_s / 10) + 1 :].tobytes()


def test_a_snapshot_goes_on_in_a_new_process(tmp_path):
    run = source(BODY, duration="1 h")
    run.read(1805.0, 10**6)
    (tmp_path / "state").write_bytes(run.snapshot())
    program = f"""
import sys; sys.path.insert(0, {str(__file__.rsplit("/", 1)[0])!r})
from test_determinism import BODY, source
run = source(BODY, duration="1 h")
run.restore(open({str(tmp_path / "state")!r}, "rb").read())
sys.stdout.buffer.write(run.read(float("inf"), 10**6)[0].values.tobytes())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == run.read(INF, 10**6)[0].values.tobytes()


def test_a_snapshot_is_written_and_read_within_50_ms():
    run = source(BODY, duration="1 h")
    run.read(1805.0, 10**6)
    state = run.snapshot()
    start = time.perf_counter()
    run.snapshot()
    written = time.perf_counter()
    run.restore(state)
    assert written - start < 0.05
    assert time.perf_counter() - written < 0.05


@pytest.mark.parametrize("data", [b"", b"{}", b"[1, 2]", b'{"#":"World","fields":{}}', b"\xff\x00"])
def test_what_is_no_snapshot_is_refused(data):
    with pytest.raises(SnapshotError):
        source().restore(data)


def test_a_snapshot_of_another_run_is_refused():
    with pytest.raises(SnapshotError, match="another station or scenario"):
        source(BODY, duration="1 h").restore(source(duration="1 h").snapshot())


def test_another_seed_gives_other_noise_but_the_same_truth():
    first, second = source(BODY, seed=1), source(BODY, seed=2)
    a, truth_a, _ = first.read_with_truth(600.0, 10**6)
    b, truth_b, _ = second.read_with_truth(600.0, 10**6)
    assert np.array_equal(truth_a, truth_b)
    column = first.channels.column("CORE", "pressure_pa")
    assert not np.array_equal(a.values[:, column], b.values[:, column])


def test_the_whole_iss_goes_on_bit_for_bit_through_its_hatch_events():
    scenario, station = read_scenario("prk-2024")
    whole, truth, events = SimulatedSource(scenario, station).read_with_truth(4 * 3600.0, 10**6)
    run, parts = SimulatedSource(scenario, station), []
    while len(part := run.read(4 * 3600.0, 37)[0]):
        parts.append(part.values)
        if len(parts) % 10 == 0:
            state = run.snapshot()
            run = SimulatedSource(scenario, station)
            run.restore(state)
    assert np.concatenate(parts).tobytes() == whole.values.tobytes()
    assert np.isfinite(truth).all()
    assert [event.subject for event in events if topic_of(event) == "hatch"] == [
        "H01",
        "H02",
        "H02",
        "H01",
    ]
