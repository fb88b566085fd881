"""Half a day of the station's own telemetry plays as it came: no leak in it, and a planted one is found."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from iss_viewer.app.opening.assembly import detector_of
from iss_viewer.datafile import named
from iss_viewer.detection.assessment import STATION
from iss_viewer.physics import AIR_KG_PA_M3
from iss_viewer.telemetry.events import AlarmChange, AlarmChanged
from iss_viewer.telemetry.feeds.feed_map import read_feed_map
from iss_viewer.telemetry.feeds.recorded_feed import RecordedFeedSource, recorded_rows

MAP = named("feeds")["us-segment-2018"]
#: the free volume of all pressurized modules, as in assets/series/iss-telemetry-2018.toml
VOLUME_M3 = 984.0
#: steps and origins of the readings, as there
STEPS = {
    "lab_mmhg": (0.101001, 742.9979),
    "equipment_lock_mmhg": (0.101001, 743.2),
    "crew_lock_mmhg": (0.634505, 739.2297),
    "lab_oxygen_mmhg": (0.001, 0.0),
    "lab_carbon_dioxide_mmhg": (0.0001, 0.0),
}
#: the bound for a 2 mm hole in the Lab's noise, one false alarm a month (docs/real.md)
BOUND_S = 0.285 * 3600.0


def sent(loss_kg_day: float, onset_s: float) -> Iterator[tuple[float, dict[str, str]]]:
    """What would have been sent with a leak: each item read each 10 s, rounded to its steps, sent when it changed."""
    mapped, _ = read_feed_map(MAP)
    begins_s, air_kg = mapped.feed.begins, VOLUME_M3 * AIR_KG_PA_M3 * 99e3
    share_1_s = loss_kg_day / 86400.0 / air_kg
    held: dict[str, float] = {}
    shown: dict[str, float] = {}
    read_s = -1.0
    for time_s, values in recorded_rows(MAP.parent / mapped.feed.address):
        held |= {name: float(value) for name, value in values.items()}
        left = np.exp(-share_1_s * max(time_s - begins_s - onset_s, 0.0))
        changed = dict(values)
        if left < 1.0 and time_s >= read_s:
            read_s = time_s + 10.0
            for name, (step, origin) in STEPS.items():
                if name in held:
                    value = origin + step * round((held[name] * left - origin) / step)
                    if value != shown.get(name):
                        shown[name] = value
                        changed[name] = str(value)
        for name in STEPS.keys() & changed.keys() if left < 1.0 else ():
            changed[name] = str(shown.get(name, held[name]))
        yield time_s, changed


def played(loss_kg_day: float, onset_s: float, until_s: float):
    """The alarms that were raised, by id with their times; and the limits of a leak in the main air, kg/day."""
    mapped, station = read_feed_map(MAP)
    source = RecordedFeedSource(mapped, station, sent(loss_kg_day, onset_s))
    detector = detector_of(source)
    column = detector.channels.column("LAB", "leak_rate_high_kg_s")
    raised: dict[str, list[float]] = {}
    limits = []
    while source.time_s < min(until_s, source.end_s):
        samples, _ = source.read(until_s, 512)
        if not len(samples):
            break
        assessed, events = detector.update(samples)
        limits.append(assessed[:, column] * 86400.0)
        for event in events:
            if isinstance(event, AlarmChanged) and event.change is AlarmChange.RAISE:
                raised.setdefault(event.alarm.id, []).append(event.time_s)
    return raised, np.concatenate(limits)


def test_prk_is_honestly_empty():
    mapped, station = read_feed_map(MAP)
    source = RecordedFeedSource(mapped, station, sent(0.0, np.inf))
    assert "SM_PRK" in station.module_ids
    assert source.channels.subjects("pressure_pa") == ("LAB", "QUEST_EL", "QUEST_CL")


@pytest.mark.timeout(600)  # where nothing was compiled yet, it is
def test_half_a_real_day_raises_one_alarm_of_the_link_though_the_signal_was_lost_thrice():
    raised, limits = played(0.0, np.inf, 43_200.0)
    assert {alarm: len(times) for alarm, times in raised.items()} == {f"{STATION}.link_lost": 1}
    assert 0.0 < limits[-1] < 10.0


@pytest.mark.timeout(600)
def test_a_hole_of_two_millimetres_is_found_in_it_and_a_pound_a_day_is_within_the_limit_that_is_shown():
    onset_s = 4 * 3600.0
    raised, _ = played(51.8, onset_s, onset_s + 3.0 * BOUND_S)
    assert onset_s < raised[f"{STATION}.leak"][0] < onset_s + 3.0 * BOUND_S  # measured: 2.7 bounds
    raised, limits = played(0.4536, 2 * 3600.0, 8 * 3600.0)
    assert f"{STATION}.leak" not in raised
    assert np.nanmin(limits[720:]) > 0.4536
