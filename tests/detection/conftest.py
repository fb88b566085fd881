"""What several tests of the detector look at, made once."""

import pytest

from iss_viewer.detection.station_detector import StationDetector
from tests.detection.air import clock, lost, readings, station, table


@pytest.fixture(scope="session")
def row_of_five():
    """Five modules of 200 m3, open to each other."""
    return station()


@pytest.fixture(scope="session")
def leaking_run(row_of_five):
    """Two hours with a hole of about 5 mm opened after one: detector, assessments, events."""
    time_s = clock(7200.0, 2.0)
    samples = readings(row_of_five, time_s, loss_pa=lost(time_s, 0.3, 3600.0))
    detector = StationDetector(row_of_five, table(row_of_five))
    out, events = detector.update(samples)
    return detector, out, events
