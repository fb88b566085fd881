"""What was done to the station, in a sentence."""

from __future__ import annotations

from iss_viewer.situation.words.numbers import share_text
from iss_viewer.station import Station
from iss_viewer.station.actions import (
    Action,
    ApplyRepair,
    CheckLeak,
    FailSensor,
    IsolateLoop,
    LoosenRepair,
    MoveCrew,
    MoveHatch,
    MoveValve,
    OpenCoolantLeak,
    OpenLeak,
    PatchModule,
    ReadGauge,
    SealLeak,
    SearchLeak,
    SetFeed,
    SwitchEquipment,
    SwitchFans,
    TimeFall,
)
from iss_viewer.units import PA_PER_MMHG


def action_words(station: Station, action: Action) -> str:
    """An action that was done: ``hatch Zvezda - PrK closed``."""
    match action:
        case MoveHatch(hatch=hatch, is_open=is_open, opening=opening):
            return f"hatch {_hatch(station, hatch)} {_moved(is_open, opening)}"
        case MoveValve(hatch=hatch, is_open=is_open, opening=opening):
            return f"equalisation valve of {_hatch(station, hatch)} {_moved(is_open, opening)}"
        case SwitchFans(is_on=is_on, fan=fan):
            what = f"fan {fan}" if fan else "intermodule ventilation"
            return f"{what} {'on' if is_on else 'off'}"
        case SwitchEquipment(equipment=machine, is_on=is_on):
            return f"{_machine(station, machine)} {'on' if is_on else 'off'}"
        case SetFeed(equipment=machine, flow_kg_s=flow_kg_s):
            how = "by its regulator" if flow_kg_s is None else f"by hand, {flow_kg_s * 1e3:.4g} g/s"
            return f"{_machine(station, machine)} {how}"
        case MoveCrew(crew=crew, module=module):
            return f"{', '.join(crew)} moved to {module}"
        case PatchModule(module=module):
            return f"patch applied in {module}"
        case SearchLeak(module=module):
            return f"search for a leak in {module}"
        case ApplyRepair(module=module, repair=repair):
            return f"{repair} applied in {module}"
        case CheckLeak(module=module):
            return f"leak check of {module}"
        case TimeFall(module=module, fall_pa=fall_pa):
            return f"time a fall of {fall_pa / PA_PER_MMHG:.3g} mmHg in {module}"
        case LoosenRepair(leak=leak, open_part=open_part):
            return f"leak {leak} opens again to {share_text(open_part)}"
        case ReadGauge(module=module):
            return _reading(station, module)
        case IsolateLoop(loop=loop):
            return f"damaged part of {loop} isolated"
        case OpenLeak(module=module, diameter_m=diameter_m):
            return f"a hole of {diameter_m * 1e3:g} mm opened in {module}"
        case SealLeak(leak=leak, fraction=fraction):
            return f"leak {leak} sealed by {share_text(fraction)}"
        case FailSensor(sensor=sensor, fault=fault):
            return f"{sensor}: {fault}"
        case OpenCoolantLeak(loop=loop, diameter_m=diameter_m):
            return f"a hole of {diameter_m * 1e3:.3g} mm in {loop}"


def order_words(station: Station, action: Action) -> str:
    """An action that is to be done: ``close Zvezda–PrK``."""
    match action:
        case MoveHatch(hatch=hatch, is_open=is_open):
            return f"{'open' if is_open else 'close'} {station.hatch_words(hatch)}"
        case MoveCrew(crew=crew, module=module):
            names = {person.id: person.name for person in station.crew}
            who = ", ".join(names.get(person, person) for person in crew)
            return f"{who} to {station.module(module).short_name}"
        case MoveValve(hatch=hatch, is_open=is_open):
            return f"{'open' if is_open else 'close'} valve {station.hatch_words(hatch)}"
        case ReadGauge(module=module):
            return f"read the {gauge_name(station)} in {station.module(module).short_name}"
        case SearchLeak(module=module):
            return f"search {station.module(module).short_name} for a leak"
        case ApplyRepair(module=module, repair=repair):
            return f"{repair} in {station.module(module).short_name}"
        case PatchModule(module=module):
            return f"patch in {station.module(module).short_name}"
        case CheckLeak(module=module):
            return f"leak check of {station.module(module).short_name}"
        case TimeFall(module=module, fall_pa=fall_pa):
            marks = f"{fall_pa / PA_PER_MMHG:.3g} mmHg"
            return f"time a fall of {marks} in {station.module(module).short_name}"
    return action_words(station, action)


def reported_words(station: Station, action: Action) -> str:
    """What somebody told that was done elsewhere: ``hatch H01 closed, as told``."""
    match action:
        case MoveHatch(hatch=hatch, is_open=is_open):
            return f"hatch {hatch} {_moved(is_open)}, as told"
        case MoveValve(hatch=hatch, is_open=is_open):
            return f"valve {hatch} {_moved(is_open)}, as told"
    return f"{action_words(station, action)}, as told"


def gauge_name(station: Station) -> str:
    """What the hand-held gauge is called."""
    return "gauge" if station.gauge is None else station.gauge.name


def _reading(station: Station, module: str) -> str:
    takes = "" if station.gauge is None else f": {station.gauge.reading_s / 60:.3g} min"
    return f"reading the {gauge_name(station)} in {module}{takes}"


def _moved(is_open: bool, opening: float = 1.0) -> str:
    if is_open and opening < 1.0:
        return f"opened by {share_text(opening)}"
    return "opened" if is_open else "closed"


def _hatch(station: Station, hatch: str) -> str:
    return next((h.name for h in station.hatches if h.id == hatch and h.name), hatch)


def _machine(station: Station, machine: str) -> str:
    return next((m.name for m in station.equipment if m.id == machine), machine)
