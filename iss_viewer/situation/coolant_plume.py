"""What a coolant loop throws out at an instant, and whether its surroundings are still to be kept clear of."""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.situation.moment import Moment
from iss_viewer.station.safety import KeepOut, read_safety_rules
from iss_viewer.station.station import CoolantLoop

_OVER_S = 1800.0  # a loss is reckoned from the inventories over this time
_SEEN_1 = 1e-3  # of what a loop holds: less was not lost but read


@dataclass(frozen=True, slots=True)
class CoolantPlume:
    """Beside the module that a loop cools. loss_kg_s: 0 once nothing goes out any more and the place is only kept clear."""

    loss_kg_s: float
    keep_out: KeepOut


def coolant_plumes(moment: Moment) -> dict[str, CoolantPlume]:
    """By module, where a loop has lost coolant within the time for which one keeps clear."""
    rules = read_safety_rules().keep_out
    found: dict[str, CoolantPlume] = {}
    for loop in moment.station.coolant_loops:
        if _lost_m3(moment, loop, rules.clear_after_s) > _SEEN_1 * loop.inventory_m3:
            lost_m3 = _lost_m3(moment, loop, _OVER_S)
            over_s = min(_OVER_S, max(moment.time_s - moment.run.history.start_s, 1.0))
            is_losing = lost_m3 > _SEEN_1 * loop.inventory_m3
            loss_kg_s = loop.density_kg_m3 * lost_m3 / over_s if is_losing else 0.0
            found[loop.module] = CoolantPlume(loss_kg_s, rules)
    return found


def _lost_m3(moment: Moment, loop: CoolantLoop, over_s: float) -> float:
    """By how much its inventory has fallen within the last `over_s`; 0 where it is not known or whole."""
    column = moment.run.table.get(loop.id, "inventory_m3")
    left_m3 = moment.value(loop.id, "inventory_m3")
    if column is None or not left_m3 < (1.0 - _SEEN_1) * loop.inventory_m3:
        return 0.0
    before = float(moment.run.history.at(moment.time_s - over_s)[column])
    return max((loop.inventory_m3 if before != before else before) - left_m3, 0.0)
