"""What is known besides numbers at an instant: the fold of all events of the run up to it.

Looking back is the same fold, stopped earlier; so a list of alarms of the past is the list that
was seen then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from iss_viewer.detection.alarms.alarm import ALARM, FLOOD, Alarm, alarm_of, ranked
from iss_viewer.detection.status import AlarmState
from iss_viewer.station.actions import Action
from iss_viewer.telemetry.frames import Event
from iss_viewer.telemetry.history import History

PARTIES = ("crew", "operations", "mission")


@dataclass(frozen=True)
class Advice:
    """The next best action as the detector puts it."""

    time_s: float
    kind: str  # watch | close | wait | isolate | leave
    title: str
    reason: str
    tells: str
    actions: tuple[Action, ...]
    verdict_s: float
    hold_s: float
    hold_hatch: str

    @property
    def hold_until_s(self) -> float:
        """When the tightest closed hatch should be opened again; inf: no limit in sight."""
        return self.time_s + self.hold_s


@dataclass
class Board:
    """All alarms, verdict reasons, advice and notes as they stood at an instant."""

    alarms: dict[str, Alarm] = field(default_factory=dict)
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    advice: Advice | None = None
    believed: str = ""
    options: dict[str, str] = field(default_factory=dict)
    limits: dict[tuple[str, str], float] = field(default_factory=dict)
    leaks: dict[str, str] = field(default_factory=dict)  # leak id -> module, opened by a trainer
    coolant_leaks: dict[str, float] = field(default_factory=dict)  # loop id -> when it was opened
    hatch_moved_s: dict[str, float] = field(default_factory=dict)
    crew_at: dict[str, str] = field(default_factory=dict)
    flood: bool = False
    step: Event | None = None  # of a walk-through
    count: int = 0

    def take(self, event: Event) -> None:
        """Fold the next event in."""
        self.count += 1
        handle = _HANDLERS.get(event.kind)
        if handle is not None:
            handle(self, event)
        if event.data.get("do"):
            _deed(self, event)

    def active_alarms(self) -> list[Alarm]:
        """Alarms that ask for attention: the root first in a flood, then worst and newest first."""
        return [alarm for alarm in ranked(self.alarms.values()) if alarm.is_announced]


class Ledger:
    """Keeps the board of an instant up to date, cheaply when time goes forward."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._board = Board()
        self._taken: tuple[Event, ...] = ()

    def at(self, time_s: float) -> Board:
        """The board at an instant. The same object is returned while nothing changed."""
        events = self._history.events(to_s=time_s)
        if len(events) == len(self._taken) and (not events or events[-1] is self._taken[-1]):
            return self._board
        if self._goes_on(events):
            fresh: Sequence[Event] = events[len(self._taken) :]
            self._board = _copied(self._board)
        else:
            fresh, self._board = events, Board()
        for event in fresh:
            self._board.take(event)
        self._taken = events
        return self._board

    def _goes_on(self, events: tuple[Event, ...]) -> bool:
        count = len(self._taken)
        return count == 0 or (len(events) >= count and events[count - 1] is self._taken[-1])


def _copied(board: Board) -> Board:
    copies: dict[str, Any] = {
        name: dict(value) for name, value in vars(board).items() if isinstance(value, dict)
    }
    return replace(board, **copies)


def _alarm(board: Board, event: Event) -> None:
    alarm = alarm_of(event)
    if alarm.state is AlarmState.NORMAL:
        board.alarms.pop(alarm.id, None)
    else:
        board.alarms[alarm.id] = alarm


def _flood(board: Board, event: Event) -> None:
    board.flood = bool(event.data.get("is_flood", False))


def _verdict(board: Board, event: Event) -> None:
    party = str(event.data.get("party", event.subject)).lower()
    reasons = event.data.get("reasons", event.text)
    if isinstance(reasons, Mapping):
        board.reasons.update({str(who).lower(): _texts(said) for who, said in reasons.items()})
    else:
        board.reasons[party] = _texts(reasons)


def _advice(board: Board, event: Event) -> None:
    data = event.data
    board.advice = Advice(
        time_s=event.time_s,
        kind=str(data.get("kind", "")),
        title=event.text,
        reason=str(data.get("reason", "")),
        tells=str(data.get("tells", "")),
        actions=tuple(action_of(plain) for plain in data.get("actions", ())),
        verdict_s=_number(data, "verdict_s"),
        hold_s=_number(data, "hold_s"),
        hold_hatch=str(data.get("hold_hatch", "")),
    )


def action_of(plain: Mapping[str, Any]) -> Action:
    """An action from the plain values of an event: the name of its class as ``do``, and its fields."""
    fields = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in plain.items()
        if key != "do"
    }
    made: Action = _ACTIONS[str(plain["do"])](**fields)
    return made


_ACTIONS = {kind.__name__: kind for kind in get_args(Action)}


def _belief(board: Board, event: Event) -> None:
    board.believed = event.text
    if "prior" in event.data:
        board.options["prior"] = str(event.data["prior"])


def _option(board: Board, event: Event) -> None:
    board.options[event.subject] = str(event.data["value"])


def _limit(board: Board, event: Event) -> None:
    board.limits[event.subject, str(event.data.get("field", "value"))] = _number(
        event.data, "value"
    )


def _step(board: Board, event: Event) -> None:
    board.step = event


def _deed(board: Board, event: Event) -> None:
    """Keep what people did to the station."""
    data = event.data
    match data["do"]:
        case "open_hatch" | "close_hatch":
            board.hatch_moved_s[event.subject] = event.time_s
        case "move_crew":
            board.crew_at.update(dict.fromkeys(map(str, data["crew"]), str(data["module"])))
        case "open_leak":
            board.leaks[str(data["leak"])] = str(data["module"])
        case "open_coolant_leak":
            board.coolant_leaks[str(data["loop"])] = event.time_s
        case "isolate_loop":
            board.coolant_leaks.pop(str(data["loop"]), None)
        case "seal_leak" if float(data["fraction"]) >= 1.0:
            board.leaks.pop(str(data["leak"]), None)


_HANDLERS = {
    ALARM: _alarm,
    FLOOD: _flood,
    "verdict": _verdict,
    "advice": _advice,
    "location": _belief,
    "option": _option,
    "limit": _limit,
    "step": _step,
}


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return tuple(str(part) for part in value)


def _number(data: Mapping[str, Any], key: str) -> float:
    value = data.get(key)
    return float("nan") if value is None else float(value)
