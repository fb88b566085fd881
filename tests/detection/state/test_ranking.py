"""The lowest of some values come first, and of equal ones the earlier."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from iss_viewer.detection.state import ranking
from tests.detection.kernels import outside

lowest = outside(ranking.lowest)


@given(some.lists(some.sampled_from([-1.0, 0.0, 0.5, 2.0, np.inf])), some.integers(0, 12))
def test_the_lowest_are_those_that_a_stable_sort_puts_first(values, most):
    values = np.array(values, dtype=np.float64)
    assert lowest(values, most).tolist() == np.argsort(values, kind="stable")[:most].tolist()
