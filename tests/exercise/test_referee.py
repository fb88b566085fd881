"""The referee lets malfunctions act within one step, sees what is expected, and goes on from a snapshot bit for bit."""

from __future__ import annotations

import pytest

from iss_viewer.situation.board import Board
from iss_viewer.station.actions import (
    MoveHatch,
    MoveValve,
    ReadGauge,
    SetFeed,
    SwitchEquipment,
    SwitchFans,
)
from iss_viewer.telemetry.commands import Arm, FireMalfunction, FreezeWhen, HoldMalfunction
from iss_viewer.telemetry.events import (
    BoundReached,
    ExerciseEnded,
    ExpectedDue,
    ExpectedMet,
    ForbiddenDone,
    MalfunctionChanged,
    MalfunctionState,
    MalfunctionWritten,
    MessageCame,
    OrderChanged,
    OrderState,
    QuestionAsked,
    RunFrozen,
)
from iss_viewer.telemetry.source import ActionRefused
from tests.exercise.refereed import RefereedRun, exercise_of

HOLE = {"id": "HOLE", "kind": "leak", "place": "COL", "diameter": "8 mm", "at": "10 s"}
CRACK = {
    "id": "CRACK", "kind": "leak", "place": "COL", "law": "crack", "rate": "10 lb/day",
    "rate_at": "735 mmHg", "slip": "74 mmHg", "ramp": "20 s", "at": "10 s",
}  # fmt: skip


def leak_kg_s(run: RefereedRun, name: str) -> float:
    return next((leak.flow_kg_s for leak in run.truth.leaks if leak.id == name), 0.0)


def test_a_leak_of_any_law_opens_at_its_instant_with_its_ramp_and_ends_when_it_is_cleared():
    run = RefereedRun(exercise_of(HOLE | {"lasts": "30 s"}, CRACK)).go_to(9.0)
    assert leak_kg_s(run, "HOLE") == 0.0
    run.go_to(10.0)
    assert leak_kg_s(run, "HOLE") > 0.009
    assert leak_kg_s(run, "CRACK") == 0.0
    run.go_to(20.0)
    half = leak_kg_s(run, "CRACK")
    run.go_to(31.0)
    assert half == pytest.approx(leak_kg_s(run, "CRACK") / 2, rel=0.01)
    run.go_to(40.0)
    assert leak_kg_s(run, "HOLE") == 0.0
    states = [
        e.state for e in run.events if isinstance(e, MalfunctionChanged) and e.malfunction == "HOLE"
    ]
    assert states == [MalfunctionState.ARMED, MalfunctionState.ACTIVE, MalfunctionState.CLEARED]


def test_what_is_spoiled_is_refused_in_the_words_of_the_exercise():
    hatch = {
        "id": "H",
        "kind": "hatch",
        "hatch": "H17",
        "mode": "will_not_close",
        "text": "a cable",
    }
    run = RefereedRun(exercise_of(hatch)).go_to(1.0)
    run.order(MoveHatch("H17", False))
    run.go_to(500.0)
    ends = [e for e in run.events if isinstance(e, OrderChanged) and e.state.is_over]
    assert [e.state for e in ends] == [OrderState.REFUSED]
    assert ends[0].obstacle is not None
    assert ends[0].obstacle.told == "a cable"
    assert "H17" not in run.truth.closed_hatches


SPOILED = [
    ({"kind": "hatch", "hatch": "H17", "mode": "will_not_open"}, MoveHatch("H17", True)),
    ({"kind": "valve", "hatch": "H17", "mode": "stuck_closed"}, MoveValve("H17", True)),
    ({"kind": "fan", "mode": "stops"}, SwitchFans(True)),
    ({"kind": "machine", "machine": "CDRA_LAB", "mode": "stops"}, SwitchEquipment("CDRA_LAB", True)),
    ({"kind": "feed", "machine": "N2_FEED", "mode": "sticks_closed"}, SetFeed("N2_FEED", 0.0)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "action"), SPOILED, ids=lambda one: one.get("kind") if isinstance(one, dict) else ""
)
def test_each_kind_hinders_what_it_is_about_while_it_bites_and_nothing_else(fields, action):
    run = RefereedRun(exercise_of({"id": "M", **fields, "at": "5 s"})).go_to(4.0)
    assert run.referee.spoiler.hinders(action) is None
    run.go_to(5.0)
    assert run.referee.spoiler.hinders(action) is not None
    assert run.referee.spoiler.hinders(MoveHatch("H01", False)) is None


