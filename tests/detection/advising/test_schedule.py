"""When the locator is asked and advice renewed."""

from __future__ import annotations

import numpy as np

from iss_viewer.detection.advising.schedule import LocalisationSchedule, loss_probability
from iss_viewer.detection.locating import parts_of
from iss_viewer.detection.state.estimate import SpaceEstimate
from iss_viewer.station import read_station
from iss_viewer.telemetry.events import AdviceGiven, LocationEstimated

STATION = read_station("iss")
HATCHES = frozenset(h.id for h in STATION.hatches if "VACUUM" not in (h.a, h.b))
LB_DAY = 0.4536 / 86400.0


def estimates(
    time_s: float, closed: frozenset[str], leaking: str, error_kg_s: float
) -> list[SpaceEstimate]:
    """Every part tight but one, each known to the same error."""
    found = []
    for part in parts_of(STATION, closed):
        loss = LB_DAY if leaking in part else 0.0
        volume = sum(STATION.module(m).free_volume_m3 for m in part)
        found.append(
            SpaceEstimate(
                time_s=time_s, modules=tuple(sorted(part)), since_s=0.0, span_s=time_s,
                volume_m3=volume, pressure_pa=101325.0, temperature_k=295.15, loss_kg_s=loss,
                loss_error_kg_s=error_kg_s, mean_loss_kg_s=loss, mean_loss_error_kg_s=error_kg_s,
                evidence_1=0.0, leak_probability=0.9999 if loss else 0.0, onset_s=np.nan,
                is_detected=False, is_settled=True, is_main=False, oxygen_pa=21300.0,
                mmhg_fall_s=np.inf,
            )
        )  # fmt: skip
    return found


def test_the_advice_to_isolate_comes_with_the_look_that_makes_it_sure() -> None:
    schedule = LocalisationSchedule(STATION)
    schedule.choose("prior", "uniform")
    day_s = 86400.0  # of barometers that agree, so that it is none that drifts
    schedule.update(day_s, estimates(day_s, frozenset(), "COL", LB_DAY), None, np.inf)
    schedule.move_hatches(day_s, HATCHES)
    best, kinds = 0.0, []
    for look in range(400):
        time_s = day_s + 600.0 * (look + 1)
        error = LB_DAY * 0.99**look
        events = schedule.update(
            time_s, estimates(time_s, HATCHES, "COL", error), {"NODE2": 7}, np.inf
        )
        kinds += [e.advice.kind.value for e in events if isinstance(e, AdviceGiven)]
        moved = abs(schedule.probabilities.max() - best)
        best = float(schedule.probabilities.max())
        if best >= 0.99:
            break
    assert best >= 0.99
    assert moved < 0.05  # so little that it is no news of where the leak is
    assert kinds[-1] in ("isolate", "open")  # it is shut off already


def test_looks_come_further_apart_the_older_the_news_and_never_more_than_a_minute() -> None:
    """A verdict is near, so the first looks follow at once."""
    schedule, error = LocalisationSchedule(STATION), 1e-3 * LB_DAY
    leak = estimates(86400.0, frozenset(), "COL", error)
    schedule.update(86400.0, leak, None, np.inf)
    pauses = [schedule.pause_s(86400.0 + since_s) for since_s in (0.0, 300.0, 600.0, 1800.0)]
    assert pauses == sorted(pauses)
    assert pauses[0] <= 60.0
    assert pauses[-1] == 60.0


def test_a_fifth_less_time_is_news_and_the_locator_is_asked() -> None:
    schedule = LocalisationSchedule(STATION)
    leak = estimates(86400.0, frozenset(), "COL", LB_DAY)
    schedule.update(86400.0, leak, None, 1000.0)
    believed = loss_probability([space.leak_probability for space in leak])
    assert not schedule.is_due(86401.0, True, believed, 990.0)
    assert schedule.is_due(86401.0, True, believed, 790.0)


def test_advice_follows_hatches_that_crew_shut_though_nothing_new_is_believed() -> None:
    schedule, day_s = LocalisationSchedule(STATION), 86400.0
    blurred = 1e3 * LB_DAY  # so that no look moves what is believed
    first = schedule.update(day_s, estimates(day_s, frozenset(), "COL", blurred), None, np.inf)
    asked = next(event.advice for event in first if isinstance(event, AdviceGiven))
    assert asked.hatches
    closed = frozenset(asked.hatches)
    schedule.move_hatches(day_s + 60.0, closed)
    after = schedule.update(
        day_s + 60.0, estimates(day_s + 60.0, closed, "COL", blurred), None, np.inf
    )
    assert not [event for event in after if isinstance(event, LocationEstimated)]
    advised = [event.advice for event in after if isinstance(event, AdviceGiven)]
    assert advised
    assert not closed & set(advised[0].hatches)
