"""What sizes of a leak explain, whatever the true volumes are."""

import numpy as np
import pytest

from iss_viewer.detection.posterior.evidence import (
    log_likelihood,
    most_nats,
    prepare,
    room_for,
    root_of,
)
from tests.detection.kernels import outside

ROOM_FOR, PREPARE = outside(room_for), outside(prepare)
LOG_LIKELIHOOD, MOST_NATS = outside(log_likelihood), outside(most_nats)
SIZES = np.geomspace(1e-3, 1e3, 61)


def fit(spread_1, seed):
    rng = np.random.default_rng(seed)
    mix = rng.random((3, 4))
    made = ROOM_FOR(spread_1**2 * mix @ mix.T)
    made.a[:], made.b[:] = rng.exponential(9.0, 3), rng.normal(2.0, 9.0, 3)
    PREPARE(made, 3)
    return made


@pytest.mark.parametrize("spread_1", [0.02, 0.4])
@pytest.mark.parametrize("seed", range(5))
def test_no_size_explains_more_than_volumes_that_suit_it_best(spread_1, seed):
    made = fit(spread_1, seed)
    most = MOST_NATS(made, 3)
    assert all(LOG_LIKELIHOOD(made, 3, size) <= most for size in SIZES)


def test_likelihood_is_the_mean_over_what_volumes_may_be():
    spread_1, seed, size = 0.02, 1, 1.5
    made = fit(spread_1, seed)
    mix = np.random.default_rng(seed).random((3, 4))
    draws = np.random.default_rng(0).standard_normal((200_000, 3))
    factors = 1.0 + draws @ root_of(spread_1**2 * mix @ mix.T).T
    nats = (made.b * factors * size - 0.5 * made.a * (factors * size) ** 2).sum(axis=1)
    mean = np.log(np.exp(nats - nats.max()).mean()) + nats.max()
    assert LOG_LIKELIHOOD(made, 3, size) == pytest.approx(mean, abs=0.02)
