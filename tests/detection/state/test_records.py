"""Records are their bytes, the clock never runs backwards, and snapshots are of one version."""

import io
import math

import numpy as np
import pytest

from iss_viewer.detection.state.channel_map import MACHINE, MODULE, SEAL
from iss_viewer.detection.state.clock import CLOCK, SKIPPED, accept, request_assessment
from iss_viewer.detection.state.clock import take_assessment as take
from iss_viewer.detection.state.habit_records import HABIT
from iss_viewer.detection.state.records import new_state
from iss_viewer.detection.state.sensor_records import ANALYSER, BAROMETER, INSTRUMENT, THERMOMETER
from iss_viewer.detection.state.settings import SETTINGS
from iss_viewer.detection.state.space_records import AIR_SPACE, CHANGE, KNOWN_FLOWS
from iss_viewer.detection.station_detector import StationDetector
from tests.detection.air import station, table

RECORDS = {
    "air space": AIR_SPACE, "change": CHANGE, "flows": KNOWN_FLOWS, "barometer": BAROMETER,
    "thermometer": THERMOMETER, "analyser": ANALYSER, "instrument": INSTRUMENT, "module": MODULE,
    "habit": HABIT, "machine": MACHINE, "seal": SEAL, "settings": SETTINGS, "clock": CLOCK,
}  # fmt: skip


def leaves(dtype):
    """The plain types that a record is made of, one for each number."""
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        return leaves(base) * math.prod(shape)
    if dtype.names is None:
        return [dtype]
    return [leaf for name in dtype.names for leaf in leaves(dtype[name])]


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_fields_are_eight_bytes_each_and_there_is_no_padding(record):
    parts = leaves(record)
    assert {part.str for part in parts} <= {"<f8", "<i8"}
    assert record.itemsize == 8 * len(parts)


def test_state_goes_on_from_its_arrays_and_from_their_bytes():
    state, other = new_state(3, 1), new_state(3, 1)
    state.spaces["level_pa"][1], state.barometers["fault"][2] = 9e4, 3
    other.take(state._asdict())
    assert other.spaces.tobytes() == state.spaces.tobytes()
    raw = {name: array.view(f"V{array.dtype.itemsize}") for name, array in state._asdict().items()}
    again = new_state(3, 1)
    again.take(raw)
    assert again.barometers.tobytes() == state.barometers.tobytes()


def test_state_of_another_station_is_refused():
    with pytest.raises(ValueError, match="broadcast"):
        new_state(3, 1).take(new_state(4, 1)._asdict())


def clock():
    return np.zeros(1, CLOCK)[0]


def test_samples_that_are_repeated_or_late_do_not_count():
    of = clock()
    steps = [accept(of, time_s) for time_s in (100.0, 101.0, 101.0, 99.0, 103.5)]
    assert steps == [0.0, 1.0, SKIPPED, SKIPPED, 2.5]
    assert of["now_s"] == 3.5


def test_ten_samples_that_run_on_from_an_earlier_time_set_the_stamps_back_but_not_the_clock():
    of = clock()
    accept(of, 1000.0)
    steps = [accept(of, 500.0 + second) for second in range(10)]
    assert steps[:9] == [SKIPPED] * 9
    assert steps[9] > 0.0
    assert of["is_set_back"]
    assert of["now_s"] == 0.0
    assert accept(of, 510.0) == 1.0


def test_assessment_is_due_at_its_time_and_whenever_one_is_asked_for():
    of = clock()
    due = []
    for second in range(200):
        of["now_s"] = float(second)
        if second == 30:
            request_assessment(of, -np.inf)
        if take(of, 60.0):
            due.append(second)
    assert due == [0, 30, 90, 150]


def test_snapshot_of_columns_without_names_is_refused_in_words():
    buffer, of = io.BytesIO(), station(2)
    np.savez(buffer, state=np.frombuffer(b"{}", np.uint8), rest=np.empty(0, np.uint8))
    with pytest.raises(ValueError, match="older version"):
        StationDetector(of, table(of)).restore(buffer.getvalue())
    with pytest.raises(ValueError, match="not a snapshot"):
        StationDetector(of, table(of)).restore(b"nothing of the kind")
