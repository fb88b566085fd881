"""What is told of a module beside its gauges on the wall."""

from __future__ import annotations

from dataclasses import replace

from iss_viewer.situation.board import Board
from iss_viewer.situation.in_module import gauge_text
from iss_viewer.telemetry.events import GaugeRead
from iss_viewer.units import UNIT_SYSTEMS
from tests.views import prepared
from tests.views.prepared import moment_at


def test_the_last_reading_of_the_hand_gauge_is_told_with_its_age():
    moment = moment_at(prepared.LENGTH_S)
    read = [
        GaugeRead(3600.0, "SM_PRK", 95e3),
        GaugeRead(prepared.LENGTH_S - 7200.0, "SM_PRK", 90e3),
        GaugeRead(100.0, "LAB", 98e3),
    ]
    moment = replace(moment, board=Board.of(read))
    assert gauge_text(moment, "SM_PRK", UNIT_SYSTEMS[0]) == "675.1 mmHg, 2 h 00 min ago"
    assert gauge_text(moment, "FGB", UNIT_SYSTEMS[0]) == "—"
