"""A leak whose room is shut and opened again, by closed forms: isothermal air through a choked hole falls
exponentially, and parts mix by volume.
"""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.physics import AIR_KG_MOL, R
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import AlarmChanged
from iss_viewer.telemetry.frames import Samples
from tests.detection.air import P0_PA, T0_K, alarms_at, clock, column, station, table

ROOMS, ROOM_M3, STEP_S = 5, 180.0, 10.0
LEAK_M3_S = 50.0 / 86400.0 * R * T0_K / (P0_PA * AIR_KG_MOL)  # 50 kg/day at one atmosphere
SHUT_S, REOPENED_S, END_S = 3600.0, 3.0 * 3600.0, 5.0 * 3600.0
OXYGEN_1 = 21200.0 / P0_PA  # as the air of that station is taken to be before it is analysed


def station_with_oxygen_analysers():
    """Five rooms in a row; the last one has no analyser."""
    plain = station(ROOMS, ROOMS * ROOM_M3)
    kind = plain.sensor_classes[0].model_copy(
        update={"id": "O", "quantity": "oxygen", "noise": 10.0, "drift_per_sqrt_day": 10.0}
    )
    sensors = [
        plain.sensors[0].model_copy(update={"id": f"O{i}", "module": f"M{i}", "sensor_class": "O"})
        for i in range(ROOMS - 1)
    ]
    return plain.model_copy(
        update={
            "sensor_classes": (*plain.sensor_classes, kind),
            "sensors": (*plain.sensors, *sensors),
        }
    )


def pressures(time_s, patched_s=np.inf):
    """Of the other rooms and of the last one, Pa: the hole is in the last one, shut off in between, and
    patched while it is.
    """
    whole, room = LEAK_M3_S / (ROOMS * ROOM_M3), LEAK_M3_S / ROOM_M3
    first_s = np.minimum(time_s, SHUT_S)
    shut_s = np.clip(np.minimum(time_s, patched_s) - SHUT_S, 0.0, REOPENED_S - SHUT_S)
    whole_after = whole if patched_s > REOPENED_S else 0.0
    others = P0_PA * np.exp(-whole * first_s)
    last = others * np.exp(-room * shut_s)
    mixed = ((ROOMS - 1) * others + last) / ROOMS
    after = mixed * np.exp(-whole_after * np.maximum(time_s - REOPENED_S, 0.0))
    is_open = time_s >= REOPENED_S
    return np.where(is_open, after, others), np.where(is_open, after, last)


def reopened_run(seed, end_s=END_S, patched_s=np.inf):
    """The detector after all of it, its assessments, the last room's pressure and the events."""
    of, rng, time_s = (
        station_with_oxygen_analysers(),
        np.random.default_rng(seed),
        clock(end_s, STEP_S),
    )
    names = (*table(of).names, *(f"M{i}.oxygen_pa" for i in range(ROOMS - 1)))
    channels = ChannelTable.of(names)
    others, last = pressures(time_s, patched_s)
    values = np.ones((len(time_s), len(names)))
    noise = rng.standard_normal(values.shape)
    for i in range(ROOMS):
        air = last if i == ROOMS - 1 else others
        values[:, channels.column(f"M{i}", "pressure_pa")] = air + 5.0 * noise[:, i]
        values[:, channels.column(f"M{i}", "temperature_k")] = T0_K + 0.01 * noise[:, ROOMS + i]
        if i < ROOMS - 1:
            oxygen = OXYGEN_1 * air + 10.0 * noise[:, 2 * ROOMS + i]
            values[:, channels.column(f"M{i}", "oxygen_pa")] = oxygen
    is_shut = (time_s >= SHUT_S) & (time_s < REOPENED_S)
    values[is_shut, channels.column(f"H{ROOMS - 2}", "is_open")] = 0.0
    detector = StationDetector(of, channels)
    out, events = detector.update(Samples(time_s, values, np.zeros(values.shape, dtype=np.uint8)))
    return detector, out, last, events


@pytest.mark.parametrize("seed", [1, 2])
def test_a_leak_is_as_large_after_its_room_was_reopened_as_it_is(seed):
    detector, out, air, _ = reopened_run(seed)
    true = LEAK_M3_S * air * AIR_KG_MOL / (R * T0_K)
    low, rate, high = (
        column(detector, out, "STATION", f"leak_rate{end}_kg_s") for end in ("_low", "", "_high")
    )
    looks = np.arange(int((REOPENED_S + 600.0) / STEP_S), len(air), 30)
    held = (low[looks] <= true[looks]) & (true[looks] <= high[looks])
    assert held.mean() > 0.9
    assert rate[-1] == pytest.approx(true[-1], rel=0.2)


def test_oxygen_of_a_shut_room_without_analysers_falls_with_its_air():
    detector, _, air, _ = reopened_run(1, REOPENED_S)
    room = next(e for e in detector.estimates() if e.modules == (f"M{ROOMS - 1}",))
    assert air[-1] < 0.98 * P0_PA
    assert room.oxygen_pa == pytest.approx(OXYGEN_1 * air[-1], rel=3e-3)


def test_a_leak_that_was_patched_while_its_room_was_shut_does_not_come_back_when_it_is_opened():
    detector, out, _, events = reopened_run(1, patched_s=2.0 * 3600.0)
    assert alarms_at(events, 1.9 * 3600.0)
    assert not [
        a for a in alarms_at(events, REOPENED_S + 600.0) if a.is_active and a.rule == "leak"
    ]
    late = [e for e in events if isinstance(e, AlarmChanged) and e.time_s > REOPENED_S]
    assert not [e for e in late if e.alarm.rule == "leak" and e.alarm.is_active]
    low, high = (
        column(detector, out, "STATION", f"leak_rate_{end}_kg_s") for end in ("low", "high")
    )
    after = slice(int((REOPENED_S + 600.0) / STEP_S), None, 30)
    assert ((low[after] <= 0.0) & (high[after] >= 0.0)).all()