def test_fans_and_feeds_and_sensors_and_surroundings_go_wrong_within_a_step():
    run = RefereedRun(
        exercise_of(
            {"id": "FAN", "kind": "fan", "mode": "stops", "at": "5 s"},
            {"id": "FEED", "kind": "feed", "machine": "N2_FEED", "mode": "sticks_open",
             "flow": "3.6 kg/day", "at": "5 s"},
            {"id": "COLD", "kind": "temperature", "place": "COL", "mode": "step", "change": "-20 K",
             "ramp": "1 min", "at": "5 s"},
            {"id": "WAVE", "kind": "temperature", "place": "JPM", "mode": "swing", "change": "5 K",
             "period": "10 min", "at": "5 s", "lasts": "2 min"},
            {"id": "BARO", "kind": "sensor", "sensor": "COL_PRESSURE", "mode": "bias",
             "size": "50 mmHg", "at": "5 s", "lasts": "60 s"},
        )
    ).go_to(5.0)  # fmt: skip
    warm = run.truth.temperature_k["COL"]
    assert not run.truth.fans_are_on
    assert run.truth.feed_kg_s["N2_FEED"] == pytest.approx(3.6 / 86400)
    column = run.source.channels.column("COL", "pressure_pa")
    before = run.referee.facts.sample[column]
    run.go_to(6.0)
    assert run.referee.facts.sample[column] - before > 5000.0
    run.go_to(300.0)
    assert run.truth.temperature_k["COL"] < warm - 0.5
    assert abs(run.referee.facts.sample[column] - before) < 1000.0


def test_alarms_are_silenced_and_feigned_and_the_signal_is_lost_while_that_bites():
    run = RefereedRun(
        exercise_of(
            {"id": "S", "kind": "alarm", "alarm": "leak", "mode": "silent", "at": "5 s"},
            {"id": "F", "kind": "alarm", "alarm": "leak", "mode": "false", "place": "COL", "at": "6 s"},
            {"id": "L", "kind": "signal", "mode": "lost", "at": "5 s", "lasts": "10 s"},
        )
    ).go_to(6.0)  # fmt: skip
    assert run.desk.tampered.silent == {"leak"}
    assert run.desk.tampered.feigned == {("leak", "COL")}
    assert not run.referee.has_signal
    assert run.go_to(15.0).referee.has_signal


def test_a_hatch_that_does_not_latch_comes_ajar_and_one_that_does_not_seal_leaks():
    run = RefereedRun(
        exercise_of(
            {"id": "A", "kind": "hatch", "hatch": "H17", "mode": "will_not_latch", "tries": 1},
            {"id": "B", "kind": "hatch", "hatch": "H18", "mode": "does_not_seal", "diameter": "6 mm"},
        )
    ).go_to(1.0)  # fmt: skip
    run.order(MoveHatch("H17", False))
    run.go_to(420.0)
    assert "H17" not in run.truth.closed_hatches
    assert any(leak.hatch == "H18" for leak in run.truth.leaks)


def test_conditions_chain_at_one_instant_and_a_ring_is_held_and_named():
    chain = [
        {"id": "A", "kind": "alarm", "alarm": "leak", "mode": "silent", "at": "5 s"},
        {"id": "B", "kind": "signal", "mode": "lost", "when": "malfunction A is active"},
    ]
    run = RefereedRun(exercise_of(*chain)).go_to(5.0)
    active = [
        e.malfunction
        for e in run.events
        if isinstance(e, MalfunctionChanged) and e.state is MalfunctionState.ACTIVE
    ]
    assert active == ["A", "B"]
    ring = {
        "id": "A",
        "kind": "signal",
        "mode": "lost",
        "repeat": True,
        "when": "time > 5 s",
        "until": "time > 5 s",
    }
    run = RefereedRun(exercise_of(ring)).go_to(8.0)
    rings = [e for e in run.events if isinstance(e, BoundReached)]
    assert [e.bound for e in rings] == ["ring"]
    assert "A" in rings[0].text


def test_an_instructor_fires_holds_and_writes_malfunctions_live():
    run = RefereedRun(exercise_of(HOLE)).go_to(2.0)
    run.order(HoldMalfunction("HOLE"))
    run.go_to(20.0)
    assert leak_kg_s(run, "HOLE") == 0.0
    run.order(FireMalfunction("HOLE"))
    assert leak_kg_s(run, "HOLE") > 0.0
    text = '[[malfunctions]]\nkind = "leak"\nplace = "JPM"\ndiameter = "3 mm"'
    run.order(Arm("NEW", text))
    run.go_to(21.0)
    assert leak_kg_s(run, "NEW") > 0.0


def test_a_malfunction_that_is_written_live_is_told_as_one_of_the_file_and_goes_by_its_sentence():
    run = RefereedRun(exercise_of(HOLE)).go_to(2.0)
    text = (
        '[[malfunctions]]\nkind = "leak"\nplace = "JPM"\ndiameter = "30 mm"\n'
        'when = "fall of COL > 0.01 mmHg/min"\nlasts = "5 s"'
    )
    run.order(Arm("NEW", text))
    (written,) = [e for e in run.events if isinstance(e, MalfunctionWritten)]
    assert written.what.startswith("Leak") and "30 mm" in written.what and written.text == text
    assert written.waits_for.startswith("when") and written.ends == "for 5 s"
    run.go_to(30.0)
    states = [
        e.state for e in run.events if isinstance(e, MalfunctionChanged) and e.malfunction == "NEW"
    ]
    assert states == [MalfunctionState.ARMED, MalfunctionState.ACTIVE, MalfunctionState.CLEARED]


