"""Nothing heals what was not found; what is repaired may fail; and a script's change says how large a leak is."""

from __future__ import annotations

import pytest

from iss_viewer.simulation.repairs import Repairs
from iss_viewer.station.actions import ApplyRepair, LoosenRepair, PatchModule, SearchLeak
from iss_viewer.station.costs import read_action_costs
from iss_viewer.telemetry.events import LeakChanged, RepairEnded, SearchEnded
from tests.simulation.stories import source, trio

HOLE = '[[leaks]]\nid = "HOLE"\nmodule = "WORK"\ndiameter = "{}"\nat = "10 s"\n'
PEEL = (
    '[[leaks.changes]]\nfactor = 0.8\nby = "the tape peels off"\n'
    'when = {{ action = "patch_module WORK", lasting = "10 min" }}\n'
)


def seeded(seed: int = 7, body: str = HOLE.format("2 mm"), duration: str = "12 h"):
    run = source(body, duration=duration, every="60 s", seed=seed)
    run.read(60.0, 10**6)
    return run


def of(run, kind, hours: float = 0.1):
    return [e for e in run.read(run.time_s + 3600.0 * hours, 10**6)[1] if isinstance(e, kind)]


def leak(run):
    return run.truth_now().leaks[0]


def test_a_search_finds_by_chance_that_hangs_on_seed_leak_and_count_alone():
    found = []
    for seed in range(12):
        run, again = seeded(seed), seeded(seed)
        again.read(600.0, 10**6)  # later, and the same
        for one in (run, again):
            for _ in range(3):
                one.act(SearchLeak("WORK"))
        assert [e.found for e in of(run, SearchEnded)] == [e.found for e in of(again, SearchEnded)]
        found.append(leak(run).site)
    chance = read_action_costs().search.sure_1
    assert chance > 0.9 and sum(found) >= 11


def test_a_search_next_door_finds_nothing():
    run = seeded()
    run.act(SearchLeak("CORE"))
    assert [e.found for e in of(run, SearchEnded)] == [0]
    assert leak(run).site == 0


def test_what_was_not_found_is_not_healed():
    run = seeded()
    run.act(ApplyRepair("WORK", "sealant"))
    assert of(run, RepairEnded) == [RepairEnded(60.0, "WORK", "sealant", 0)]
    assert leak(run).size_1 == 1.0 and leak(run).flow_kg_s > 0.0


def repaired(seed: int, kind: str):
    run = seeded(seed)
    for _ in range(5):
        run.act(SearchLeak("WORK"))
    run.act(ApplyRepair("WORK", kind))
    return run


@pytest.mark.parametrize("kind", ["tape", "patch", "sealant"])
def test_a_repair_closes_what_its_table_says_or_fails_early_as_often_as_it_says(kind):
    rules = read_action_costs().repair(kind)
    left = [leak(repaired(seed, kind)).size_1 for seed in range(20)]
    whole = [part == pytest.approx(1.0 - rules.effect_1) for part in left]
    early = [part == pytest.approx(1.0 - rules.early_effect_1) for part in left]
    assert all(a or b for a, b in zip(whole, early, strict=True))
    assert sum(whole) >= 12


def test_a_repair_that_comes_loose_opens_the_leak_again_and_only_the_truth_knows():
    rules = read_action_costs().repair("tape")
    late = rules.model_copy(update={"early_1": 0.0, "late_1": 1.0, "late_within_s": 3600.0})
    costs = read_action_costs().model_copy(update={"repairs": (late,)})
    run = seeded()
    run._handler._repairs = Repairs(trio(), 7, lambda: costs)
    for _ in range(3):
        run.act(SearchLeak("WORK"))
    run.act(ApplyRepair("WORK", "tape"))
    done = of(run, LeakChanged, 2.0)
    assert [round(e.factor, 6) for e in done] == [round(1.0 - rules.effect_1, 6), 1.0]
    assert done[1].by == "the tape comes loose" and leak(run).size_1 == 1.0


def test_a_script_whose_tape_peels_off_acts_on_what_people_had_patched():
    run = seeded(body=HOLE.format("2 mm") + PEEL.format())
    run.act(PatchModule("WORK"))
    run.read(600.0, 10**6)
    assert leak(run).flow_kg_s == 0.0
    run.read(3600.0, 10**6)
    assert leak(run).size_1 == pytest.approx(0.8) and leak(run).flow_kg_s > 0.0


def test_a_trainer_loosens_a_repair():
    run = seeded()
    run.act(PatchModule("WORK"))
    run.act(LoosenRepair("HOLE", 0.3))
    assert leak(run).size_1 == pytest.approx(0.3)


def test_a_snapshot_knows_what_was_found_and_when_a_repair_comes_loose():
    run, again = repaired(3, "tape"), seeded(3)
    again.restore(run.snapshot())
    assert again.truth_now() == run.truth_now()
    assert of(again, LeakChanged, 10.0) == of(run, LeakChanged, 10.0)
    assert again.truth_now() == run.truth_now()
