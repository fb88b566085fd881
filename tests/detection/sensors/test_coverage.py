"""Missing instruments are told of, with what they cost."""

from __future__ import annotations

from iss_viewer.detection.sensors.coverage import certainty_words
from iss_viewer.station import read_station
from iss_viewer.telemetry.channels import ChannelTable

STATION = read_station("iss")


def words(*names: str) -> str:
    return " ".join(certainty_words(STATION, ChannelTable.of(names)))


def test_total_pressure_alone_is_least_sure():
    said = words("SM_RO.pressure_pa")
    assert "± 0.25 K unseen, like ± 83 Pa of air, 8 times as much" in said
    assert "No humidity" in said
    assert "± 30 %" in said


def test_a_thermometer_helps_and_many_help_more():
    one = words("SM_RO.pressure_pa", "SM_RO.temperature_k")
    assert "Temperature of one place" in one
    assert "3 times as much" in one
    many = [f"{m}.{q}" for m in STATION.module_ids for q in ("pressure_pa", "temperature_k")]
    assert "thermometers" not in words(*many)


def test_nothing_is_said_where_all_is_measured():
    quantities = ("pressure_pa", "temperature_k", "water_pa", "oxygen_pa")
    assert words(*(f"{m}.{q}" for m in STATION.module_ids for q in quantities)) == ""


def test_without_pressure_nothing_can_be_seen():
    assert words("SM_RO.temperature_k") == "No total pressure is given: no leak can be seen."
