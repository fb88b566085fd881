"""Which alarms an order that was carried out was to bring: they tell nothing new, and call nobody.

Two kinds, both shown by what is known at the instant, never by a time that has to pass. When a hatch parts an air
space that loses air, the loss is first held against both parts: the part that turns out to hold has had an alarm
of the loss, which has returned. And a part that leaks, was shut off and is empty falls on: nobody is there whom
its pressure or its oxygen could harm.
"""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.situation.air_spaces import AirSpaceNow, space_of
from iss_viewer.situation.moment import Moment, module_of, once_a_moment
from iss_viewer.station.topology import inner_hatches
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmState, ModuleStatus

_PARTED_S = (
    60.0  # from the closing of a hatch to the alarms that judge both parts by the loss of before
)
_OF_LOSS = ("leak_evidence_1", "dpdt_sure_pa_s", "reserve_s")
_FALLING = ("space_pressure_pa", "pressure_pa", "oxygen_pa")


@dataclass(frozen=True)
class Expected:
    """Why an alarm was to be expected: the hatch that was closed, and whether the part behind it leaks on."""

    hatch: str
    is_leaking_on: bool


def calling_alarms(moment: Moment) -> list[Alarm]:
    """The alarms that ask for attention, worst first: those that stand, less those that were to be expected."""
    expected = expected_alarms(moment)
    return [alarm for alarm in moment.board.active_alarms() if alarm.id not in expected]


@once_a_moment
def expected_alarms(moment: Moment) -> dict[str, Expected]:
    """Alarm id -> why it was to be expected, for those that were."""
    found = ((alarm.id, _expected(moment, alarm)) for alarm in moment.board.alarms.values())
    return {alarm: why for alarm, why in found if why is not None}


def _expected(moment: Moment, alarm: Alarm) -> Expected | None:
    module = module_of(moment.station, alarm.subject)
    space = space_of(moment, module) if module else None
    if space is None:
        return None
    hatch, moved_s = _shut_last(moment, space)
    if not hatch or alarm.raised_s < moved_s:
        return None
    if alarm.state is AlarmState.RETURNED and alarm.quantity in _OF_LOSS:
        is_parted = alarm.raised_s <= moved_s + _PARTED_S and _stood_before(moment, alarm, moved_s)
        return Expected(hatch, False) if is_parted else None
    leaks = any(moment.status(m) is ModuleStatus.LEAKING for m in space.modules)
    if leaks and space.people == 0 and alarm.quantity in _FALLING:
        return Expected(hatch, True)
    return None


def _shut_last(moment: Moment, space: AirSpaceNow) -> tuple[str, float]:
    """The hatch that was closed last of those that part an air space from others, and when; "" for none."""
    inside, moved_s = set(space.modules), moment.board.hatch_moved_s
    border = [h.id for h in inner_hatches(moment.station) if (h.a in inside) != (h.b in inside)]
    shut = [h for h in border if h in moved_s and moment.is_hatch_open(h) is False]
    last = max(shut, key=lambda hatch: moved_s[hatch], default="")
    return last, moved_s.get(last, float("inf"))


def _stood_before(moment: Moment, alarm: Alarm, moved_s: float) -> bool:
    """Whether an alarm by the same rule stood, of the air that was not parted yet."""
    return any(
        other.rule == alarm.rule and other.id != alarm.id and other.raised_s < moved_s
        for other in moment.board.alarms.values()
    )
