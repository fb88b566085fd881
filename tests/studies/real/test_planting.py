"""A leak planted in readings takes exactly its share, and is read by the same instrument."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.studies.real.planting import Coarser, Planted, changes_alone, coarsen, plant
from iss_viewer.studies.real.room import opened
from iss_viewer.studies.real.series import Column, SeriesReadings

TIMES = np.arange(0.0, 7200.0, 10.0)
COLUMNS = (
    Column(column="p", quantity="pressure", unit="hPa"),
    Column(column="t", quantity="temperature", unit="C"),
    Column(column="h", quantity="relative_humidity", unit="%"),
    Column(column="o", quantity="oxygen", unit="hPa"),
)
PLAIN = SeriesReadings(
    TIMES, np.tile([1000.0, 21.0, 50.0, 210.0], (len(TIMES), 1)) + 0.01 * TIMES[:, None], COLUMNS
)
LEAK = Planted(share_1_s=1e-5, onset_s=3000.0)


def test_a_leak_takes_a_fixed_share_of_pressure_and_partial_pressures_from_its_onset_on():
    left = np.where(TIMES > 3000.0, np.exp(-1e-5 * (TIMES - 3000.0)), 1.0)
    found = plant(PLAIN, LEAK)
    for place in (0, 2, 3):
        np.testing.assert_allclose(
            found.values[:, place], PLAIN.values[:, place] * left, rtol=1e-14
        )
    assert (found.values[:, 1] == PLAIN.values[:, 1]).all()


def test_before_the_onset_every_reading_stays_as_it_was_to_the_bit():
    stepped = tuple(c.model_copy(update={"step": 0.3}) for c in COLUMNS)
    readings = SeriesReadings(TIMES, PLAIN.values, stepped)
    before = TIMES <= 3000.0
    assert (plant(readings, LEAK).values[before] == readings.values[before]).all()
    assert (plant(readings, Planted()).values == readings.values).all()


def test_a_planted_reading_is_one_that_the_instrument_can_show():
    stepped = (COLUMNS[0].model_copy(update={"step": 0.101, "origin": 0.05}), *COLUMNS[1:])
    found = plant(SeriesReadings(TIMES, PLAIN.values, stepped), LEAK).values[:, 0]
    after = found[TIMES > 3000.0]
    steps = (after - 0.05) / 0.101
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-6)
    exact = plant(PLAIN, LEAK).values[TIMES > 3000.0, 0]
    assert np.abs(after - exact).max() <= 0.5 * 0.101 + 1e-9


def test_vapour_falls_with_the_air_though_the_table_tells_relative_humidity():
    whole, leaking = (opened(each, 75.0) for each in (PLAIN, plant(PLAIN, LEAK)))
    place = whole.channels.names.index("ROOM.water_pa")
    ratio = leaking.samples.values[:, place] / whole.samples.values[:, place]
    np.testing.assert_allclose(ratio, LEAK.left(TIMES), rtol=1e-6)


def test_a_room_has_the_volume_that_it_is_given():
    assert opened(PLAIN, 984.0).station.modules[0].free_volume_m3 == 984.0


@pytest.mark.parametrize(
    ("coarser", "rows"),
    [
        (Coarser(every_s=60.0), 120),
        (Coarser(lost_s=600.0, turn_s=1800.0), 480),
        (Coarser(step_pa=100.0), 720),
    ],
)
def test_coarser_readings_are_fewer_or_of_larger_steps(coarser: Coarser, rows: int):
    found = coarsen(PLAIN, coarser, 100.0)
    assert len(found.time_s) == rows
    if coarser.step_pa:
        assert set(np.unique(found.values[:, 0]) % 1.0) == {0.0}
        assert found.columns[0].step == 1.0


def test_what_is_sent_on_change_leaves_out_what_repeats():
    values = np.array([[1.0, 5.0], [1.0, 5.0], [2.0, 5.0], [2.0, 6.0]])
    found = changes_alone(SeriesReadings(np.arange(4.0), values, COLUMNS[:2]))
    assert found.time_s.tolist() == [0.0, 2.0, 3.0]
    np.testing.assert_array_equal(found.values, [[1.0, 5.0], [2.0, np.nan], [np.nan, 6.0]])
