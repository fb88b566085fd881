"""What docs/formats-bounds.md lists of this room's files holds; `python tests/bounds.py` writes it anew."""

from __future__ import annotations

from iss_viewer.detection.locating.priors import Priors
from tests.bounds import bounds_of, section


def test_the_bounds_and_defaults_of_the_priors_are_those_that_are_listed():
    assert bounds_of(Priors) == section("Priors")
