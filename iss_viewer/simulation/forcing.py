"""Forced channels as what the script knows: ramps of temperature, changes of leaks, loads of heat; all else is done
at its time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Literal

from iss_viewer.scenario import Scenario
from iss_viewer.scenario.scenario import (
    Change,
    Forced,
    HeatLoad,
    HeatRamp,
    Leak,
    ScriptedAction,
)
from iss_viewer.simulation.air.controls import environment_k
from iss_viewer.simulation.plant import FANS
from iss_viewer.station import Station

#: a first value that is not that of the start is come to in this time
_STEP_S = 1.0
_ACTOR = "measured series"


def played(scenario: Scenario, station: Station) -> Scenario:
    """The scenario with its series at the end of its ramps, loads, leaks' changes and actions."""
    if not scenario.forced:
        return scenario
    given = scenario.start.temperature_k
    base_k = station.atmosphere.temperature_k if given is None else given
    held = dict(zip(station.module_ids, environment_k(station, base_k), strict=True))
    ramps, actions = list(scenario.heat_ramps), list(scenario.actions)
    leaks, loads = {leak.id: leak for leak in scenario.leaks}, list(scenario.heat_loads)
    for forced in scenario.forced:
        subject, _, quantity = forced.channel.rpartition(".")
        if quantity == "environment_k":
            ramps += _ramps(forced, subject, held[subject])
        elif quantity == "heat_w":
            loads += _loads(forced, subject)
        elif quantity == "factor":
            leaks[subject] = _changing(forced, leaks[subject])
        else:
            fans = {fan.id for fan in station.fans} | {FANS}
            verbs = _FANS if subject in fans else _VERBS[quantity]
            actions += _actions(forced, subject, quantity, verbs)
    made = {
        "heat_ramps": tuple(ramps),
        "actions": tuple(actions),
        "heat_loads": tuple(loads),
        "leaks": tuple(leaks.values()),
    }
    return scenario.model_copy(update=made)


def _loads(forced: Forced, module: str) -> Iterator[HeatLoad]:
    """Heat that holds from each time until the next; the last stays."""
    for (at_s, power_w), until_s in zip_longest(forced.points, (t for t, _ in forced.points[1:])):
        lasting_s = None if until_s is None else until_s - at_s
        yield HeatLoad.model_construct(
            module=module, power_w=power_w, at_s=at_s, lasting_s=lasting_s
        )


def _changing(forced: Forced, leak: Leak) -> Leak:
    """A leak that goes in straight lines from value to value; the last stays."""
    begin_s, changes = max(forced.points[0][0] - _STEP_S, 0.0), []
    for time_s, factor in forced.points:
        over_s = time_s - begin_s  # none where the series begins with the run
        changes.append(
            Change.model_construct(at_s=begin_s, when=None, factor=factor, over_s=over_s, by=_ACTOR)
        )
        begin_s = time_s
    return leak.model_copy(update={"changes": tuple(changes)})


def _ramps(forced: Forced, module: str, now_k: float) -> Iterator[HeatRamp]:
    """Straight lines from value to value; the last stays."""
    begin_s = max(forced.points[0][0] - _STEP_S, 0.0)
    for time_s, value in forced.points:
        over_s = max(time_s - begin_s, _STEP_S)
        if value != now_k:
            yield HeatRamp.model_construct(
                at_s=begin_s, when=None, change_k=value - now_k, over_s=over_s, where=module
            )
        begin_s, now_k = time_s, value


def _actions(
    forced: Forced, subject: str, quantity: str, verbs: _Verbs
) -> Iterator[ScriptedAction]:
    """What is done at each time at which the value changes; it holds until the next."""
    before: float | None = None
    for time_s, value in forced.points:
        held = float(value >= 0.5) if quantity.endswith(("is_on", "is_open")) else value
        if held != before:
            yield ScriptedAction.model_construct(
                at_s=time_s,
                when=None,
                do=verbs[held > 0.0],
                target="" if subject == FANS else subject,
                opening=held if quantity.endswith("opening") and held > 0.0 else 1.0,
                flow_kg_s=held if quantity == "flow_kg_s" else None,
                actor=_ACTOR,
            )
        before = held


_Verbs = tuple[
    Literal["fans_off", "set_feed", "close_hatch", "close_valve", "switch_off"],
    Literal["fans_on", "set_feed", "open_hatch", "open_valve", "switch_on"],
]
_FANS: _Verbs = ("fans_off", "fans_on")
_VERBS: dict[str, _Verbs] = {
    "flow_kg_s": ("set_feed", "set_feed"),
    "is_open": ("close_hatch", "open_hatch"),
    "valve_is_open": ("close_valve", "open_valve"),
    "opening": ("close_hatch", "open_hatch"),
    "valve_opening": ("close_valve", "open_valve"),
    "is_on": ("switch_off", "switch_on"),
}
