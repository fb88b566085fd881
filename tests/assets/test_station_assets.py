"""The real station on file: whole, sourced, in place, and near the published totals."""

from __future__ import annotations

import math
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from iss_viewer.datafile import assets_dir, named
from iss_viewer.station import VACUUM, Station, read_station
from iss_viewer.station.provenance import Sourced
from iss_viewer.station.station import Strict, Vector

ISS = read_station("iss")
DOCS = Path(__file__).parents[2] / "docs" / "formats-station.md"


def sourced(value: object) -> list[Sourced]:
    """All tables with evidence below `value`."""
    found = [value] if isinstance(value, Sourced) else []
    if isinstance(value, tuple):
        return [table for item in value for table in sourced(item)]
    if isinstance(value, Strict):
        for name in type(value).model_fields:
            found += sourced(getattr(value, name))
    return found


def distance_to_axis(point: Vector, start: Vector, end: Vector) -> float:
    """From a point to the line between the ends of a module, metres."""
    along = [e - s for s, e in zip(start, end, strict=True)]
    reach = [p - s for s, p in zip(start, point, strict=True)]
    part = sum(a * r for a, r in zip(along, reach, strict=True)) / sum(a * a for a in along)
    part = min(max(part, 0.0), 1.0)
    return math.dist(reach, [part * a for a in along])


@pytest.mark.parametrize("name", sorted(named("stations")))
def test_every_station_is_read_and_is_named_like_its_file(name: str):
    station = read_station(name)
    assert station.id == name
    assert station.modules


@pytest.mark.parametrize("name", sorted(named("stations")))
def test_every_number_has_its_source_in_the_table_and_every_source_is_used(name: str):
    station = read_station(name)
    used = {
        source
        for table in sourced(station)
        for evidence in (table, *table.evidence.values())
        for source in evidence.source_ids()
    }
    assert used == set(station.sources)


@pytest.mark.parametrize("name", sorted(named("stations")))
def test_a_station_survives_the_way_through_json_unchanged(name: str):
    station = read_station(name)
    assert Station.model_validate_json(station.model_dump_json()) == station


def test_all_twenty_four_modules_are_there_with_their_published_volume_in_all():
    modules = [module for module in ISS.modules if module.kind == "module"]
    assert len(modules) == 24
    assert sum(module.free_volume_m3 for module in modules) == pytest.approx(988.8, abs=0.1)
    assert all(module.about and module.short and module.launched for module in modules)
    assert all(len(module.short) <= 10 for module in modules)


def test_the_normal_loss_of_all_modules_is_the_one_observed_in_2011():
    lost = sum(module.background_leak_kg_s for module in ISS.modules) * 86400
    assert lost == pytest.approx(0.227, rel=0.01)


def test_joined_modules_touch_each_other():
    for hatch in ISS.hatches:
        if VACUUM in (hatch.a, hatch.b):
            continue
        a, b = ISS.module(hatch.a), ISS.module(hatch.b)
        gap = min(
            distance_to_axis(point, two.end_a_m, two.end_b_m) - two.diameter_m / 2
            for one, two in ((a, b), (b, a))
            for point in (one.end_a_m, one.end_b_m)
        )
        assert gap < 0.3, (hatch.id, hatch.a, hatch.b, gap)


def test_modules_are_as_long_as_they_say():
    for module in ISS.modules:
        assert math.dist(module.end_a_m, module.end_b_m) == pytest.approx(
            module.length_m, abs=0.25
        ), module.id


def test_modules_that_no_hatch_joins_are_apart():
    joined = {frozenset((hatch.a, hatch.b)) for hatch in ISS.hatches}
    for a in ISS.modules:
        for b in ISS.modules:
            if a.id < b.id and frozenset((a.id, b.id)) not in joined:
                middle = distance_to_axis(a.centre_m, b.end_a_m, b.end_b_m)
                assert middle > b.diameter_m / 2, (a.id, b.id)


