"""Holes of a table in which advice once killed: played in the full simulator by a crew that does it to the letter."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from iss_viewer.cli.study import app
from iss_viewer.scenario import read_scenario
from iss_viewer.station import read_station
from iss_viewer.station.actions import MoveCrew, MoveHatch
from iss_viewer.station.topology import part_with, parts_of
from iss_viewer.studies.harm.bound import bound_of, informed_bound
from iss_viewer.studies.harm.document import bound, cost_of_safety, last_line
from iss_viewer.studies.harm.jobs import jobs, station_named
from iss_viewer.studies.harm.people import HonestCrew
from iss_viewer.studies.harm.run import WatchedRun
from iss_viewer.studies.harm.trial import HISTORY_S, onset_of, run_harm, scenario_of, station_of
from iss_viewer.telemetry.events import Advice, AdviceKind, CrewStep

STATION = read_station("iss")
CREW = ("MS28_CDR", "MS28_FE1")


@pytest.mark.parametrize(
    ("module", "diameter_mm"), [("SOYUZ_MS28", 10.0), ("DRAGON_FREEDOM", 20.0)]
)
def test_a_hole_in_the_own_ship_harms_nobody_who_does_what_is_advised(module, diameter_mm):
    lines = []
    row = run_harm(
        {"module": module, "diameter_mm": diameter_mm, "seed": 3, "follow_s": 1500.0}, lines.append
    )
    assert row["alarm_s"] < 60.0
    assert row["harmed"] == 0 and row["people"] == 7
    assert row["least_oxygen_pa"] > 20000.0  # nobody was ever with the leak for long
    assert any("advised: " in line for line in lines) and any("closed" in line for line in lines)
    assert last_line(row) == "people harmed: 0 (bound: 0)"


def run_of(**changes):
    job = {"module": "COL", "diameter_mm": 2.0, "seed": 1, "follow_s": 3600.0, **changes}
    run = WatchedRun(scenario_of(job), station_of(job), 1, HISTORY_S, as_known=True)
    run.go_on(20.0)
    return run


def followed(run, advice, seconds):
    crew, notes = (
        HonestCrew(run, lambda at_s, how, action, _: notes.append((at_s, how, action))),
        [],
    )
    run.advice = advice
    start_s = run.time_s
    while run.time_s < start_s + seconds:
        crew.act()
        run.go_on(run.sample_s)
        run.advice = advice
    return crew, notes, start_s


def test_people_take_their_time_and_pass_no_shut_hatch():
    run = run_of()
    actions = (MoveCrew(CREW, "MRM1"), MoveHatch("H10", False), MoveCrew(CREW, "LAB"))
    steps = tuple(CrewStep(CREW, start, 0.0, 0.0) for start in ("SM_RO", "MRM1", "MRM1"))
    crew, notes, start_s = followed(
        run, Advice(AdviceKind.CLOSE, 0.0, actions=actions, steps=steps), 600.0
    )
    (walk_s, *_), (shut_s, *_) = notes
    assert walk_s - start_s == pytest.approx(
        20.0 + 3 * 20.0, abs=10.0
    )  # a look, then SM_RO, PkhO, FGB, MRM1
    assert shut_s - walk_s == pytest.approx(180.0, abs=10.0)
    assert run.places[CREW[0]] == "MRM1"  # behind the hatch that they shut
    assert "LAB" not in part_with(parts_of(run.station, run.closed), "MRM1")
    assert crew.moves == 1 and not crew.is_idle


def test_nobody_is_thought_harmed_in_fresh_air_and_everybody_in_thin_air():
    run = run_of()
    person, module = CREW[0], run.places[CREW[0]]
    gases = run.gases_pa(module).copy()
    run.harm.look(0.0, 1.0, person, gases)
    assert not run.harm.when_s
    for name, index, factor in (("pressure", 0, 0.6), ("oxygen", 1, 0.7)):
        thin = gases.copy()
        thin[index] *= factor
        run.harm.look(5.0, 1.0, name, thin)
        assert run.harm.when_s[name] == (5.0, name)
    foul = gases.copy()
    foul[2] = 1400.0
    for second in range(602):
        run.harm.look(float(second), 1.0, "breath", foul)
    assert run.harm.when_s["breath"][1] == "carbon dioxide"
    assert run.harm.when_s["breath"][0] == pytest.approx(600.0, abs=1.0)


@pytest.mark.parametrize(
    ("module", "diameter_mm", "bound"),
    [("COL", 20.0, 0), ("COL", 50.0, 0), ("COL", 110.0, None), ("SOYUZ_MS28", 110.0, 0), ("SM_PRK", 150.0, 0)],
)  # fmt: skip
def test_the_bound_is_what_somebody_can_do_who_does_not_know_where_it_is(
    module, diameter_mm, bound
):
    assert bound_of(STATION, module, diameter_mm) == bound


@pytest.mark.parametrize(
    ("name", "module", "diameter_mm", "bound"),
    [
        ("", "FGB", 150.0, 7),  # the open station's air lasts 134 s, one closure 180
        ("", "FGB", 60.0, 0),
        ("", "COL", 75.0, 0),
        ("", "SOYUZ_MS28", 150.0, 0),
        ("tiangong", "TH_CORE", 60.0, 3),
        ("soyuz-ms09-2018", "FGB", 60.0, 0),
    ],
)
def test_who_knows_where_it_is_harms_nobody_unless_the_air_does_not_last_one_closure(
    name, module, diameter_mm, bound
):
    assert informed_bound(station_named(name), module, diameter_mm) == bound


def test_a_run_that_nobody_can_survive_says_so():
    row = {"module": "FGB", "diameter_mm": 150.0, "harmed": 7}
    assert last_line(row) == "people harmed: 7 (bound: 7, the air does not last one closure)"


def test_what_safety_costs_is_told_by_pairs_of_the_same_hole_that_both_named_right():
    row = {
        "module": "LAB",
        "diameter_mm": 10.0,
        "seed": 0,
        "end": "isolate",
        "answer": "LAB",
        "harmed": 0,
    }
    slow = {**row, "found_s": 3600.0}
    quick = {**row, "found_s": 3000.0, "careless": 1, "harmed": 2}
    other = {**row, "module": "COL", "answer": "COL", "found_s": 9000.0}
    wrong = {**quick, "module": "COL", "answer": "LAB"}
    words, text = cost_of_safety([slow, quick, other, wrong])
    assert "at most 1.3" in words
    assert "| 10 mm | 1 | 1.00 | 0.83 | 1.20 | 2 |" in text
    assert cost_of_safety([slow, other]) == []


def test_the_study_has_every_module_with_every_size_and_errs_with_barometers_elsewhere():
    every, special = jobs(1.0), {"crew", "asleep", "fault", "station", "careless"}
    sizes = (1.0, 2.0, 5.0, 10.0, 20.0, 60.0, 150.0)
    plain = {(j["module"], j.get("diameter_mm")) for j in every if not special & set(j)}
    assert plain >= {(m, d) for m in STATION.module_ids for d in sizes}
    slow = {(j["module"], j["loss_lb_day"]) for j in every if "loss_lb_day" in j}
    assert slow == {(m, loss) for m in STATION.module_ids for loss in (0.5, 1.0)}
    sensors = {s.id: s.module for s in STATION.sensors}
    assert all(sensors[j["sensor"]] != j["module"] for j in every if j.get("fault"))
    assert len(jobs(0.1)) < 0.2 * len(every)


def test_the_study_goes_aboard_other_stations_dates_and_thirteen_people():
    aboard = {j["station"] for j in jobs(1.0) if "station" in j}
    crews = {name: len(station_named(name).crew) for name in aboard}
    assert crews["handover-thirteen"] == 13 and crews["tiangong"] == 3
    dates = {read_scenario(name)[0].start_utc.year for name in aboard - {"tiangong"}}
    assert len(dates) >= 4
    for name in aboard:
        modules = {j["module"] for j in jobs(1.0) if j.get("station") == name}
        assert modules == set(station_named(name).module_ids)


@pytest.mark.parametrize(
    ("case", "crew"),
    [
        ("SOYUZ_MS28:5mm", 7),
        ("DRAGON_FREEDOM:5mm", 7),
        ("DRAGON_FREEDOM:10mm", 7),
        ("PMA2:10mm", 7),
        ("MRM1:10mm", 7),
        ("FGB:60mm", 7),
        ("NODE2:20mm", 7),
        ("SM_PRK:60mm", 7),
        ("tiangong/SZ23:20mm", 3),
    ],
)
def test_the_holes_that_advice_once_killed_by_harm_nobody_where_that_can_be_done(case, crew):
    """Own ship, the part that is shut round the crew, what empties at once; Shenzhou of Tiangong as well."""
    (job,) = jobs(1.0, case)
    row = run_harm({**job, "follow_s": min(job["follow_s"], 4500.0)})
    assert bound(row) == 0
    assert row["people"] == crew
    assert row["harmed"] == 0, row["harm"]
    assert row["end"] in ("isolate", "open", "hold", "leave"), "all ends in an advice to keep to"
    if row["end"] in ("isolate", "open"):
        assert row["answer"] == row["module"]


@pytest.mark.parametrize(
    "only", ["NOWHERE:10mm", "LAB", "LAB:0mm", "LAB:much", "LAB:0lb/day", "mir/LAB:1mm"]
)
def test_a_mistake_in_the_case_is_said_and_nothing_is_played(only):
    ended = CliRunner().invoke(app, ["study", "harm", "--only", only])
    assert ended.exit_code == 2


def test_more_people_than_the_ships_take_are_refused_and_not_quietly_left_out():
    more = str(len(STATION.crew) + 1)
    ended = CliRunner().invoke(app, ["study", "harm", "--only", "LAB:10mm", "--crew", more])
    assert ended.exit_code == 2
    assert f"at most {len(STATION.crew)} people" in ended.output


@pytest.mark.parametrize("crew", [3, 7])
def test_a_crew_that_does_nothing_is_told_the_same_step_on_and_no_long_wait(crew):
    """A hole of 10 mm in Columbus: no wait from the time when nothing was known of its size stands for long."""
    (job,) = jobs(1.0, "COL:10mm", crew=crew, seed=3)
    job = {**job, "history_s": 1800.0, "follow_s": 2400.0}
    onset_s = onset_of(job)
    run = WatchedRun(scenario_of(job), station_of(job), 3, onset_s)
    run.go_on(onset_s + 120.0)
    assert run.kind is AdviceKind.CLOSE
    told = len(run.given)
    run.go_on(2280.0)
    assert len(run.given) == told
