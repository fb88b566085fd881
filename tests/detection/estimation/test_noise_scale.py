"""The excess of noise on a time scale, beside its closed form and noise of known size."""

import math

import numpy as np
import pytest

from iss_viewer.detection.estimation.noise_scale import NOISE, excess, look_back
from iss_viewer.detection.state.space_records import ONSET, ONSETS, new_spaces
from tests.detection.kernels import outside

look = outside(look_back)


def scales():
    return new_spaces(1)["noise_scales"][0]


def seen(sd, looks=2000):
    """Scales after looks each second at an onset a second ago that shows noise of a 1-sigma."""
    found, bank = scales(), np.zeros(ONSETS, ONSET)
    bank["information"][0] = 4.0
    for second, z in enumerate(np.random.default_rng(2).standard_normal(looks), 1):
        bank["onset_s"][0], bank["score"][0] = second - 1.0, sd * z * 2.0
        look(found, bank, 1, float(second), 1.0, math.inf)
    return found


def test_nothing_seen_is_noise_as_assumed():
    assert excess(scales(), 1.0) == excess(scales(), 1e6) == 1.0


@pytest.mark.parametrize("sd", [1.0, 1.4])
def test_mean_square_of_looks_is_the_variance_of_noise(sd):
    assert seen(sd)["mean_square"][0] == pytest.approx(sd**2, rel=0.35)


def test_scale_trusts_its_own_looks_and_its_finer_neighbour_by_their_numbers():
    found = seen(2.0)
    expected = 1.0
    for scale in found:
        looks = scale["looks"]
        expected = (NOISE.inertia * expected + looks * scale["mean_square"]) / (
            NOISE.inertia + looks
        )
        assert scale["excess_1"] == pytest.approx(expected, rel=1e-12)


def test_excess_between_octaves_is_linear_in_the_logarithm_and_cautious():
    found = scales()
    found["excess_1"][4:] = 3.0
    assert excess(found, 2.0**3.5) == pytest.approx(2.0 + (NOISE.caution - 1.0) * 1.0)


def test_quiet_world_lowers_thresholds_only_so_far_and_for_long_scales_never():
    found = scales()
    found["excess_1"] = 0.1
    assert excess(found, 10.0) == NOISE.least
    assert excess(found, 1e5) == 1.0


def stepping(looks, suspected_s, found=None, first=1):
    """Scales after looks that rise by ten sigmas in their middle."""
    found, bank = scales() if found is None else found, np.zeros(ONSETS, ONSET)
    bank["information"][0] = 1.0
    for second in range(first, first + looks):
        z = 10.0 if second > first + looks // 2 else 0.0
        bank["onset_s"][0], bank["score"][0] = second - 1.0, z
        look(found, bank, 1, float(second), 1.0, suspected_s(second))
    return found


def test_onset_of_a_leak_that_is_suspected_raises_no_doubt_about_it():
    unaware, aware = (
        stepping(20, lambda s, onset=onset: onset if s > 11 else math.inf)
        for onset in (math.inf, 11.0)
    )
    assert unaware["mean_square"][0] > 0.5
    assert aware["mean_square"][0] == 0.0


def test_what_was_withheld_counts_once_nothing_is_suspected_any_more():
    unaware = stepping(40, lambda s: math.inf)
    late = stepping(40, lambda s: 21.0 if 21 < s < 30 else math.inf)
    assert late["withheld"][0] == 0
    assert late["looks"][0] == unaware["looks"][0]
    assert late["mean_square"][0] == pytest.approx(unaware["mean_square"][0])
