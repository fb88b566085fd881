"""What is known to flow into an air space, or out of it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state.channel_map import VACUUM, ChannelMap, Machine
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Indices, Sample
from iss_viewer.detection.state.sensor_records import ABSENT
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace, AirSpaces, KnownFlows
from iss_viewer.physics import (
    N2_KG_MOL,
    O2_KG_MOL,
    STANDARD_PA,
    R,
)

N2_OF_AIR_KG = 0.7552  # nitrogen (with argon) in a kilogram of dry air; the rest is oxygen

#: known flows of every air space, at its first module
Flows: TypeAlias = NDArray[np.void]


@inner
def is_good(sample: Sample, column: int) -> bool:
    """Whether a sample holds a number there."""
    if column == ABSENT:
        return False
    return bool(sample.quality[column] == 0 and np.isfinite(sample.values[column]))


@inner
def known_flows(
    spaces: AirSpaces,
    channel_map: ChannelMap,
    settings: Settings,
    space_of: Indices,
    sample: Sample,
    flows: Flows,
) -> None:
    """What people, machines and seals are known to bring into each air space; fills `flows`."""
    modules = channel_map.modules
    for m in range(len(space_of)):
        column = modules[m]["crew_column"]
        if is_good(sample, column):
            _breathe(flows[space_of[m]], sample.values[column], settings)
    for machine in channel_map.machines:
        s = space_of[machine["module"]]
        _run_machine(flows[s], spaces[s]["volume_m3"], machine, sample)
    for seal in channel_map.seals:
        _leak_seal(spaces, seal, space_of, flows)


@inner
def _breathe(flow: KnownFlows, people: float, settings: Settings) -> None:
    flow["oxygen_kg_s"] -= people * settings["breath_oxygen_kg_s"]
    flow["carbon_dioxide_kg_s"] += people * settings["breath_carbon_dioxide_kg_s"]
    flow["water_kg_s"] += people * settings["breath_water_kg_s"]


@inner
def _run_machine(flow: KnownFlows, volume_m3: float, machine: np.void, sample: Sample) -> None:
    """What a machine does to the air that it stands in."""
    on, column, kind = machine["on_column"], machine["flow_column"], machine["kind"]
    is_on = on == ABSENT or sample.values[on] != 0.0
    metered = sample.values[column] if is_good(sample, column) else 0.0
    if kind == Machine.OXYGEN_SOURCE:
        flow["oxygen_kg_s"] += metered
    elif kind == Machine.NITROGEN_SOURCE:
        flow["nitrogen_kg_s"] += metered
    elif kind == Machine.AIR_SOURCE:
        flow["nitrogen_kg_s"] += N2_OF_AIR_KG * metered
        flow["oxygen_kg_s"] += (1.0 - N2_OF_AIR_KG) * metered
    elif kind == Machine.SCRUBBER and is_on:
        flow["scrubbing_1_s"] += machine["cleaned_m3_s"] / volume_m3
        _pass_air(flow, -machine["air_loss_kg_s"])
    elif kind == Machine.RELIEF and column != ABSENT:
        _pass_air(flow, -abs(metered))


@inner
def _leak_seal(spaces: AirSpaces, seal: np.void, space_of: Indices, flows: Flows) -> None:
    """What a seal lets through between two air spaces, or to space, by their pressures."""
    a, beyond = space_of[seal["module"]], seal["beyond"]
    if beyond != VACUUM and space_of[beyond] == a:
        return
    high = spaces[a]["level_pa"]
    low = spaces[space_of[beyond]]["level_pa"] if beyond != VACUUM else 0.0
    if np.isfinite(high) and np.isfinite(low):
        flow_kg_s = seal["leak_kg_s"] * (high - low) / STANDARD_PA
        _pass_air(flows[a], -flow_kg_s)
        if beyond != VACUUM:
            _pass_air(flows[space_of[beyond]], flow_kg_s)


@inner
def _pass_air(flow: KnownFlows, flow_kg_s: float) -> None:
    """Air that comes in (or goes, if negative) by a way that is known, but not metered; each such way
    errs for itself.
    """
    flow["nitrogen_kg_s"] += N2_OF_AIR_KG * flow_kg_s
    flow["oxygen_kg_s"] += (1.0 - N2_OF_AIR_KG) * flow_kg_s
    flow["unmetered_kg2_s2"] += flow_kg_s * flow_kg_s


@inner
def metered_pa_k(space: AirSpace, flow: KnownFlows) -> float:
    """Pressure over temperature that the known flows of nitrogen and oxygen bring in a second, Pa/K/s."""
    moles = flow["nitrogen_kg_s"] / N2_KG_MOL + flow["oxygen_kg_s"] / O2_KG_MOL
    return float(moles * R / space["volume_m3"])