def test_a_malfunction_with_mistakes_is_refused_in_words():
    run = RefereedRun(exercise_of(HOLE)).go_to(2.0)
    text = '[[malfunctions]]\nkind = "leak"\nplace = "COLL"\ndiameter = "3 mm"'
    with pytest.raises(ActionRefused) as refused:
        run.order(Arm("NEW", text))
    assert refused.value.obstacle.told.startswith("place: no module is named 'COLL'")
    assert "NEW" not in run.referee.live


def test_time_is_held_at_a_sentence_once_with_its_reason():
    run = RefereedRun(exercise_of(HOLE)).go_to(2.0)
    run.order(FreezeWhen("time > 5 s", "which hatch?"))
    with pytest.raises(ActionRefused, match="H99"):
        run.order(FreezeWhen("hatch H99 is closed"))
    run.go_to(20.0)
    frozen = [e for e in run.events if isinstance(e, RunFrozen)]
    assert [(e.reason, 5.0 <= e.time_s <= 7.0) for e in frozen] == [("which hatch?", True)]


def test_a_freeze_that_is_waited_for_is_told_and_withdrawn():
    run = RefereedRun(exercise_of(HOLE)).go_to(2.0)
    run.order(FreezeWhen("time > 5 s", "which hatch?"))
    (asked,) = Board.of(run.events).freezes_waiting.values()
    assert (asked.when, asked.reason) == ("time > 5 s", "which hatch?")
    run.order(FreezeWhen(asked.when, is_withdrawn=True))
    assert not Board.of(run.events).freezes_waiting
    run.go_to(20.0)
    assert not [e for e in run.events if isinstance(e, RunFrozen)]


def test_what_was_written_live_and_freezes_that_are_waited_for_outlive_a_snapshot():
    run = RefereedRun(exercise_of(HOLE)).go_to(2.0)
    text = '[[malfunctions]]\nkind = "leak"\nplace = "JPM"\ndiameter = "3 mm"\nat = "1 min"'
    run.order(Arm("NEW", text))
    run.order(FreezeWhen("time > 9 min"))
    state = run.referee.snapshot()
    again = RefereedRun(exercise_of(HOLE)).go_to(2.0)
    again.referee.restore(state)
    assert again.referee.live == {"NEW": text}
    assert [one.when for one in again.referee.freezes.waiting] == ["time > 9 min"]


def test_expected_actions_come_due_are_met_by_evidence_and_end_the_exercise():
    ends = {"success": "expected look is met"}
    messages = [{"from": "Houston", "when": "time > 3 s", "text": "Good morning."}]
    questions = [{"id": "q", "text": "Where?", "right": "COL"}]
    forbidden = [{"id": "f", "text": "no", "when": "ordered read_gauge any", "points": 5}]
    run = RefereedRun(
        exercise_of(ends=ends, messages=messages, questions=questions, forbidden=forbidden)
    )
    run.go_to(10.0)
    run.order(ReadGauge("NODE1"))
    run.go_to(400.0)
    kinds = [type(event) for event in run.events]
    for kind in (
        QuestionAsked,
        MessageCame,
        ExpectedDue,
        ForbiddenDone,
        ExpectedMet,
        ExerciseEnded,
    ):
        assert kinds.count(kind) == 1, kind
    assert run.referee.is_over
    assert 0.0 < run.referee.score.earned <= 100.0


def played(most: int) -> tuple[list[object], tuple[bytes, ...]]:
    growing = HOLE | {
        "doubling": "1 min",
        "id": "BIG",
        "when": "pressure of COL < 734 mmHg",
        "at": "3 s",
    }
    run = RefereedRun(exercise_of(HOLE, growing), most).go_to(30.0)
    run.order(ReadGauge("NODE1"))
    run.go_to(90.0)
    run.order(MoveHatch("H17", False))
    run.go_to(400.0)
    return list(run.events), run.snapshot()


def test_a_run_is_the_same_however_its_rows_are_cut():
    assert played(64) == played(1)


def test_a_run_goes_on_from_a_snapshot_bit_for_bit_with_other_malfunctions_too():
    first = RefereedRun(exercise_of(HOLE)).go_to(60.0)
    first.order(MoveHatch("H17", False))
    first.go_to(100.0)
    states = first.snapshot()
    again = RefereedRun(exercise_of(HOLE)).restore(states)
    other = RefereedRun(exercise_of(HOLE, CRACK | {"at": "5 min"})).restore(states)
    for run in (first, again, other):
        run.go_to(290.0)
    assert again.snapshot() == first.snapshot()
    assert other.source.snapshot() == first.source.snapshot()
    assert leak_kg_s(other.go_to(330.0), "CRACK") > 0.0
