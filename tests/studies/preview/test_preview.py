"""A preview plays an exercise through as it goes if nobody does anything, and says when its malfunctions come."""

from __future__ import annotations

from pathlib import Path

import pytest

from iss_viewer import units
from iss_viewer.scenario.exercise import Exercise, read_exercise
from iss_viewer.studies.preview.idle_run import Preview, preview_of_exercise
from iss_viewer.studies.preview.preview_picture import draw_preview
from iss_viewer.studies.preview.preview_text import remarks, table_of_pressures

EXERCISE = """format = 1
id = "glance"
title = "Exercise 1"
name = "A hole"
length = "2 h"
station = "trio"
brief = { for_trainee = "A", objectives = ["B"], difficulty = "easy", outcome = "C" }
condition = { start_utc = 2026-01-01T00:00:00Z, start = { closed_hatches = ["D1"] } }
[[malfunctions]]
id = "HOLE"
kind = "leak"
place = "WORK"
diameter = "6 mm"
at = "10 min"
lasts = "80 min"
[[malfunctions]]
id = "SECOND"
kind = "leak"
place = "STORE"
diameter = "2 mm"
when = "(pressure of WORK < 700 mmHg and hatch D1 is closed) for 5 min"
[[malfunctions]]
id = "THIRD"
kind = "signal"
mode = "lost"
when = "10 min after malfunction SECOND is active"
[[malfunctions]]
id = "ALARMED"
kind = "signal"
mode = "lost"
when = "alarm leak is raised or done close_hatch any"
[[malfunctions]]
id = "HALF"
kind = "signal"
mode = "lost"
when = "pressure of WORK < 100 mmHg and hatch D1 is closed"
[[malfunctions]]
id = "HELD"
kind = "signal"
mode = "lost"
armed = "by_hand"
[[expected]]
id = "t"
text = "T.res"
after = "time > 1 min"
within = "30 min"
evidence = "answer t_res is right"
critical = true
[[questions]]
id = "t_res"
text = "T.res?"
right = "reserve of station"
unit = "h"
tolerance = 0.25
"""


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    path = tmp_path_factory.mktemp("preview") / "glance.toml"
    path.write_text(EXERCISE)
    return read_exercise(path).drawn(1)


@pytest.fixture(scope="module")
def preview(exercise: Exercise) -> Preview:
    from iss_viewer.station import read_station

    return preview_of_exercise(exercise, read_station("trio"))


def test_malfunctions_come_when_the_truth_of_the_air_meets_their_sentences(
    preview: Preview,
) -> None:
    run, step_s = preview.run, 25.0
    below = run.time_s[run["WORK.pressure_pa"] < 700 * units.PA_PER_MMHG][0]
    assert preview.spans["HOLE"] == (600.0, 600.0 + 4800.0)
    assert preview.spans["SECOND"][0] == pytest.approx(below + 300.0, abs=2 * step_s)
    assert preview.spans["THIRD"][0] == pytest.approx(
        preview.spans["SECOND"][0] + 600.0, abs=step_s
    )
    falling = run["STORE.pressure_pa"][run.time_s > preview.spans["SECOND"][0] + 60.0]
    assert falling[-1] < falling[0] - 100.0


def test_a_malfunction_that_has_ended_loses_no_more_air(preview: Preview) -> None:
    flow = preview.run["HOLE.flow_kg_s"]
    assert flow[preview.run.time_s == 1000.0][0] > 0.0
    assert flow[-1] == 0.0


def test_what_people_or_a_detector_would_have_to_do_does_not_come_and_is_named(
    preview: Preview, exercise: Exercise
) -> None:
    said = list(remarks(preview, exercise))
    assert "ALARMED: does not come if nobody does anything" in said
    assert "HELD: does not come if nobody does anything" in said
    assert "Not judged, since nobody does anything here: alarms, orders" in said


def test_of_what_does_not_come_it_says_which_half_is_met_and_how_near_the_other_comes(
    preview: Preview,
) -> None:
    pressure, hatch = preview.halves["HALF"]
    assert (
        pressure.startswith("pressure Work below 100 mmHg: never, ") and "at the lowest" in pressure
    )
    assert hatch.endswith(": met all the time")
    alarm, closed = preview.halves["ALARMED"]
    assert alarm.endswith("not judged (alarms)") and closed.endswith("not judged (orders)")
    assert "HELD" not in preview.halves and "SECOND" not in preview.halves


def test_it_says_how_far_two_readings_must_lie_apart(preview: Preview, exercise: Exercise) -> None:
    told = [line for line in remarks(preview, exercise) if line.startswith("T.res")]
    assert len(told) == 1 and "6.0 mmHg of fall take " in told[0]


def test_the_table_shows_the_main_air_and_what_goes_its_own_way(preview: Preview) -> None:
    heads, rows = table_of_pressures(preview)
    assert heads == ("Time", "Main air (Work)", "Store")
    first, *_, last = list(rows)
    assert first[0] == "0 s" and first[1].endswith(" mmHg")
    assert last[0] == "2 h 00 min"


def test_it_is_drawn(preview: Preview, tmp_path: Path) -> None:
    draw_preview(preview, tmp_path / "p.png")
    assert (tmp_path / "p.png").read_bytes()[:4] == b"\x89PNG"
