"""Regulators of the reference: they open at the set point less the dead band, and shut at the set point."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.studies.validation.reference_feeds import ReferenceFeeds
from iss_viewer.studies.validation.regulated import regulated_room

NITROGEN, OXYGEN = 0, 1
MOLES = np.array([[79.0, 21.0, 0.0, 0.0]] * 2)


def feeds() -> ReferenceFeeds:
    """Of a room held at 101,200 Pa by nitrogen and at 21,300 Pa of oxygen, dead bands of 300 Pa."""
    return ReferenceFeeds(*regulated_room())


def at(pressure_pa: float) -> np.ndarray:
    """Both rooms at that pressure."""
    return np.full(2, pressure_pa)


def test_a_regulator_opens_below_its_dead_band_and_stays_open_up_to_the_set_point() -> None:
    it = feeds()
    assert it.regulated == [NITROGEN, OXYGEN]
    for pressure_pa, is_open in (
        (101_000.0, False), (100_899.0, True), (101_100.0, True), (101_201.0, False), (101_000.0, False),
    ):  # fmt: skip
        it.settle(MOLES, at(pressure_pa))
        assert it.is_open[NITROGEN] == is_open, pressure_pa


def test_the_margin_of_a_regulator_is_the_pressure_to_its_next_turn() -> None:
    it = feeds()
    assert it.margin(NITROGEN, MOLES, at(101_000.0)) == pytest.approx(100.0)
    it.is_open[NITROGEN] = True
    assert it.margin(NITROGEN, MOLES, at(101_000.0)) == pytest.approx(200.0)
    assert it.margin(NITROGEN, MOLES, at(101_250.0)) == pytest.approx(-50.0)


def test_a_regulator_of_oxygen_watches_its_partial_pressure() -> None:
    assert feeds().margin(OXYGEN, MOLES, at(101_000.0)) == pytest.approx(
        0.21 * 101_000.0 - 21_000.0
    )
