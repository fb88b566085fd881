"""The state of a referee as bytes and back: all by ids, so that it may go on with another set of malfunctions."""

from __future__ import annotations

from iss_viewer.exercise.alarm_history import AlarmSeen
from iss_viewer.exercise.answers import GaugeReading
from iss_viewer.exercise.asked_freezes import AskedFreeze
from iss_viewer.exercise.expected import ExpectedRecord
from iss_viewer.exercise.hatch_rules import ClosingBatch, HatchWatchState
from iss_viewer.exercise.malfunctions.aftermath import PeelingRepair
from iss_viewer.exercise.malfunctions.malfunction_record import MalfunctionRecord
from iss_viewer.exercise.referee_parts import RefereeParts
from iss_viewer.scenario.exercise.added_malfunction import written_malfunction
from iss_viewer.telemetry.events import (
    BoundReached,
    ExpectedDue,
    ExpectedMet,
    ForbiddenDone,
    MalfunctionState,
)
from iss_viewer.telemetry.packing import SnapshotError, pack, unpack

#: the events that a score is made of
OF_SCORE = (ExpectedDue, ExpectedMet, ForbiddenDone, BoundReached)
_STATE_CLASSES = (
    MalfunctionRecord, MalfunctionState, ExpectedRecord, HatchWatchState, ClosingBatch, GaugeReading, AlarmSeen,
    PeelingRepair, AskedFreeze, *OF_SCORE,
)  # fmt: skip


def packed(referee: RefereeParts) -> bytes:
    """All that a referee knows."""
    facts, answers = referee.facts, referee.answers
    state = {
        "exercise": referee.exercise.id,
        "live": referee.live,
        "malfunctions": referee.malfunctions.records,
        "expected": referee.expected.records,
        "memories": referee.bank.memories(),
        "counts": facts.actions.counts,
        "ordered": sorted(facts.actions.ordered),
        "takes_time": facts.actions.takes_time,
        "alarms": facts.alarms.alarms,
        "falls": facts.falls.past,
        "lost_kg": facts.lost_kg,
        "sample": facts.sample,
        "row": facts.row,
        "hatches": referee.hatches.state,
        "forbidden": referee.forbidden.seen,
        "readings": answers.readings,
        "answers": answers.answers,
        "steps": referee.ticks.current,
        "ticked": referee.ticks.done,
        "come": referee.calls.come,
        "peeling": referee.aftermath.peeling,
        "log": referee.log,
        "freezes": referee.freezes.waiting,
    }
    return pack(state)


def unpacked(referee: RefereeParts, snapshot: bytes) -> None:
    """Let a referee go on from a snapshot. Raises SnapshotError."""
    state = unpack(snapshot, _STATE_CLASSES)
    if not isinstance(state, dict) or state.get("exercise") != referee.exercise.id:
        raise SnapshotError("a snapshot of another exercise")
    for name, text in state["live"].items():
        referee.take_in(written_malfunction(text, name), text)
    records, expected = referee.malfunctions.records, referee.expected.records
    records.update({k: v for k, v in state["malfunctions"].items() if k in records})
    expected.update({k: v for k, v in state["expected"].items() if k in expected})
    referee.bank.restore(state["memories"])
    facts = referee.facts
    facts.actions.counts, facts.actions.ordered = state["counts"], set(state["ordered"])
    facts.actions.takes_time, facts.alarms.alarms = state["takes_time"], state["alarms"]
    facts.falls.past.update(state["falls"])
    facts.lost_kg, facts.sample, facts.row = state["lost_kg"], state["sample"], state["row"]
    referee.hatches.state = state["hatches"]
    referee.forbidden.seen.update(state["forbidden"])
    referee.answers.readings, referee.answers.answers = state["readings"], state["answers"]
    referee.ticks.current, referee.ticks.done = state["steps"], state["ticked"]
    referee.calls.come, referee.aftermath.peeling = state["come"], state["peeling"]
    referee.log = state["log"]
    referee.freezes.waiting = state.get("freezes", ())