def test_the_chain_from_prk_to_harmony_runs_from_aft_to_forward_without_gaps():
    chain = ["SM_PRK", "SM_RO", "SM_PKHO", "FGB", "PMA1", "NODE1", "LAB", "NODE2", "PMA2"]
    for one, two in pairwise(ISS.module(name) for name in chain):
        ends = [(p, q) for p in (one.end_a_m, one.end_b_m) for q in (two.end_a_m, two.end_b_m)]
        assert min(math.dist(p, q) for p, q in ends) < 0.1
        assert one.centre_m[0] < two.centre_m[0]


def test_the_station_is_as_long_and_as_wide_as_published():
    xs = [end[0] for m in ISS.modules if m.kind == "module" for end in (m.end_a_m, m.end_b_m)]
    assert max(xs) - min(xs) == pytest.approx(51, abs=1.0)
    tips = [p[1] for t in ISS.trusses for p in (t.from_m, t.to_m)]
    wings = [a for a in ISS.solar_arrays if a.kind == "wing"]
    outer = max(abs(w.root_m[1]) for w in wings) + wings[0].width_m / 2
    assert 2 * max(max(tips), outer) == pytest.approx(109, abs=1.0)
    reach = [w.root_m[0] + w.direction[0] * w.length_m for w in wings]
    assert max(reach) - min(reach) == pytest.approx(73, abs=1.0)


def test_directions_are_unit_vectors_and_panels_are_flat():
    for port in ISS.ports:
        assert math.hypot(*port.axis) == pytest.approx(1.0)
    for panel in (*ISS.solar_arrays, *ISS.radiators):
        assert math.hypot(*panel.direction) == pytest.approx(1.0, abs=1e-3)
        assert math.hypot(*panel.across) == pytest.approx(1.0)
        dot = sum(d * a for d, a in zip(panel.direction, panel.across, strict=True))
        assert dot == pytest.approx(0.0, abs=1e-3), panel.id


def test_every_volume_has_a_pressure_and_a_temperature():
    classes = {kind.id: kind.quantity for kind in ISS.sensor_classes}
    measured = {(sensor.module, classes[sensor.sensor_class]) for sensor in ISS.sensors}
    for module in ISS.module_ids:
        assert {(module, "pressure"), (module, "temperature")} <= measured


def test_only_the_american_segment_is_on_the_public_feed():
    for sensor in ISS.sensors:
        if sensor.telemetry_item:
            assert ISS.module(sensor.module).segment == "USOS"
        else:
            assert sensor.confidence == "assumed"
    assert {s.telemetry_item for s in ISS.sensors} >= {"USLAB000058", "AIRLOCK000049"}


def test_everyone_has_a_seat_home():
    seats = {module.id: module.crew_seats for module in ISS.modules}
    for vehicle in {person.vehicle for person in ISS.crew}:
        assert sum(person.vehicle == vehicle for person in ISS.crew) <= seats[vehicle]


def test_life_support_holds_the_crew_in_balance():
    made = sum(e.rate_kg_s for e in ISS.equipment if e.kind == "oxygen_generation" and e.on)
    assert made * 86400 == pytest.approx(0.84 * len(ISS.crew), rel=0.01)
    air = ISS.atmosphere
    density = air.carbon_dioxide_pa * 0.0440095 / (8.314462618 * air.temperature_k)
    taken = sum(
        e.flow_m3_s * e.efficiency for e in ISS.equipment if e.kind == "co2_removal" and e.on
    )
    assert taken * density * 86400 == pytest.approx(1.0 * len(ISS.crew), rel=0.15)


def test_the_shapes_are_those_that_the_document_names():
    text = DOCS.read_text(encoding="utf-8").split("## Shapes")[1]
    told = set(re.findall(r"`([a-z_]+)`", text))
    used = {m.shape for m in ISS.modules} | {kind.shape for kind in ISS.vehicle_types}
    assert used <= told


def test_no_text_of_the_assets_names_a_path_of_this_machine():
    for path in assets_dir().rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/home/|/tmp/|C:\\\\", text), path
        assert tomllib.loads(text)
