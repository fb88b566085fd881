"""Whatever stands in a station or a scenario: it runs, or it is refused with file, line and field.

Files are changed as slips of the pen change them: a number goes to an extreme, a value has another type,
a line is gone.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iss_viewer.app.headless import run_headless
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.datafile import FileMistakes, assets_dir

STATION = (assets_dir() / "stations/trio.toml").read_text(encoding="utf-8")
SCENARIO = """id = "any"
title = "Anything"
station = "stage.toml"
start_utc = 2026-01-01T00:00:00Z
duration = "20 min"
sample_every = "20 s"
seed = 3
speed = 60.0
fans_stop_below_pa_s = -80.0
story = { briefing = "Anything." }
[crew]
count = 4
home = "CORE"
activity = 1.5
[start]
pressure = "100 kPa"
oxygen = "21 kPa"
carbon_dioxide = "300 Pa"
water = "1 kPa"
temperature = "22 degC"
closed_hatches = ["D1"]
equipment_off = ["SCRUBBER"]
tank_contents = { NITROGEN = "12 kg" }
[[start.modules]]
module = "STORE"
pressure = "60 kPa"
temperature = "280 K"
[[leaks]]
id = "HOLE"
module = "WORK"
diameter = "4 mm"
discharge = 0.7
at = "2 min"
ramp = "30 s"
doubling = "5 min"
growth_limit = 8.0
[[leaks.changes]]
at = "15 min"
factor = 0.5
over = "1 min"
doubling = "10 min"
[[leaks]]
id = "SEAM"
module = "CORE"
law = "crack"
rate = "1 kg/day"
rate_at = "735 mmHg"
slip = "2 kPa"
[[leaks]]
id = "SLIT"
hatch = "D1"
law = "crack"
gap = "20 um"
width = "1 m"
wall = "5 mm"
[[leaks]]
id = "PORE"
module = "CORE"
law = "molecular"
area = "0.1 mm2"
[[actions]]
when = { module = "WORK", pressure_below = "99 kPa", lasting = "20 s" }
at = "10 s"
do = "close_hatch"
target = "D2"
[[actions]]
at = "4 min"
do = "set_feed"
target = "NITROGEN_FEED"
flow = "1 g/s"
[[actions]]
at = "5 min"
do = "read_gauge"
target = "CORE"
[[actions]]
at = "6 min"
do = "patch_module"
target = "CORE"
fraction = 0.5
[[actions]]
at = "7 min"
do = "open_valve"
target = "D1"
[[faults]]
sensor = "CORE_PRESSURE"
kind = "bias"
size = 300.0
at = "3 min"
lasting = "5 min"
[[faults]]
sensor = "CORE_TEMPERATURE"
kind = "drift"
size = 1.0
[[heat_swings]]
period = "10 min"
amplitude = "2 K"
phase = 0.25
where = "WORK"
[[heat_ramps]]
at = "5 min"
change = "-8 K"
over = "10 min"
[[heat_loads]]
module = "CORE"
power = "800 W"
[[steps]]
at = "1 min"
title = "Look"
text = "At this."
"""
#: a value of a file: a text, a number or a truth value behind an equals sign
VALUE = re.compile(r'(?<== )("[^"\n]*"|-?[0-9][-+.eE0-9]*(?=[ ,}\n])|true|false)')
NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["0.0", "-0.0", "1e-300", "-1e300", "1e-9", "1e9", "inf", "nan", "-1.0"]),
    st.integers(-(10**30), 10**30).map(str),
    st.floats(1e-3, 1e3).map(repr),
)
OTHERS = st.sampled_from(['"x"', '""', "[]", "{}", "true", "[1.0]", '["WORK"]', "1999-01-01"])
FACTORS = st.one_of(st.floats(-2.0, 2.0), st.floats(-2.0, 2.0), st.floats(-12.0, 12.0)).map(
    lambda power: 10.0**power
)


@st.composite
def slips(draw: st.DrawFn, text: str) -> str:
    """The text with one to three values changed or lines gone."""
    for _ in range(draw(st.integers(1, 3))):
        found = draw(st.sampled_from(list(VALUE.finditer(text))))
        old = found[0]
        number = re.match(r'"?(-?[0-9.]+(?:[eE][-+]?[0-9]+)?)', old)
        kind = draw(st.sampled_from([*["factor"] * 6, "number", "other", "gone"]))
        new = draw(NUMBERS if kind == "number" else OTHERS)
        if kind == "factor" and number:
            new = old.replace(number[1], repr(float(number[1]) * draw(FACTORS)))
        elif kind == "number" and old.startswith('"') and number:
            new = old.replace(number[1], new)
        if kind == "gone":
            start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end()) + 1
            text = text[:start] + text[end:]
        else:
            text = text[: found.start()] + new + text[found.end() :]
    return text


class Enough(Exception):
    """A run has gone on for long enough."""


def look(done_s: float, end_s: float) -> None:
    """The first rows of a run are enough where samples are many."""
    if done_s < end_s:
        raise Enough


def play(folder: Path, station: str, scenario: str) -> str:
    """Run it, half an hour at most: "" if it ran, else what was refused. Faults are raised."""
    (folder / "stage.toml").write_text(station, encoding="utf-8")
    (folder / "any.toml").write_text(scenario, encoding="utf-8")
    request = ScenarioRequest(str(folder / "any.toml"))
    try:
        summary = run_headless(request, 1800.0, None, look)
    except FileMistakes as mistakes:
        return str(mistakes)
    except Enough:
        return ""
    assert all(lost_kg == lost_kg for lost_kg in summary.truth_lost_kg.values())
    return ""


def test_unchanged_it_runs(tmp_path):
    assert play(tmp_path, STATION, SCENARIO) == ""


@pytest.mark.parametrize(("gap", "said"), [("5 mm", ""), ("200000.0 um", "a crack is no wider")])
def test_a_crack_as_wide_as_its_wall_runs_and_a_wider_one_is_called_a_hole(tmp_path, gap, said):
    scenario = SCENARIO.replace('gap = "20 um"', f'gap = "{gap}"')
    assert scenario != SCENARIO
    refusal = play(tmp_path, STATION, scenario)
    assert said in refusal and bool(refusal) is bool(said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("free_volume_m3 = 10.0", "free_volume_m3 = 0.001", ""),
        ("free_volume_m3 = 8.0", "free_volume_m3 = 0.001", ""),
        ("size_m = 0.8", "size_m = 20.0", ""),
        ("free_volume_m3 = 8.0", "free_volume_m3 = 2.4e-06", "free_volume_m3"),
        ("size_m = 0.8", "size_m = 1224.6", "size_m"),
    ],
)
def test_a_room_of_a_litre_and_a_door_of_twenty_metres_run_and_beyond_they_are_refused(
    tmp_path, old, new, said
):
    assert old in STATION
    refusal = play(tmp_path, STATION.replace(old, new), SCENARIO)
    assert said in refusal and bool(refusal) is bool(said)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(scenario=slips(SCENARIO))
def test_any_scenario_runs_or_is_refused(tmp_path, scenario):
    play(tmp_path, STATION, scenario)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(station=slips(STATION))
def test_any_station_runs_or_is_refused(tmp_path, station):
    play(tmp_path, station, SCENARIO)
