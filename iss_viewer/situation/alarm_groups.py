"""The alarms by cause: one loss makes many alarms, and people answer the loss. What belongs together, what it is
called, and in which order it is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.air_loss import main_module
from iss_viewer.situation.air_spaces import AirSpaceNow, air_spaces_now, space_of
from iss_viewer.situation.alarm_cells import alarm_text, plain_text
from iss_viewer.situation.board import ranked
from iss_viewer.situation.expected_alarms import expected_alarms
from iss_viewer.situation.moment import Moment, module_of, once_a_moment
from iss_viewer.situation.words.status import CLASS_WORDS
from iss_viewer.station.names import and_more, name_of
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmState
from iss_viewer.units import clock_text

_UNSEEN = (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED)
_BREATHED = ("oxygen_pa", "carbon_dioxide_pa", "water_pa", "temperature_k")


class Cause(Enum):
    """What brings alarms together."""

    AIR = "air"  # what happens to the air of one air space
    PLANT = "plant"  # what people breathe, and what makes and cleans it
    COOLANT = "coolant"
    INSTRUMENT = "instrument"
    EXPECTED = "expected"  # an order that was carried out


@dataclass(frozen=True)
class AlarmGroup:
    """Alarms of one cause, those that lead first. place: the air space, loop or hatch that tells it from its like."""

    cause: Cause
    place: str
    name: str
    alarms: tuple[Alarm, ...]

    @property
    def key(self) -> str:
        """What it is known by from instant to instant."""
        return f"{self.cause.value} {self.place}"

    @property
    def unseen(self) -> int:
        """How many of its alarms wait to be acknowledged."""
        return sum(alarm.state in _UNSEEN for alarm in self.alarms)


@once_a_moment
def alarm_groups(moment: Moment) -> tuple[AlarmGroup, ...]:
    """All alarms that are not normal by cause: what is active before what has returned, worst first, the expected last."""
    found: defaultdict[tuple[Cause, str], list[Alarm]] = defaultdict(list)
    for alarm in ranked(moment.board.alarms.values()):
        found[_cause_of(moment, alarm)].append(alarm)
    groups = (_group(moment, *key, tuple(alarms)) for key, alarms in found.items())
    return tuple(sorted(groups, key=_urgency))


def row_text(moment: Moment, group: AlarmGroup, alarm: Alarm) -> str:
    """What an alarm says in its group: with its place, but where that is the air that the group is about."""
    said = alarm_text(alarm, moment)
    is_of_group = group.cause is Cause.AIR and len(group.alarms) > 1
    is_of_air = alarm.is_of_air_space or alarm.subject == STATION or group.place == alarm.subject
    if is_of_group and is_of_air:
        return plain_text(said)
    where, what = name_of(moment.station, alarm.subject), plain_text(said)
    return f"{where}: {what[:1].lower()}{what[1:]}"


def cause_text(group: AlarmGroup, text: Callable[[float], str] = clock_text) -> str:
    """A cause in one line: its name, its worst class and since when, how many alarms and how many of them wait.

    text: what writes an instant.
    """
    if not group.alarms:
        return group.name
    count, since_s = len(group.alarms), min(alarm.raised_s for alarm in group.alarms)
    worst = CLASS_WORDS[max(alarm.alarm_class for alarm in group.alarms)]
    alarms = f"{count} alarm{'s' if count > 1 else ''}"
    seen = f"{group.unseen} unacknowledged" if group.unseen else "all acknowledged"
    return f"{group.name} · {worst} since {text(since_s)} · {alarms}, {seen}"


def _cause_of(moment: Moment, alarm: Alarm) -> tuple[Cause, str]:
    """The cause of an alarm, and its place."""
    expected = expected_alarms(moment).get(alarm.id)
    if expected is not None:
        return Cause.EXPECTED, expected.hatch
    if alarm.quantity == "data_age_s" or alarm.quantity.endswith("fault_probability"):
        return Cause.INSTRUMENT, ""
    if moment.words.subjects_of(alarm) == "loop":
        return Cause.COOLANT, alarm.subject
    space = _air_of(moment, alarm)
    place = space.named_by if space is not None else alarm.subject
    return (Cause.PLANT if alarm.quantity in _BREATHED else Cause.AIR), place


def _air_of(moment: Moment, alarm: Alarm) -> AirSpaceNow | None:
    """The air that an alarm is about: for gas that runs out the one that loses most; for others of the station the main one."""
    if alarm.subject != STATION:
        module = module_of(moment.station, alarm.subject)
        return space_of(moment, module) if module else None
    if alarm.quantity == "gas_reserve_s":
        losing = next((s for s in air_spaces_now(moment) if s.is_losing), None)
        if losing is not None:
            return losing
    main = main_module(moment)
    return None if main == STATION else space_of(moment, main)


def _group(moment: Moment, cause: Cause, place: str, alarms: tuple[Alarm, ...]) -> AlarmGroup:
    return AlarmGroup(cause, place, _name(moment, cause, place, alarms), alarms)


def _name(moment: Moment, cause: Cause, place: str, alarms: tuple[Alarm, ...]) -> str:
    if cause is Cause.EXPECTED:
        return f"As expected after closing {moment.station.hatch_words(place)}"
    if cause is Cause.INSTRUMENT:
        modules = dict.fromkeys(name_of(moment.station, alarm.subject) for alarm in alarms)
        return f"Instruments: {and_more(next(iter(modules)), len(modules) - 1)}"
    if cause is Cause.COOLANT:
        return f"Coolant: {name_of(moment.station, place)}"
    space = space_of(moment, place) if place in moment.station.module_ids else None
    air = name_of(moment.station, place) if space is None else space.name
    if cause is Cause.PLANT:
        return f"Breathing air: {air}"
    is_losing = space is not None and space.is_losing
    return f"{air}: air is being lost" if is_losing else f"{air}: pressure"


def _urgency(group: AlarmGroup) -> tuple[object, ...]:
    leading = _worst(group.alarms)
    return (
        group.cause is Cause.EXPECTED, not any(a.is_root for a in group.alarms), not leading.is_announced,
        not leading.is_active, -leading.alarm_class, -leading.raised_s, group.key,
    )  # fmt: skip


def _worst(alarms: Iterable[Alarm]) -> Alarm:
    """The alarm by which a group is ranked: announced and active before the rest, then the worst."""
    return min(alarms, key=lambda a: (not a.is_announced, not a.is_active, -a.alarm_class))
