"""The station that the comparisons are made on."""

from __future__ import annotations

import pytest

from iss_viewer.station import Station, read_station


@pytest.fixture(scope="session")
def iss() -> Station:
    """As its file has it."""
    return read_station("iss")
