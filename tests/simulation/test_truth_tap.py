"""Hearing the truth of a run changes nothing of it."""

from __future__ import annotations

import numpy as np

from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.scenario import simulated
from iss_viewer.simulation import SimulatedSource
from iss_viewer.simulation.truth_tap import TruthTap


def test_whoever_hears_the_truth_gets_it_row_for_row_with_the_same_samples():
    request = ScenarioRequest("prk-2024")
    plain, tapped = simulated(request, SimulatedSource), simulated(request, TruthTap)
    heard: list[tuple[np.ndarray, np.ndarray]] = []
    tapped.sinks += ((lambda samples, truth: heard.append((samples.time_s, truth))),)
    for until_s in (300.0, 310.0, 900.0):
        samples, events = plain.read(until_s, 40)
        again, also = tapped.read(until_s, 40)
        assert again.values.tobytes() == samples.values.tobytes()
        assert also == events
    times, truth = (np.concatenate(part) for part in zip(*heard, strict=True))
    expected = simulated(request, SimulatedSource).read_with_truth(float(times[-1]), len(times))
    assert times.tobytes() == expected[0].time_s.tobytes()
    assert truth.tobytes() == expected[1].tobytes()
