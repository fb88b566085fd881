"""A real run for all tests of debriefing: simulated, judged, recorded, with people acting in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from iss_viewer.session import Session
from iss_viewer.station.actions import MoveHatch, OpenLeak, SealLeak
from iss_viewer.telemetry import Command, Frames
from iss_viewer.telemetry.commands import Acknowledge, Act, WriteNote

END_S = 4200.0
#: what people did, after which sample
DEEDS = (
    (600.0, Command(Act(OpenLeak("TRAINER", "LAB", 0.004)), "trainer")),
    (900.0, Command(WriteNote("ears popped", "LAB"), "CDR")),
    (1500.0, Command(Acknowledge(), "CDR")),
    (1800.0, Command(Act(MoveHatch("H01", True)), "CDR")),
    (2400.0, Command(Act(SealLeak("TRAINER")), "FE-1")),
    (3000.0, Command(Act(MoveHatch("H01", False)), "CDR")),
)
SNAPSHOTS_S = (1200.0, 2100.0)


@dataclass(frozen=True)
class Played:
    """A session that was played: its recording and the frames as they came."""

    path: Path
    frames: tuple[Frames, ...]


def play(
    session: Session, from_s: float, to_s: float, actions_done: tuple[tuple[float, Command], ...]
):
    """Go on to an instant, obeying at the given times; gives the frames."""
    frames: list[Frames] = []

    def go_on(until_s: float) -> None:
        while session.source.time_s < until_s:
            part = session.advance(until_s, 64)
            if not len(part):
                break
            frames.append(part)

    for time_s, command in actions_done:
        if from_s <= time_s <= to_s:
            go_on(time_s)
            session.post(command)
            frames.extend(session.turn(0.0)[0])
        if time_s + 300.0 in SNAPSHOTS_S and session.record is not None and time_s < to_s:
            go_on(time_s + 300.0)
            session.record.write_snapshot(session.source.time_s, session.snapshot())
    go_on(to_s)
    return tuple(frames)
