"""The integrals over unknown sizes against a general integrator."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import integrate

from iss_viewer.detection.locating.marginal import (
    Range,
    log_evidence,
    log_evidence_of_sum,
    log_evidence_of_two,
)

SIZES = Range(1e-2, 1e4)


def by_quadrature(b: float, a: float, density: str = "one") -> float:
    def integrand(log_q: float) -> float:
        q = np.exp(log_q)
        weight = 2.0 * np.log(max(q / SIZES.low - 1.0, 1.0)) if density == "sum" else 1.0
        return float(np.exp(b * q - 0.5 * a * q * q - shift) * weight)

    peak = min(max(b / a, SIZES.low), SIZES.high)
    shift = max(b * peak - 0.5 * a * peak**2, 0.0)
    low, high = np.log(SIZES.low), np.log(SIZES.high)
    points = np.clip(np.log([peak, peak + 3 / a**0.5, max(peak - 3 / a**0.5, 1e-9)]), low, high)
    value, _ = integrate.quad(integrand, low, high, points=np.unique(points), limit=400)
    power = 2 if density == "sum" else 1
    return float(np.log(value) + shift - power * np.log(SIZES.log_span))


@settings(max_examples=60)
@example(z=33.0, log_error=6.0)  # the peak lies beyond the largest size
@given(st.floats(-6.0, 40.0), st.floats(-6.0, 6.0))
def test_evidence_of_one_source_is_the_integral_over_its_sizes(z: float, log_error: float) -> None:
    error = np.exp(log_error)
    b, a = z / error, error**-2.0
    found = log_evidence(np.array([b]), np.array([a]), SIZES)[0]
    assert found == pytest.approx(by_quadrature(b, a), abs=0.05)


def test_evidence_of_nothing_read_is_the_prior() -> None:
    found = log_evidence(np.zeros(1), np.zeros(1), SIZES)[0]
    assert found == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize(("z", "error"), [(0.5, 3.0), (5.0, 1.0), (30.0, 0.1), (25.0, 1e-3)])
def test_evidence_of_two_inseparable_sources_is_that_of_their_sum(z: float, error: float) -> None:
    b, a = z / error, error**-2
    found = log_evidence_of_sum(np.array([b]), np.array([a]), SIZES)[0]
    assert found == pytest.approx(by_quadrature(b, a, "sum"), abs=0.15)


def test_evidence_of_two_independent_sources_is_the_product() -> None:
    b, a = (np.array([4.0]), np.array([9.0])), (np.array([1.0]), np.array([2.0]))
    both = log_evidence_of_two(b, a, np.zeros(1), (SIZES, SIZES))
    alone = log_evidence(b[0], a[0], SIZES) + log_evidence(b[1], a[1], SIZES)
    assert both == pytest.approx(alone, abs=0.02)
