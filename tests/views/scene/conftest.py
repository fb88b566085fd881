"""The real station, and its scene, made once for all tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from iss_viewer.station import Station, read_station
from iss_viewer.views.scene import StationScene


@pytest.fixture(scope="session")
def station() -> Station:
    return read_station("iss")


@pytest.fixture(scope="module")
def scene(station: Station) -> Iterator[StationScene]:
    made = StationScene(station)
    yield made
    made.close()
