"""What joins air spaces: open hatches, valves, and pumps and hoses that are on."""

from __future__ import annotations

import numpy as np

from iss_viewer.detection.estimation.hatch_watch import HatchWatch
from iss_viewer.station import read_station
from iss_viewer.telemetry import ChannelTable

STATION = read_station("iss")
TABLE = ChannelTable.of(["H32.is_open", "H32.valve_is_open", "QUEST_DEPRESS_PUMP.is_on"])
LOCK, ROOM = (STATION.module_ids.index(m) for m in ("QUEST_CL", "QUEST_EL"))


def test_a_running_pump_joins_its_rooms_as_an_open_valve_does():
    watch = HatchWatch(STATION, TABLE)
    for row, is_joined, is_narrow in (
        ((1.0, 0.0, 0.0), True, False),
        ((0.0, 0.0, 0.0), False, False),
        ((0.0, 0.0, 1.0), True, True),
        ((0.0, 1.0, 0.0), True, True),
    ):
        spaces = watch.spaces(np.array(row))
        assert (spaces.space_of[LOCK] == spaces.space_of[ROOM]) is np.bool_(is_joined)
        assert spaces.is_narrow[LOCK] == is_narrow
    assert "H32" not in watch.closed()
    assert all(name.startswith("H") for name in watch.closed())


def test_a_pump_that_is_switched_is_a_change_of_the_air_spaces():
    watch = HatchWatch(STATION, TABLE)
    rows = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    assert watch.changes(rows) == [1, 3]
