"""The script's laws: everything happens at its time or on its condition, once, and is told."""

from __future__ import annotations

import numpy as np
import pytest
from stories import source, tell

from iss_viewer.simulation.script import Script, holds_in
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.station.actions import MoveHatch, OpenLeak, PatchModule, SealLeak
from iss_viewer.telemetry import ActionRefused

INF = float("inf")
HOLE = """
[[leaks]]
id = "HOLE"
module = "CORE"
diameter = "4 mm"
at = "10 min"
"""


def truth_of(run, subject, quantity):
    """Times, a column of the truth, and all events of a whole run."""
    samples, truth, events = run.read_with_truth(INF, 10**6)
    return samples.time_s, truth[:, run.truth_channels.column(subject, quantity)], events


def test_a_leak_starts_and_seals_when_told():
    body = HOLE + '[[leaks.changes]]\nat = "40 min"\nfactor = 0.0\nby = "a patch"\n'
    time, flow, events = truth_of(source(body), "HOLE", "flow_kg_s")
    assert np.all(flow[time <= 600] == 0.0)
    assert np.all(flow[(time > 600) & (time <= 2400)] > 1e-4)
    assert np.all(flow[time > 2400] == 0.0)
    assert [event.time_s for event in events if topic_of(event) == "truth"] == [600.0, 2400.0]


def test_a_leak_ramps_up_in_a_straight_line():
    time, area, _ = truth_of(source(HOLE + 'ramp = "20 min"\n'), "HOLE", "area_m2")
    full = area[-1]
    assert area[time == 1200][0] == pytest.approx(full / 2, rel=0.03)
    assert area[time == 1800][0] == pytest.approx(full, rel=0.03)


def test_a_doubling_leak_grows_to_its_limit_and_no_further():
    body = HOLE + 'doubling = "10 min"\ngrowth_limit = 4\n'
    time, area, _ = truth_of(source(body), "HOLE", "area_m2")
    start = area[time == 610][0]
    assert area[time == 1210][0] == pytest.approx(2 * start, rel=0.02)
    assert area[-1] == pytest.approx(4 * start, rel=0.02)


def test_a_change_ends_growth_unless_it_says_otherwise():
    grows = HOLE + 'doubling = "10 min"\n'
    change = '[[leaks.changes]]\nat = "20 min"\nfactor = 0.5\n'
    _, ends, _ = truth_of(source(grows + change), "HOLE", "area_m2")
    _, goes_on, _ = truth_of(source(grows + change + 'doubling = "1 h"\n'), "HOLE", "area_m2")
    assert ends[200] == pytest.approx(ends[-1])
    assert goes_on[-1] > 1.9 * goes_on[200]


def test_several_leaks_add_up_in_their_module():
    body = HOLE + HOLE.replace('"HOLE"', '"SECOND"').replace("10 min", "30 min")
    run = source(body)
    _, truth, _ = run.read_with_truth(INF, 10**6)
    column = run.truth_channels.column
    both = truth[:, column("HOLE", "flow_kg_s")] + truth[:, column("SECOND", "flow_kg_s")]
    assert truth[:, column("CORE", "leak_kg_s")] == pytest.approx(both, rel=1e-6, abs=1e-9)
    assert both[-1] == pytest.approx(2 * truth[-1, column("HOLE", "flow_kg_s")])


def test_a_condition_fires_once_and_counts_its_delay():
    body = (
        HOLE
        + """
[[actions]]
when = { module = "CORE", pressure_below = "100 kPa" }
at = "5 min"
do = "close_hatch"
target = "D1"
"""
    )
    run = source(body)
    time, pressure, events = truth_of(run, "CORE", "pressure_pa")
    row = int(np.flatnonzero(pressure < 100e3)[0])
    share = (pressure[row - 1] - 100e3) / (pressure[row - 1] - pressure[row])
    crossed = time[row - 1] + share * (time[row] - time[row - 1])
    (shut,) = [e.time_s for e in events if topic_of(e) == "hatch"]
    assert shut == pytest.approx(crossed + 300.0, abs=0.01)


def test_a_condition_must_hold_without_a_break():
    script = Script(
        tell(
            '[[actions]]\nwhen = { module = "CORE", pressure_below = "90 kPa", lasting = "20 s" }\n'
            'do = "fans_off"\n'
        )
    )
    agenda, due = script.opening(), []
    for time_s, pressure_pa in enumerate([95, 89, 89, 95, 89, 89, 89, 89, 89, 89]):
        holds = holds_in({"CORE": pressure_pa * 1e3}, {})
        agenda = script.judged(agenda, 10.0 * time_s, holds)
        due.append(agenda.next_s)
    assert due == [INF] * 6 + [60.0] * 4
    assert not agenda.waiting


def test_what_has_held_since_a_moment_is_due_when_it_has_held_for_long_enough():
    script = Script(
        tell(
            '[[actions]]\nwhen = { module = "CORE", pressure_below = "90 kPa", lasting = "20 s" }\n'
            'do = "fans_off"\n'
        )
    )
    agenda = script.judged(script.opening(), 12.5, holds_in({"CORE": 89e3}, {}))
    assert script.next_s(agenda) == 32.5
    assert script.next_s(script.judged(agenda, 20.0, holds_in({"CORE": 95e3}, {}))) == INF


