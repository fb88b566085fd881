"""Every story is readable, on the right station, honest about what is assumed, and has its sources."""

from __future__ import annotations

import pytest

from iss_viewer.datafile import named
from iss_viewer.incidents import Incident, read_incidents
from iss_viewer.scenario import read_scenario
from iss_viewer.station import read_station

NAMES = sorted(named("scenarios"))
ISS = read_station("iss")


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_is_read_and_tells_its_story(name: str):
    scenario, station = read_scenario(name)
    assert scenario.id == name
    assert len(scenario.story.briefing) > 80
    assert scenario.story.outcome
    assert scenario.story.assumed
    assert scenario.story.difficulty
    assert scenario.steps
    if scenario.kind == "history":
        assert scenario.story.sources
    assert station.crew


@pytest.mark.parametrize("name", NAMES)
def test_no_module_is_aboard_before_it_was_launched(name: str):
    scenario, station = read_scenario(name)
    for module in station.modules:
        if module.launched is not None:
            assert module.launched <= scenario.start_utc.date(), module.id


@pytest.mark.parametrize("name", NAMES)
def test_every_module_that_was_in_orbit_is_aboard_or_said_to_be_left_out(name: str):
    scenario, station = read_scenario(name)
    here = set(station.module_ids)
    missing = {
        m.id for m in ISS.modules
        if m.launched and m.launched <= scenario.start_utc.date() and m.id not in here
    }  # fmt: skip
    left_out = {"destiny-hose-2004": {"PMA2", "PMA3"}}
    assert missing == left_out.get(name, set())


@pytest.mark.parametrize("name", NAMES)
def test_a_run_has_a_sensible_number_of_samples(name: str):
    scenario, _ = read_scenario(name)
    assert 1000 <= scenario.duration_s / scenario.sample_period_s <= 50_000
    assert 20 <= scenario.duration_s / scenario.speed <= 1200  # seconds of wall time


@pytest.mark.parametrize("name", NAMES)
def test_everyone_aboard_has_a_seat_home_on_the_ship_of_their_own(name: str):
    _, station = read_scenario(name)
    seats = {module.id: module.crew_seats for module in station.modules}
    for vehicle in {person.vehicle for person in station.crew if person.vehicle}:
        assert sum(person.vehicle == vehicle for person in station.crew) <= seats[vehicle]


@pytest.mark.parametrize("name", NAMES)
def test_a_story_reads_the_same_twice(name: str):
    assert read_scenario(name) == read_scenario(named("scenarios")[name])


def test_incidents_survive_the_way_through_json_unchanged():
    for incident in read_incidents():
        assert Incident.model_validate_json(incident.model_dump_json()) == incident


def test_the_required_stories_are_there():
    assert set(NAMES) >= {
        "prk-2024", "soyuz-ms09-2018", "debris-strike", "two-leaks", "temperature-false-alarm-2020",
        "quiet-day", "prk-search-2020", "prk-december-2020", "prk-february-2021", "prk-march-2021",
        "prk-isolated-decay-2021", "prk-seal-inflow-2025", "prk-may-2026", "prk-safe-haven-2026",
        "destiny-hose-2004", "false-alarm-2009", "vent-valve-left-open", "masked-by-repress",
        "soyuz-ms22-2022", "progress-ms21-2023", "nauka-rtod-2023", "docking-seal",
        "prk-tea-leaves-2020", "prk-sealing-2021", "prk-peak-2024", "prk-dispute-2024",
    }  # fmt: skip


def test_the_first_scenario_shows_its_turn_within_twenty_seconds():
    scenario, _ = read_scenario("prk-2024")
    closed = next(a for a in scenario.actions if a.do == "close_hatch" and a.target == "H01")
    assert closed.at_s is not None
    assert 8.0 <= closed.at_s / scenario.speed <= 10.0
    opened = next(a for a in scenario.actions if a.do == "open_hatch" and a.target == "H01")
    assert opened.at_s is not None
    assert opened.at_s / scenario.speed <= 1.0


def test_where_nothing_leaks_no_leak_is_scripted():
    for name in ("quiet-day", "temperature-false-alarm-2020", "false-alarm-2009"):
        assert read_scenario(name)[0].leaks == ()


def test_incidents_and_scenarios_know_each_other():
    archive = read_incidents()
    played = {incident.scenario for incident in archive if incident.scenario}
    assert played <= set(NAMES)
    histories = {name for name in NAMES if read_scenario(name)[0].kind == "history"}
    assert histories == played


def test_incidents_concern_modules_and_ships_that_exist():
    kinds = {kind.id for kind in ISS.vehicle_types}
    for incident in read_incidents():
        assert set(incident.concerns) <= set(ISS.module_ids), incident.id
        assert set(incident.vehicle_types) <= kinds, incident.id


def test_every_event_of_the_record_is_told():
    archive = read_incidents()
    assert len(archive) >= 32
    assert {i.id for i in archive} == set(named("incidents"))
    assert set(archive.years) >= {1997, 2003, 2009, 2018, 2019, *range(2020, 2027)}
