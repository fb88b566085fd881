"""A scenario that asks for the impossible is refused with all its mistakes, each at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from iss_viewer.datafile import FileMistakes, assets_dir
from iss_viewer.scenario import read_scenario

HEAD = """id = "bad"
title = "Bad"
station = "trio"
start_utc = 2026-01-01T00:00:00Z
duration = "2 h"
sample_every = "10 s"
story = { briefing = "A test." }
"""


def mistakes(body: str, folder: Path, head: str = HEAD) -> list[str]:
    """What is said about a scenario, without its path."""
    path = folder / "bad.toml"
    path.write_text(head + body)
    with pytest.raises(FileMistakes) as refused:
        read_scenario(path)
    return [str(m).removeprefix(f"{path}:") for m in refused.value.mistakes]


CASES = {
    "a rate of a leak out of a module that starts empty": (
        '[[start.modules]]\nmodule = "WORK"\npressure = "0 Pa"\n'
        '[[leaks]]\nid = "A"\nmodule = "WORK"\nrate = "1 kg/day"\n',
        "leaks[0]: its module starts empty: say at which pressure, 'rate_at'",
    ),
    "a ramp of heat below zero": (
        '[[heat_ramps]]\nchange = "-350 K"\nover = "1 h"\n',
        "8: heat_ramps[0]: together they may take the walls of 'CORE' from -55 K to 295 K; allowed: 120 to 700 K",
    ),
    "swings of heat that add up to more than there is": (
        '[[heat_swings]]\nperiod = "1 h"\namplitude = "150 K"\n'
        '[[heat_swings]]\nperiod = "2 h"\namplitude = "150 K"\nwhere = "CORE"\n',
        "11: heat_swings[1]: together they may take the walls of 'CORE' from -5 K to 595 K",
    ),
    "a power station in a module": (
        '[[heat_loads]]\nmodule = "WORK"\npower = "1e6 W"\n',
        "heat_loads[0].power: must be less than or equal to 100000 W",
    ),
    "a leak in a module that is not there": (
        '[[leaks]]\nid = "A"\nmodule = "WROK"\ndiameter = "2 mm"\n',
        "10: leaks[0].module: no module is named 'WROK'; did you mean 'WORK'?",
    ),
    "a negative area": (
        '[[leaks]]\nid = "A"\nmodule = "WORK"\narea = "-2 mm2"\n',
        "11: leaks[0].area: must be greater than 0",
    ),
    "a diameter without a unit": (
        '[[leaks]]\nid = "A"\nmodule = "WORK"\ndiameter = 2\n',
        '11: leaks[0].diameter: write a length with its unit, such as "1 m"',
    ),
    "a wrong unit": (
        '[[leaks]]\nid = "A"\nmodule = "WORK"\ndiameter = "2 kg"\n',
        "11: leaks[0].diameter: unit 'kg' is not one of length",
    ),
    "two sizes": (
        '[[leaks]]\nid = "A"\nmodule = "WORK"\ndiameter = "2 mm"\nrate = "1 lb/day"\n',
        "8: leaks[0]: give its size once",
    ),
    "a crack without a size of its own": (
        '[[leaks]]\nid = "A"\nmodule = "WORK"\nlaw = "crack"\ndiameter = "2 mm"\n',
        "a crack is sized by its rate, or by gap, width and wall",
    ),
    "a repair before the leak": (
        '[[leaks]]\nid = "A"\nmodule = "WORK"\ndiameter = "2 mm"\nat = "1 h"\n'
        '[[leaks.changes]]\nat = "5 min"\nfactor = 0.0\n',
        "leaks[0].changes[0].at: before the leak starts",
    ),
    "two leaks of one name": (
        '[[leaks]]\nid = "A"\nmodule = "WORK"\ndiameter = "2 mm"\n' * 2,
        "leaks[1]: 'A' is named twice",
    ),
    "crew in a vacuum": (
        '[[start.modules]]\nmodule = "CORE"\npressure = "0 Pa"\n',
        "start.modules[0].pressure: the crew in CORE cannot live at 0.0 kPa",
    ),
    "more oxygen than air": (
        '[start]\npressure = "20 kPa"\noxygen = "21 kPa"\n[crew]\ncount = 0\n',
        "start: oxygen, carbon dioxide and water (22.4 kPa) exceed the total pressure (20.0 kPa)",
    ),
    "a tank emptier than empty": (
        '[start]\ntank_contents = { NITROGEN = "-1 kg" }\n',
        "start.tank_contents.NITROGEN: must be greater than or equal to 0",
    ),
    "a tank that is not there": (
        '[start]\ntank_contents = { NITROGN = "1 kg" }\n',
        "no tank is named 'NITROGN'; did you mean 'NITROGEN'?",
    ),
    "a leak past a hatch that is none": (
        '[[leaks]]\nid = "L"\nhatch = "D9"\ndiameter = "1 mm"\n',
        "leaks[0].hatch: no hatch is named 'D9'",
    ),
    "a hatch both open and closed": (
        '[start]\nopen_hatches = ["D1"]\nclosed_hatches = ["D1"]\n',
        "start.open_hatches[0]: 'D1' is in closed_hatches too",
    ),
    "a hatch to nowhere": (
        '[[actions]]\ndo = "open_hatch"\ntarget = "D9"\n',
        "10: actions[0].target: no hatch is named 'D9'",
    ),
    "a valve that a hatch does not have": (
        '[[actions]]\ndo = "open_valve"\ntarget = "D3"\n',
        "actions[0].target: this hatch has no equalisation valve",
    ),
    "a machine that is no feed": (
        '[[actions]]\ndo = "set_feed"\ntarget = "SCRUBBER"\nflow = "1 g/s"\n',
        "actions[0].target: a co2_removal is no feed",
    ),
    "a stranger who moves": (
        '[[actions]]\ndo = "move_crew"\ntarget = "CORE"\ncrew = ["ANNE"]\n',
        "actions[0].crew[0]: no crew member is named 'ANNE'; did you mean 'ANN'?",
    ),
    "a condition that says nothing": (
        '[[actions]]\nwhen = { lasting = "2 min" }\ndo = "fans_off"\n',
        "actions[0].when: says nothing",
    ),
    "a condition on an unknown verb": (
        '[[actions]]\nwhen = { action = "shut_hatch D1" }\ndo = "fans_off"\n',
        "actions[0].when.action: no action is named 'shut_hatch'",
    ),
    "an unknown sensor": (
        '[[faults]]\nsensor = "CORE_PRESURE"\nkind = "stuck"\n',
        "faults[0].sensor: no sensor is named 'CORE_PRESURE'; did you mean 'CORE_PRESSURE'?",
    ),
    "more samples lost than all": (
        '[[faults]]\nsensor = "CORE_PRESSURE"\nkind = "dropout"\nsize = 1.5\n',
        "faults[0].size: a part of the samples: from 0 to 1",
    ),
    "an unknown loop": (
        '[[coolant_leaks]]\nloop = "LOOP"\ndiameter = "1 mm"\n',
        "coolant_leaks[0].loop: no coolant loop is named 'LOOP'",
    ),
    "heat in no module": (
        '[[heat_loads]]\nmodule = "LAB"\npower = "1 kW"\n',
        "heat_loads[0].module: no module is named 'LAB'",
    ),
    "a ship of no kind": (
        '[[docked]]\nport = "AFT"\ntype = "FERY"\nid = "F"\nname = "F"\n',
        "docked[0].type: no vehicle type is named 'FERY'; did you mean 'FERRY'?",
    ),
    "two ships at one port": (
        '[[docked]]\nport = "AFT"\ntype = "FERRY"\nid = "F"\nname = "F"\n'
        '[[docked]]\nport = "AFT"\ntype = "FERRY"\nid = "G"\nname = "G"\n',
        "docked[1]",
    ),
    "an unknown key": ("[start]\npresure = '1 atm'\n", "start.presure: unknown key; did you mean 'pressure'?"),
    "something done after the run": (
        '[[actions]]\nat = "3 h"\ndo = "fans_off"\n', "9: actions[0].at: after the run ends",
    ),
    "a condition that must last longer than the run": (
        '[[actions]]\nwhen = { module = "CORE", pressure_below = "90 kPa", lasting = "3 h" }\ndo = "fans_off"\n',
        "9: actions[0].when.lasting: never comes: longer than the whole run",
    ),
    "a delay longer than the run": (
        '[[steps]]\nat = "119 min"\nwhen = { hatch = "D1", hatch_is = "open", lasting = "2 min" }\n'
        'title = "A"\ntext = "B"\n',
        "9: steps[0].at: never comes: longer than the whole run",
    ),
    "a pressure below nothing": (
        '[[actions]]\nwhen = { module = "CORE", pressure_below = "0 Pa" }\ndo = "fans_off"\n',
        "actions[0].when.pressure_below: never holds: no pressure is below 0 Pa",
    ),
    "a pressure that is high and low": (
        '[[actions]]\ndo = "fans_off"\n'
        'when = { module = "CORE", pressure_below = "90 kPa", pressure_above = "95 kPa" }\n',
        "actions[0].when.pressure_below: never holds: pressure_below must be above pressure_above",
    ),
    "an awaited action that nobody can do": (
        '[[actions]]\nwhen = { action = "open_valve D3" }\ndo = "fans_off"\n',
        "actions[0].when.action: never holds: this hatch has no equalisation valve",
    ),
    "a leak into a module that is not there": (
        '[[leaks]]\nid = "L"\nmodule = "CORE"\ninto = "WORKS"\ndiameter = "1 mm"\n',
        "leaks[0].into: no module is named 'WORKS'; did you mean 'WORK'?",
    ),
    "a leak into its own module": (
        '[[leaks]]\nid = "L"\nmodule = "CORE"\ninto = "CORE"\ndiameter = "1 mm"\n',
        "leaks[0].into: leads back to its own module",
    ),
    "a fan that is not there": (
        '[[actions]]\ndo = "fans_off"\ntarget = "FAN_CORE"\n',
        "actions[0].target: no fan is named 'FAN_CORE'",
    ),
    "a machine that is opened by a half": (
        '[[actions]]\ndo = "switch_on"\ntarget = "SCRUBBER"\nopening = 0.5\n',
        "actions[0].opening: belongs to open_hatch or open_valve",
    ),
    "an awaited action on something that has no parts": (
        '[[actions]]\nwhen = { action = "fans_off CORE" }\ndo = "fans_on"\n',
        "actions[0].when.action: no fan is named 'CORE'; known: FANS, FAN_CORE_STORE, FAN_CORE_WORK",
    ),
    "a thermometer that errs as a barometer does": (
        '[[faults]]\nsensor = "CORE_TEMPERATURE"\nkind = "bias"\nsize = -800.0\n',
        "11: faults[0].size: more than this instrument can show: at most",
    ),
    "two people of one name": (
        '[crew]\npeople = [\n'
        '  { id = "A", name = "A", agency = "X", module = "CORE" },\n'
        '  { id = "A", name = "B", agency = "X", module = "CORE" },\n]\n',
        "crew.people[1]: 'A' is named twice",
    ),
    "a person whose ship is a module": (
        '[crew]\npeople = [{ id = "A", name = "A", agency = "X", module = "CORE", vehicle = "WORK" }]\n',
        "crew.people[0].vehicle: no docked vehicle is named 'WORK'",
    ),
    "a hole of no size that there is": (
        '[[leaks]]\nid = "A"\nmodule = "WORK"\ndiameter = "1e-9 um"\n',
        "11: leaks[0].diameter: is less than anything physical: 0, or at least 1e-09 m (is '1e-9 um')",
    ),
    "broken TOML": ("[start\n", "not valid TOML"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_refused_is(case, tmp_path):
    body, expected = CASES[case]
    said = mistakes(body, tmp_path)
    assert any(expected in line for line in said), said


def test_all_mistakes_come_at_once(tmp_path):
    bodies = [body for name, (body, _) in CASES.items() if name in (
        "a hatch to nowhere", "an unknown sensor", "heat in no module", "an unknown loop",
    )]  # fmt: skip
    assert len(mistakes("".join(bodies), tmp_path)) == 4


def test_a_run_shorter_than_a_sample_is_refused(tmp_path):
    head = HEAD.replace('"10 s"', '"3 h"')
    assert any("longer than the whole run" in line for line in mistakes("", tmp_path, head))


def test_a_run_of_more_samples_than_anybody_reads_is_refused(tmp_path):
    head = HEAD.replace('"10 s"', '"2 ms"').replace('"2 h"', '"100 d"')
    assert any("at most 1,000,000,000 samples" in line for line in mistakes("", tmp_path, head))


def test_a_station_beside_the_scenario_is_found(tmp_path):
    text = (assets_dir() / "stations" / "trio.toml").read_text()
    (tmp_path / "mine.toml").write_text(text.replace('id = "trio"', 'id = "mine"'))
    for name in ("mine", "mine.toml"):
        (tmp_path / "s.toml").write_text(HEAD.replace('"trio"', f'"{name}"'))
        assert read_scenario(tmp_path / "s.toml")[1].id == "mine"


def test_thin_air_without_crew_is_allowed(tmp_path):
    body = '[crew]\ncount = 0\n[start]\npressure = "30 kPa"\noxygen = "5 kPa"\n'
    (tmp_path / "s.toml").write_text(HEAD + body)
    assert read_scenario(tmp_path / "s.toml")[0].start.pressure_pa == 30e3
