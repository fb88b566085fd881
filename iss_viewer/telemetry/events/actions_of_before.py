"""What was done to the station, as events of before told it: a verb, a subject and a bag of values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from iss_viewer.station.actions import (
    Action,
    FailSensor,
    IsolateLoop,
    MoveCrew,
    MoveHatch,
    MoveValve,
    OpenCoolantLeak,
    OpenLeak,
    PatchModule,
    ReadGauge,
    SealLeak,
    SetFeed,
    SwitchEquipment,
    SwitchFans,
)

Data = Mapping[str, Any]

_WIDE = re.compile(r"^a hole of ([\d.e+-]+) mm")


def _wide_m(text: str) -> float:
    """How wide a hole is, which only the sentence told. Raises ValueError."""
    found = _WIDE.match(text)
    if found is None:
        raise ValueError("a hole of no width")
    return float(found[1]) / 1e3


ACTIONS: dict[str, Callable[[str, str, Data], Action]] = {
    "open_hatch": lambda subject, text, data: MoveHatch(subject, True),
    "close_hatch": lambda subject, text, data: MoveHatch(subject, False),
    "open_valve": lambda subject, text, data: MoveValve(subject, True),
    "close_valve": lambda subject, text, data: MoveValve(subject, False),
    "fans_on": lambda subject, text, data: SwitchFans(True),
    "fans_off": lambda subject, text, data: SwitchFans(False),
    "switch_on": lambda subject, text, data: SwitchEquipment(subject, True),
    "switch_off": lambda subject, text, data: SwitchEquipment(subject, False),
    "set_feed": lambda subject, text, data: SetFeed(subject, float(data["flow_kg_s"])),
    "auto_feed": lambda subject, text, data: SetFeed(subject, None),
    "move_crew": lambda subject, text, data: MoveCrew(tuple(data["crew"]), str(data["module"])),
    "read_gauge": lambda subject, text, data: ReadGauge(subject),
    "patch_module": lambda subject, text, data: PatchModule(subject, float(data["fraction"])),
    "isolate_loop": lambda subject, text, data: IsolateLoop(subject),
    "open_leak": lambda subject, text, data: OpenLeak(
        str(data["leak"]), str(data["module"]), _wide_m(text)
    ),
    "seal_leak": lambda subject, text, data: SealLeak(str(data["leak"]), float(data["fraction"])),
    "fail_sensor": lambda subject, text, data: FailSensor(
        subject, str(data["kind"]), float(data["size"])
    ),
    "open_coolant_leak": lambda subject, text, data: OpenCoolantLeak(subject, _wide_m(text)),
}
