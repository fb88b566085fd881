"""What is handed to a detector has its columns and its types; times that are no times are its own to bear."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.door import checked_samples
from iss_viewer.telemetry.frames import Samples

TABLE = ChannelTable.of(["A.pressure_pa", "B.pressure_pa"])
TIMES, VALUES = np.array([0.0, 1.0]), np.full((2, 2), 1e5)
GOOD = np.zeros((2, 2), np.uint8)


def test_whole_numbers_lists_and_gaps_are_taken_as_they_are_meant():
    found = checked_samples(Samples([0, 1], [[1, np.nan], [2, 3]], [[0, 0], [0, 1]]), TABLE)  # type: ignore[arg-type]
    assert (found.time_s.dtype, found.values.dtype, found.quality.dtype) == (
        np.float64, np.float64, np.uint8,
    )  # fmt: skip
    assert np.isnan(found.values[0, 1])


def test_what_lies_across_memory_is_laid_in_order():
    found = checked_samples(Samples(TIMES, VALUES.T, np.asfortranarray(GOOD)), TABLE)
    assert found.values.flags.c_contiguous and found.quality.flags.c_contiguous


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        (Samples(TIMES, VALUES[:, :1], GOOD), r"samples.values: shape \(2, 2\)"),
        (Samples(TIMES, VALUES, GOOD[:1]), r"samples.quality: shape \(2, 2\)"),
        (Samples(TIMES[:1], VALUES, GOOD), r"samples.values: shape \(1, 2\)"),
        (Samples(TIMES[None], VALUES, GOOD), "time_s has one axis"),
        (Samples(TIMES, np.array([["a", "b"]] * 2), GOOD), "samples: numbers are meant"),
    ],
)
def test_all_else_is_refused_by_name(samples, said):
    with pytest.raises(ValueError, match=said):
        checked_samples(samples, TABLE)


@pytest.mark.parametrize("times", [TIMES[::-1], np.array([0.0, np.nan]), np.array([5.0, 5.0])])
def test_times_that_run_back_come_again_or_are_none_pass(times):
    assert np.array_equal(
        checked_samples(Samples(times, VALUES, GOOD), TABLE).time_s, times, equal_nan=True
    )
