"""Ships come and go, modules were not always there: what hangs on them comes and goes with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.station import VACUUM, Station, configured, read_station
from iss_viewer.station.station import Docked

ISS = read_station("iss")
MODULES = [module.id for module in ISS.modules if module.kind == "module"]
PORTS = [port.id for port in ISS.ports if ISS.hatch(port.hatch).b not in MODULES]
TYPES = [kind.id for kind in ISS.vehicle_types]


def ships_at(ports: list[str], types: list[str]) -> list[Docked]:
    return [
        Docked(port=port, type=kind, id=f"SHIP_{index}", name=f"Ship {index}")
        for index, (port, kind) in enumerate(zip(ports, types, strict=False))
    ]


def assert_whole(station: Station) -> None:
    """Nothing refers to what is not there."""
    volumes = set(station.module_ids)
    for hatch in station.hatches:
        assert hatch.a in volumes
        assert hatch.b in volumes | {VACUUM}
    for port in station.ports:
        assert port.module in volumes
        assert station.hatch(port.hatch)
    for kind in ("sensors", "equipment", "tanks", "coolant_loops", "crew"):
        for item in getattr(station, kind):
            assert item.module in volumes, item.id
    joined = {frozenset((hatch.a, hatch.b)) for hatch in station.hatches}
    for fan in station.fans:
        assert frozenset((fan.a, fan.b)) in joined
    for machine in station.equipment:
        assert not machine.tank or machine.tank in {tank.id for tank in station.tanks}
    for kind in ("modules", "hatches", "sensors", "equipment", "tanks", "coolant_loops"):
        ids = [item.id for item in getattr(station, kind)]
        assert len(ids) == len(set(ids)), kind


@settings(max_examples=80)
@given(
    st.lists(st.sampled_from(PORTS), unique=True),
    st.lists(st.sampled_from(TYPES), min_size=len(PORTS), max_size=len(PORTS)),
    st.lists(st.sampled_from(MODULES), unique=True, max_size=len(MODULES) - 1),
)
def test_any_configuration_is_whole(ports: list[str], types: list[str], absent: list[str]):
    station = configured(ISS, ships_at(ports, types), absent)
    assert_whole(station)
    assert not set(absent) & set(station.module_ids)


def test_the_same_configuration_again_changes_nothing():
    assert configured(ISS, None, ()) == ISS
    other = configured(ISS, ships_at(["POISK_ZENITH"], ["SOYUZ"]), ["BEAM"])
    assert configured(other, None, ()) == other
    assert configured(other, ISS.docked, ()).docked == ISS.docked


def test_a_ship_brings_its_air_instruments_tanks_and_loop():
    station = configured(ISS, ships_at(["POISK_ZENITH"], ["PROGRESS"]), ())
    ship = station.module("SHIP_0")
    assert ship.kind == "vehicle"
    assert ship.end_a_m == (-25.9, 0.0, -0.7)
    assert ship.end_b_m[2] == pytest.approx(-0.7 - 7.23)
    assert {s.id for s in station.sensors if s.module == "SHIP_0"} == {
        "SHIP_0_PRESSURE", "SHIP_0_TEMPERATURE",
    }  # fmt: skip
    (feed,) = [machine for machine in station.equipment if machine.module == "SHIP_0"]
    assert (feed.id, feed.tank) == ("SHIP_0_AIR_FEED", "SHIP_0_AIR")
    assert "SHIP_0_LOOP" in {loop.id for loop in station.coolant_loops}


def test_a_free_port_leads_to_vacuum_behind_a_closed_hatch():
    hatch = configured(ISS, (), ()).hatch("H30")
    assert (hatch.a, hatch.b, hatch.normally) == ("PMA2", VACUUM, "closed")


def test_the_hatch_of_the_aft_port_stays_closed_while_others_open_to_their_ship():
    station = configured(ISS, ships_at(["ZVEZDA_AFT", "RASSVET_NADIR"], ["PROGRESS", "SOYUZ"]), ())
    assert station.hatch("H02").normally == "closed"
    assert station.hatch("H11").normally == "open"


def test_a_port_that_a_module_takes_is_free_when_the_module_is_absent():
    assert ISS.hatch("H06").b == "MLM"
    before = configured(ISS, ships_at(["ZVEZDA_NADIR"], ["PIRS"]), ["MLM", "UM"])
    assert before.hatch("H06").b == "SHIP_0"
    assert before.hatch("H06").normally == "open"
    empty = configured(ISS, (), ["MLM", "UM"])
    assert (empty.hatch("H06").b, empty.hatch("H06").normally) == (VACUUM, "closed")


def test_no_ship_docks_where_a_module_is():
    with pytest.raises(ValueError, match="is taken: it joins SM_PKHO and MLM"):
        configured(ISS, ships_at(["ZVEZDA_NADIR"], ["SOYUZ"]), ())


def test_people_leave_with_their_ship():
    station = configured(ISS, [ship for ship in ISS.docked if ship.id == "SOYUZ_MS28"], ())
    assert {person.vehicle for person in station.crew} == {"SOYUZ_MS28"}


def test_modules_keep_their_order_and_their_hatches_can_be_asked_for():
    assert ISS.module_ids[0] == "SM_PRK"
    assert {hatch.id for hatch in ISS.hatches_of("SM_PRK")} == {"H01", "H02"}
    assert ISS.hatch("H01").area_m2 == pytest.approx(0.5027, abs=1e-4)
    assert ISS.hatch("H15").area_m2 == pytest.approx(1.6129)
    with pytest.raises(KeyError):
        ISS.module("NOWHERE")


def test_evidence_of_a_field_is_its_own_or_that_of_its_table():
    prk = ISS.module("SM_PRK")
    assert prk.evidence_of("free_volume_m3").confidence == "derived"
    assert prk.evidence_of("diameter_m").source == prk.source
