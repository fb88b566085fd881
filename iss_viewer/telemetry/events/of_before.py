"""Events and commands of recordings and journals of before (format 1), made into those of now.

Then an event was a kind, a subject, a finished sentence and a bag of plain values. What nothing can
be made of is kept as a `Remark`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any, get_args

from iss_viewer.station.actions import Action, SwitchFans
from iss_viewer.telemetry.events.actions_of_before import ACTIONS, Data
from iss_viewer.telemetry.events.advice import Advice, AdviceKind, Grounds, SearchOrder
from iss_viewer.telemetry.events.alarm import Alarm, AlarmChange, FloodPhase
from iss_viewer.telemetry.events.concluded import (
    AdviceGiven,
    AlarmChanged,
    FloodChanged,
    LimitEdited,
    LocationEstimated,
    OptionSet,
    VerdictGiven,
)
from iss_viewer.telemetry.events.happened import (
    ActionDone,
    GaugeRead,
    NoteWritten,
    Remark,
    ResponseStarted,
    StepReached,
)
from iss_viewer.telemetry.events.kinds import (
    Event,
)
from iss_viewer.telemetry.events.location import PriorChoice, RankedLocation
from iss_viewer.telemetry.events.malformed import Malformed
from iss_viewer.telemetry.events.verdict import Reason, Why
from iss_viewer.telemetry.status import AlarmClass, AlarmState, Verdict

_DRIFT = re.compile(r", or its only barometer drifts \((\d+)%\)")
_GROWN = ", more than before"
_RESPONSE = "rapid depressurization response: intermodule ventilation stopped"
_AS_TOLD = ", as told"


def is_event(text: str) -> bool:
    """Whether a JSON text is an event of before. A quote within a string is written ``\\"``."""
    return '"data":' in text and '"text":' in text


def is_command(text: str) -> bool:
    """Whether a JSON text is a command of before."""
    return '"is":' in text


def command_as_now(text: str) -> str:
    """A command of before, spelled as now. Raises Malformed."""
    return json.dumps(_respelled(_json(text)))