def test_what_waits_for_an_action_follows_it():
    body = '[[actions]]\nwhen = { action = "close_hatch D1" }\ndo = "fans_off"\n'
    run = source(body)
    run.read(600.0, 10**6)
    run.act(MoveHatch("D1", False))
    samples, events = run.read(INF, 10**6)
    fans = samples.values[:, run.channels.column("FANS", "is_on")]
    assert samples.time_s[fans == 0][0] == 610.0
    assert [event.subject for event in events] == ["FANS"]


def test_people_open_seal_and_patch_leaks_while_it_runs():
    run = source()
    run.read(600.0, 10**6)
    event = run.act(OpenLeak("NEW", "WORK", 0.005))
    assert topic_of(event) == "truth"
    run.read(1200.0, 10**6)
    run.act(SealLeak("NEW", 0.5))
    run.read(1800.0, 10**6)
    assert topic_of(run.act(PatchModule("WORK"))) == "command"
    _, truth, _ = run.read_with_truth(2400.0, 10**6)
    assert np.all(truth[:, run.truth_channels.column("NEW", "flow_kg_s")] == 0.0)
    with pytest.raises(ActionRefused, match="LEAK_EXISTS"):
        run.act(OpenLeak("NEW", "WORK", 0.005))


def test_a_half_sealed_leak_passes_half():
    run = source()
    run.act(OpenLeak("NEW", "WORK", 0.001))
    _, before, _ = run.read_with_truth(100.0, 100)
    run.act(SealLeak("NEW", 0.5))
    _, after, _ = run.read_with_truth(200.0, 100)
    column = run.truth_channels.column("NEW", "flow_kg_s")
    assert after[-1, column] == pytest.approx(before[-1, column] / 2, rel=1e-3)


def test_fans_stop_by_themselves_on_a_rapid_depressurization():
    body = HOLE.replace("4 mm", "60 mm")
    run = source(body, more="fans_stop_below_pa_s = -20.0")
    samples, events = run.read(INF, 10**6)
    fans = samples.values[:, run.channels.column("FANS", "is_on")]
    stopped = samples.time_s[fans == 0][0]
    assert 600.0 < stopped <= 630.0
    assert [e.subject for e in events if topic_of(e) == "command"] == ["FANS"]


def test_what_cannot_be_done_by_the_script_is_told_and_the_run_goes_on():
    body = """
[[actions]]
at = "10 min"
do = "close_hatch"
target = "D2"
[[actions]]
at = "20 min"
do = "move_crew"
crew = ["ANN"]
target = "WORK"
"""
    samples, events = source(body).read(INF, 10**6)
    assert samples.time_s[-1] == 7200.0
    said = Words.of(source(body).station).event(events[-1])
    assert "not possible" in said
    assert "hatch is closed" in said


def test_nobody_moves_into_a_vacuum_or_through_a_closed_hatch():
    from iss_viewer.station.actions import MoveCrew

    run = source(
        '[[start.modules]]\nmodule = "STORE"\npressure = "1 kPa"\n[start]\nclosed_hatches = ["D1", "D4"]\n'
    )
    run.read(0.0, 1)
    with pytest.raises(ActionRefused, match="TOO_LITTLE_AIR"):
        run.act(MoveCrew(("ANN",), "STORE"))
    run.act(MoveCrew(("ANN",), "WORK"))
    with pytest.raises(ActionRefused, match="NO_WAY"):
        run.act(MoveCrew(("BEN",), "FERRY_1"))
    samples, _ = run.read(10.0, 1)
    assert samples.values[0, run.channels.column("WORK", "crew")] == 2.0


def test_the_gauge_takes_its_time_and_reads_whole_millimetres():
    from iss_viewer.station.actions import ReadGauge

    run = source()
    run.read(600.0, 10**6)
    run.act(ReadGauge("STORE"))
    with pytest.raises(ActionRefused, match="GAUGE_IN_USE"):
        run.act(ReadGauge("CORE"))
    samples, truth, events = run.read_with_truth(INF, 10**6)
    column = samples.values[:, run.channels.column("STORE", "manovacuumeter_pa")]
    read = np.flatnonzero(np.isfinite(column))
    assert samples.time_s[read].tolist() == [730.0]
    assert column[read[0]] / 133.322 == pytest.approx(round(column[read[0]] / 133.322))
    true = truth[read[0], run.truth_channels.column("STORE", "pressure_pa")]
    assert abs(column[read[0]] - true) < 5 * 60 + 67
    assert [(topic_of(e), e.time_s) for e in events] == [("gauge", 720.0)]


def test_a_module_behind_two_closed_hatches_cannot_be_read():
    from iss_viewer.station.actions import ReadGauge

    run = source('[start]\nclosed_hatches = ["D1", "D4"]\n')
    run.read(0.0, 1)
    run.act(ReadGauge("STORE"))
    run.read(300.0, 100)
    with pytest.raises(ActionRefused, match="GAUGE_OUT_OF_REACH"):
        run.act(ReadGauge("FERRY_1"))
