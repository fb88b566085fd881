"""Who can do nothing any more: people in air that does not keep them, by the numbers of assets/safety.toml."""

from __future__ import annotations

import pytest
from stories import source, tell, trio

from iss_viewer.simulation import simulate
from iss_viewer.station.actions import MoveCrew
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.telemetry import ActionRefused
from iss_viewer.telemetry.events import PersonIncapacitated

RULES = read_safety_rules().incapacitated
SHUT_IN = """
[start]
closed_hatches = ["D1", "D2", "D3"]
[[leaks]]
id = "HOLE"
module = "WORK"
diameter = "40 mm"
at = "10 min"
"""


def fallen(events):
    """The people who fell, and when."""
    return {e.person: e.time_s for e in events if isinstance(e, PersonIncapacitated)}


@pytest.mark.parametrize("every", ["1 s", "10 min"])
def test_a_person_falls_a_minute_after_the_oxygen_is_too_little_whatever_is_sampled(every):
    run = simulate(tell(SHUT_IN, every="1 s"), trio())
    low_s = run.time_s[run["WORK.oxygen_pa"] < RULES.oxygen_below_pa][0]
    sampled = simulate(tell(SHUT_IN, every=every), trio())
    assert list(fallen(sampled.events)) == ["BEN"]
    assert fallen(sampled.events)["BEN"] == pytest.approx(low_s - 0.5 + RULES.after_s, abs=0.5)
    assert fallen(sampled.events) == fallen(run.events)


def test_who_has_fallen_breathes_no_more_and_goes_nowhere():
    run = simulate(tell(SHUT_IN), trio(), with_ledgers=True)
    at_s = fallen(run.events)["BEN"]
    breathed = -run["WORK.people_oxygen_kg"]
    after = run.time_s > at_s
    assert breathed[0] == 0.0 and (breathed[~after][1:] > 0.0).all()
    assert breathed[after].max() == breathed[after].min()
    played = source(SHUT_IN)
    played.read(3600.0, 10**6)
    with pytest.raises(ActionRefused, match="INCAPACITATED"):
        played.act(MoveCrew(("BEN",), "CORE"))


def test_who_leaves_in_time_stays_able():
    leave = '[[actions]]\ndo = "open_hatch"\ntarget = "D2"\nat = "{0}"\n'
    body = SHUT_IN.replace("40 mm", "20 mm") + leave.format("12 min")
    body += '[[actions]]\ndo = "move_crew"\ntarget = "CORE"\ncrew = ["BEN"]\nat = "13 min"\n'
    body += '[[actions]]\ndo = "close_hatch"\ntarget = "D2"\nat = "14 min"\n'
    assert fallen(simulate(tell(body), trio()).events) == {}


def test_in_too_much_carbon_dioxide_people_fall_too():
    crowd = '[crew]\ncount = 20\nhome = "WORK"\n[start]\nclosed_hatches = ["D1", "D2", "D3"]\n'
    crowd += 'equipment_off = ["SCRUBBER"]\n'
    run = simulate(tell(crowd, duration="3 d", every="1 min"), trio())
    times = fallen(run.events)
    high_s = run.time_s[run["WORK.carbon_dioxide_pa"] > RULES.carbon_dioxide_above_pa]
    first = min(times.values())
    assert len(times) >= 19
    assert first == pytest.approx(high_s[0] + RULES.after_s, abs=90.0)
    assert run["WORK.oxygen_pa"][-1] > 0.0
