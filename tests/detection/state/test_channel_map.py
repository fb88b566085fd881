"""What the detector knows of the station's machines and where their columns lie."""

from __future__ import annotations

from iss_viewer.detection.state.channel_map import channel_map_of
from iss_viewer.detection.state.sensor_records import ABSENT
from iss_viewer.station import read_station
from iss_viewer.telemetry import ChannelTable


def test_every_machine_is_known_by_its_room_its_duty_and_its_columns() -> None:
    station = read_station("iss")
    switched = station.equipment[-1]
    table = ChannelTable.of(["SM.pressure_pa", f"{switched.id}.is_on"])
    machines = channel_map_of(station, table).machines
    rooms = [station.module_ids[row["module"]] for row in machines]
    assert rooms == [machine.module for machine in station.equipment]
    cleaned = [machine.flow_m3_s * machine.efficiency for machine in station.equipment]
    assert machines["cleaned_m3_s"].tolist() == cleaned
    assert machines["on_column"].tolist() == [ABSENT] * (len(machines) - 1) + [1]
    assert set(machines["flow_column"].tolist()) == {ABSENT}