def read_event(text: str) -> Event:
    """The event of a JSON text of before. Raises Malformed."""
    plain = _json(text)
    try:
        return event_of(
            float(plain["time_s"]),
            str(plain["kind"]),
            str(plain["subject"]),
            str(plain["text"]),
            dict(plain["data"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Malformed(f"not an event: {error!r}") from None


def event_of(time_s: float, kind: str, subject: str, text: str, data: Data) -> Event:
    """The event of now; a `Remark` of the sentence where the values do not tell what it was."""
    make = _MADE.get(kind, _action_done)
    made: Event | None = None
    if math.isfinite(time_s):
        try:
            made = make(time_s, subject, text, data)
        except (KeyError, TypeError, AttributeError, ValueError):
            made = None
    return made or Remark(time_s, kind, subject, text, str(data.get("actor", "")))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {error}") from None


def _respelled(value: Any) -> Any:
    """The same with the name of a class as ``kind``, which was ``is``."""
    if isinstance(value, dict):
        return {("kind" if key == "is" else key): _respelled(item) for key, item in value.items()}
    return [_respelled(item) for item in value] if isinstance(value, list) else value


def _alarm(time_s: float, subject: str, text: str, data: Data) -> Event:
    alarm = Alarm(
        id=str(data["id"]),
        subject=subject,
        rule=str(data["rule"]),
        alarm_class=AlarmClass[data["class"]],
        state=AlarmState[data["state"]],
        is_active=bool(data["is_active"]),
        raised_s=float(data["raised_s"]),
        changed_s=time_s,
        value=float(data["value"]),
        limit=float(data["limit"]),
        quantity=str(data["quantity"]),
        actor=str(data["actor"]),
        reason=str(data["reason"]),
        until_s=float(data["until_s"]),
        is_root=bool(data["is_root"]),
        onset_s=data.get("onset_s"),
        **_from_sentence(text),
    )
    return AlarmChanged(alarm, AlarmChange(data["change"]))


def _from_sentence(text: str) -> dict[str, Any]:
    """What only the sentence of an alarm tells."""
    drift = _DRIFT.search(text)
    return {
        "is_of_air_space": text.startswith("Air space of "),
        "drift_probability_1": int(drift[1]) / 100.0 if drift else None,
        "has_grown": text.endswith(_GROWN),
    }


def _flood(time_s: float, subject: str, text: str, data: Data) -> Event:
    if not data["is_flood"]:
        return FloodChanged(time_s, FloodPhase.OVER, int(data["count"]))
    phase = FloodPhase.LED_ANEW if text.startswith("The root alarm") else FloodPhase.BEGUN
    about, _, rule = str(data["root"]).partition(".")
    nothing = float("nan")
    root = Alarm(
        str(data["root"]), about, rule, AlarmClass.NONE, AlarmState.UNACKNOWLEDGED, True, time_s,
        time_s, nothing, nothing, "", **_from_sentence(text.partition(": ")[2]),
    )  # fmt: skip
    return FloodChanged(time_s, phase, int(data["count"]), root)


def _verdict(time_s: float, subject: str, text: str, data: Data) -> Event:
    reasons = tuple(Reason(Why.TOLD, told=str(told)) for told in data["reasons"])
    return VerdictGiven(time_s, str(data["party"]), Verdict[data["verdict"]], reasons)


def _advice(time_s: float, subject: str, text: str, data: Data) -> Event:
    return AdviceGiven(
        Advice(
            AdviceKind(data["kind"]),
            time_s,
            Grounds(told=(text, str(data["tells"]), str(data["reason"]))),
            tuple(_action(plain) for plain in data["actions"]),
            tuple(data["hatches"]),
            int(data["parts"]),
            closing_s=float(data["closing_s"]),
            hatch_s=float(data["hatch_s"]),
            wait_s=float(data["wait_s"]),
            gain_bits=float(data["gain_bits"]),
            left_bits=float(data["left_bits"]),
            hold_s=float(data["hold_s"]),
            hold_hatch=str(data["hold_hatch"]),
            order=SearchOrder(data["order"]),
        )
    )


def _action(plain: Data) -> Action:
    """An action as an advice had it: the name of its class as ``do``, and its fields."""
    kinds = {kind.__name__: kind for kind in get_args(get_args(Action)[0])}
    fields = {
        key: tuple(v) if isinstance(v, list) else v for key, v in plain.items() if key != "do"
    }
    made: Action = kinds[str(plain["do"])](**fields)
    return made


def _location(time_s: float, subject: str, text: str, data: Data) -> Event:
    names = ("leak", "none", "seal", "sensor", "several")
    rates = ("rate_low_kg_s", "rate_kg_s", "rate_high_kg_s")
    return LocationEstimated(
        time_s,
        RankedLocation(
            ranked=tuple((str(name), float(chance)) for name, chance in data["ranked"]),
            **{name: float(data[name]) for name in (*names, *rates)},
            hatches=dict(data["hatches"]),
            sensors=dict(data["sensors"]),
            cells=tuple(tuple(cell) for cell in data["cells"]),
            prior=PriorChoice(data["prior"]),
        ),
    )


def _limit(time_s: float, subject: str, text: str, data: Data) -> Event:
    return LimitEdited(
        time_s, str(data["limit"]), str(data["field"]), float(data["value"]), float(data["was"]),
        str(data["quantity"]), int(data["version"]), str(data["actor"]), str(data["reason"]),
    )  # fmt: skip


def _option(time_s: float, subject: str, text: str, data: Data) -> Event:
    return OptionSet(time_s, subject, str(data["value"]), str(data.get("actor", "")))


def _note(time_s: float, subject: str, text: str, data: Data) -> Event:
    return NoteWritten(time_s, subject, text, str(data.get("actor", "")))


def _step(time_s: float, subject: str, text: str, data: Data) -> Event:
    title, told, question, hint = (str(data[n]) for n in ("title", "text", "question", "hint"))
    return StepReached(time_s, int(data["index"]), title, told, question, hint)


def _gauge(time_s: float, subject: str, text: str, data: Data) -> Event:
    return GaugeRead(time_s, subject, float(data["pressure_pa"]))


def _action_done(time_s: float, subject: str, text: str, data: Data) -> Event | None:
    """What was done to the station, by a person or by the truth of a trainer."""
    if text == _RESPONSE:
        return ResponseStarted(time_s, SwitchFans(False), subject)
    make = ACTIONS.get(str(data.get("do", "")))
    if make is None:
        return None
    actor, reason = str(data.get("actor", "")), str(data.get("reason", ""))
    is_told = text.endswith(_AS_TOLD)
    return ActionDone(time_s, make(subject, text, data), subject, actor, reason, is_told)


_MADE: dict[str, Callable[[float, str, str, Data], Event | None]] = {
    "alarm": _alarm,
    "flood": _flood,
    "verdict": _verdict,
    "advice": _advice,
    "location": _location,
    "limit": _limit,
    "option": _option,
    "note": _note,
    "step": _step,
    "gauge": _gauge,
}
