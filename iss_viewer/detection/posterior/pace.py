"""When the posterior is asked again: at once when something is new, and the later the longer nothing is: in
calm air what might leak unseen goes down and wavers, which nobody acts on; if it rises, one looks again sooner.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from iss_viewer.detection.state.clock import request_assessment
from iss_viewer.detection.state.records import DetectorState
from iss_viewer.station.topology import Spaces


class PaceSettings(NamedTuple):
    """How soon one looks again. Chosen."""

    longer: float = 1.1  # times the pause before: so it is a tenth of the time since the last news
    risen_1: float = 0.3  # of what it was, that the limit of calm air may rise from look to look
    least_1: float = 1e-6  # that counts as a rise
    soon_1: float = 0.1  # of the time since the onset of a loss that stands: no later,
    spent_1: float = 0.02  # nor of the reserve time, which is told as of the last look
    soonest_s: float = 2.0
    often_s: float = 60.0  # after news, and while a loss is neither found nor out of the question:
    doubted_from: float = 0.05  # its probability,
    stirred_from: float = 0.5  # or the alarm test over its threshold
    latest_s: float = 900.0


PACE = PaceSettings()


def take_news(state: DetectorState) -> None:
    """Something is new that no sample tells: a hatch or an option, a report, a finding of the alarm test."""
    state.loss["next_look_s"], state.loss["pause_s"] = -math.inf, 0.0


def is_look_due(state: DetectorState, spaces: Spaces) -> bool:
    """Whether the posterior is to be asked: it is time, or the alarm test found or lost something."""
    every, firsts = state.spaces, spaces.firsts
    if (every["is_found"][firsts] != every["was_found"][firsts]).any():
        take_news(state)
    loss, now_s = state.loss[0], float(state.clock[0]["now_s"])
    due_s = float(loss["next_look_s"])
    if loss["is_established"] == 0 and (every["evidence_1"][firsts] >= PACE.stirred_from).any():
        due_s = min(due_s, float(loss["looked_s"]) + PACE.often_s)
    return now_s >= due_s


def put_off(state: DetectorState) -> None:
    """No look sooner than need be: that which is due may fail."""
    now_s = float(state.clock[0]["now_s"])
    state.loss["looked_s"], state.loss["next_look_s"] = now_s, now_s + PACE.often_s


def set_pace(state: DetectorState, spaces: Spaces, before: tuple[float, float]) -> None:
    """When to look again, after a look was concluded from. before: the station's interval before it, kg/s."""
    loss, clock = state.loss[0], state.clock[0]
    now_s, longer = float(clock["now_s"]), PACE.longer
    if loss["is_established"] == 0:
        longer = min(PACE.risen_1 / max(_risen(before, interval_of(state)), PACE.least_1), longer)
    soon_s = min(max(float(loss["pause_s"]) * longer, PACE.often_s), PACE.latest_s)
    if loss["is_established"] == 1:
        age_s = now_s - float(loss["onset_s"])
        soon_s = min(soon_s, max(PACE.soon_1 * age_s, PACE.soonest_s))
        spent_s = PACE.spent_1 * _shortest_reserve_s(state, spaces)
        soon_s = min(soon_s, max(spent_s, PACE.soonest_s))
        request_assessment(clock, now_s + soon_s)
    elif loss["leak_probability"] >= PACE.doubted_from:
        soon_s = PACE.often_s
    loss["pause_s"], loss["next_look_s"] = soon_s, now_s + soon_s


def interval_of(state: DetectorState) -> tuple[float, float]:
    """The 95 % interval of the station's loss as it is told, kg/s."""
    return float(state.loss[0]["rate_low_kg_s"]), float(state.loss[0]["rate_high_kg_s"])


def _risen(before: tuple[float, float], after: tuple[float, float]) -> float:
    """By which part the most that may leak rose, negative if it fell; inf where none was told before."""
    risen = (after[1] - before[1]) / before[1] if before[1] > 0.0 else math.inf
    return risen if math.isfinite(risen) else math.inf


def _shortest_reserve_s(state: DetectorState, spaces: Spaces) -> float:
    """How long the air lasts where a loss is told, by the shortest of them; inf: none is told."""
    firsts = spaces.firsts
    reserves_s = state.spaces["reserve_low_s"][firsts][state.spaces["is_detected"][firsts] == 1]
    return float(reserves_s.min(initial=math.inf))
