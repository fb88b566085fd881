"""A loss that was found is not denied again, whatever hatches do; one that ended is, and none is made up."""

from datetime import UTC, datetime

import pytest

from iss_viewer.scenario.scenario import Leak, Scenario, ScriptedAction, Story
from iss_viewer.studies.hatch_moves import follow, procedure

ONE_BY_ONE = (("H14", 3600, 7800), ("H04", 4200, 7800), ("H10", 4800, 7800), ("H13", 5400, 7800))
FOR_A_MOMENT = (("H14", 3600, 3603), ("H16", 5400, 7200))
NODE_2 = (("H16", 3600, 7200), ("H17", 4200, 6600))


def story(leaks, hatches, hours=3.0, actions=()):
    """A scenario of leaks (module, kg/day, more fields) and hatches (which, shut at, open at)."""
    moves = [
        {"at": f"{at} s", "do": what, "target": hatch}
        for hatch, shut, opened in hatches
        for at, what in ((shut, "close_hatch"), (opened, "open_hatch"))
    ]
    made = [
        Leak.model_validate(
            {"id": f"L{k}", "module": module, "rate": f"{kg_day} kg/day", "at": "1800 s", **more}
        )
        for k, (module, kg_day, more) in enumerate(leaks)
    ]
    return Scenario.model_validate(
        {
            "id": "standing",
            "title": "A loss and hatches",
            "start_utc": datetime(2026, 6, 10, tzinfo=UTC),
            "duration": f"{hours} h",
            "sample_every": "4 s",
            "story": Story(briefing="A test."),
            "leaks": tuple(made),
            "actions": tuple(ScriptedAction.model_validate(a) for a in (*moves, *actions)),
        }
    )


@pytest.mark.parametrize(
    ("leaks", "hatches", "least_held"),
    [
        pytest.param([("FGB", 50.0, {})], ONE_BY_ONE, 0.8, id="50 kg a day, hatches one by one"),
        pytest.param([("COL", 300.0, {})], FOR_A_MOMENT, 0.8, id="300 kg a day, shut for 3 s"),
        pytest.param([("JPM", 1200.0, {})], NODE_2, 0.8, id="1200 kg a day"),
        pytest.param([("LAB", 40.0, {"doubling": "1 h"})], NODE_2, 0.3, id="growing"),
        pytest.param([("COL", 60.0, {}), ("FGB", 60.0, {})], ONE_BY_ONE, 0.3, id="two leaks"),
    ],
)
def test_loss_that_was_found_is_never_denied_while_hatches_move(leaks, hatches, least_held):
    """A leak that doubles each hour runs ahead of one that changes in steps, and two in air that was never
    parted are told from one late: there the interval holds the truth less often.
    """
    told = follow(story(leaks, hatches), seed=5)
    assert told["detected_s"] is not None
    assert told["denied_min"] == 0.0
    assert told["believed_at_end"] > 0.9
    assert told["held"] / told["looks"] > least_held


def test_slow_leak_stays_found_through_a_closure_of_hours():
    leak = [("NODE3", 12.0, {})]
    told = follow(story(leak, (("H14", 18000, 25000),), hours=9.0), seed=2, is_real=False)
    assert told["detected_s"] is not None
    assert told["denied_min"] == 0.0
    assert told["held"] / told["looks"] > 0.8


@pytest.mark.parametrize("is_reported", [True, False])
def test_leak_that_was_patched_is_believed_to_have_ended(is_reported):
    changes = {} if is_reported else {"changes": ({"at": "7200 s", "factor": 0.0},)}
    patch = ({"at": "7200 s", "do": "patch_module", "target": "JPM"},) if is_reported else ()
    told = follow(story([("JPM", 50.0, changes)], NODE_2, hours=4.0, actions=patch), seed=3)
    assert told["detected_s"] is not None
    assert told["true_kg_day"] == 0.0
    assert told["believed_at_end"] < 0.5
    assert not told["is_ghost"]


def test_hatches_alone_make_no_leak():
    told = follow(story([], ONE_BY_ONE), seed=4)
    assert told["detected_s"] is None
    assert not told["is_ghost"]
    assert told["held"] == told["looks"]


def test_procedures_of_the_study_are_drawn_by_their_seed():
    assert procedure("two", 3) == procedure("two", 3) != procedure("two", 4)
    assert len(procedure("two", 3).leaks) == 2
    assert not procedure("quiet", 0).leaks
