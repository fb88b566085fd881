"""Delay of detection against the bound of a matched filter with exact covariance (d' = 5: false alarm
1e-4 a look, detection 0.9), five sensors in 1000 m3, noise of the reference class.
"""

import numpy as np
import pytest

from iss_viewer.detection.station_detector import StationDetector
from tests.detection.air import PA_PER_LB_DAY, clock, column, lost, readings, station, table


def delays(rate_pa_s, period_s, quiet_s, watched_s, seeds):
    """Delays in seconds, inf where it was not found; asserts that nothing was found before."""
    noise_pa = 5.0 / np.sqrt(period_s)  # a mean over the period carries the same information
    of = station(noise_pa=noise_pa)
    time_s = clock(quiet_s + watched_s, period_s)
    found = []
    for seed in seeds:
        samples = readings(
            of, time_s, seed=seed, loss_pa=lost(time_s, rate_pa_s, quiet_s), noise_pa=noise_pa
        )
        detector = StationDetector(of, table(of))
        out, _ = detector.update(samples)
        evidence = column(detector, out, "M0", "leak_evidence_1")
        before = int(quiet_s / period_s)
        assert evidence[:before].max() < 1.0
        hits = np.flatnonzero(evidence[before:] >= 1.0)
        found.append(hits[0] * period_s if len(hits) else np.inf)
    return np.array(found)


@pytest.mark.parametrize(
    ("rate_pa_s", "period_s", "quiet_s", "bound_s"),
    [
        (1096.0 / 86400.0, 30.0, 2 * 86400.0, 36 * 60.0),  # 1 mm
        (4386.0 / 86400.0, 5.0, 43200.0, 160.0),  # 2 mm
        (3.7 * PA_PER_LB_DAY, 120.0, 3 * 86400.0, 9.5 * 3600.0),
    ],
)
def test_delay_is_at_most_half_again_the_bound(rate_pa_s, period_s, quiet_s, bound_s):
    found = delays(rate_pa_s, period_s, quiet_s, 4 * bound_s, range(5))
    assert np.median(found) <= 1.5 * bound_s
