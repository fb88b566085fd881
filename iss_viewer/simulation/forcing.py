"""Forced channels as what the script knows: temperatures are ramps, all else is done at its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from iss_viewer.scenario import Scenario
from iss_viewer.scenario.scenario import Forced, HeatRamp, ScriptedAction
from iss_viewer.simulation.air.controls import environment_k
from iss_viewer.simulation.plant import FANS
from iss_viewer.station import Station

#: a first value that is not that of the start is come to in this time
_STEP_S = 1.0
_ACTOR = "measured series"


def played(scenario: Scenario, station: Station) -> Scenario:
    """The scenario with its series at the end of its ramps and actions."""
    if not scenario.forced:
        return scenario
    given = scenario.start.temperature_k
    base_k = station.atmosphere.temperature_k if given is None else given
    held = dict(zip(station.module_ids, environment_k(station, base_k), strict=True))
    ramps, actions = list(scenario.heat_ramps), list(scenario.actions)
    for forced in scenario.forced:
        subject, _, quantity = forced.channel.rpartition(".")
        if quantity == "environment_k":
            ramps += _ramps(forced, subject, held[subject])
        else:
            fans = {fan.id for fan in station.fans} | {FANS}
            verbs = _FANS if subject in fans else _VERBS[quantity]
            actions += _actions(forced, subject, quantity, verbs)
    return scenario.model_copy(update={"heat_ramps": tuple(ramps), "actions": tuple(actions)})


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
