"""How hatches stand, what flows through them and why an order is refused, from what is measured."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.physics import AIR_KG_MOL, GAMMA, R, nozzle_flow_kg_s
from iss_viewer.situation.board import Board
from iss_viewer.situation.hatches_now import (
    HatchStands,
    difference_text,
    flow_text,
    hatch_text,
    hatches_now,
    next_moves,
    stands_text,
    why_not,
)
from iss_viewer.station.actions import MoveHatch, MoveValve
from iss_viewer.telemetry.events import ActionDone
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.units import UNIT_SYSTEMS
from tests.views import prepared
from tests.views.prepared import changed, moment_at

MMHG = UNIT_SYSTEMS[0]
OPEN = {"H01__is_open": 1.0, "SM_PRK__air_space": 1.0}


def late(**values: float):
    return changed(moment_at(prepared.LENGTH_S), **values)


def test_a_hatch_is_open_closed_by_plan_or_not_or_open_by_its_valve():
    hatches = hatches_now(late(H05__is_open=0.0, H05__valve_is_open=1.0, H06__is_open=np.nan))
    stands = {key: (one.stands, one.is_planned) for key, one in hatches.items()}
    assert stands["H01"] == (HatchStands.CLOSED, False)
    assert stands["H02"] == (HatchStands.CLOSED, True)
    assert stands["H03"] == (HatchStands.OPEN, True)
    assert stands["H05"] == (HatchStands.VALVE_OPEN, False)
    assert stands["H06"] == (HatchStands.UNKNOWN, False)
    assert stands_text(hatches["H01"]) == "closed, against plan"
    assert stands_text(hatches["H02"]) == "closed by plan"


def test_a_hatch_that_was_opened_by_half_stands_half_open():
    moment = late()
    opened = ActionDone(5.0, MoveHatch("H05", True, 0.5), "H05", "crew")
    board = Board.of([opened])
    assert hatches_now(replace(moment, board=board))["H05"].stands is HatchStands.HALF_OPEN
    board.take(ActionDone(6.0, MoveHatch("H05", True), "H05", "crew"))
    assert hatches_now(replace(moment, board=board))["H05"].stands is HatchStands.OPEN


def test_force_is_area_times_difference_and_is_told_of_a_refused_order():
    moment = late(SM_RO__pressure_pa=98e3, SM_PRK__pressure_pa=90e3)
    one = hatches_now(moment)["H01"]
    assert one.force_n == pytest.approx(math.pi / 4 * 0.8**2 * 8e3)
    assert difference_text(one, MMHG) == "Δ 60.0"
    assert "4.02 kN on it" in hatch_text(moment, one, MMHG)
    assert "4.02 kN on the hatch" in why_not(moment, MoveHatch("H01", True), MMHG)
    near = late(SM_RO__pressure_pa=98e3, SM_PRK__pressure_pa=97.3e3)
    assert "352 N on the hatch" in why_not(near, MoveHatch("H01", True), MMHG)


def test_an_order_that_goes_out_has_no_reason_against_it():
    equal = late(SM_RO__pressure_pa=98e3, SM_PRK__pressure_pa=98e3)
    assert why_not(equal, MoveHatch("H01", True), MMHG) == ""
    assert why_not(equal, MoveValve("H01", True), MMHG) == ""


def test_the_past_takes_no_order_and_says_so():
    past = moment_at(prepared.LENGTH_S, is_live=False)
    assert "past" in why_not(past, MoveHatch("H05", False), MMHG)
    assert "answer" in why_not(replace(late(), silent_s=4), MoveHatch("H05", False), MMHG)


def test_what_may_be_ordered_goes_from_how_a_hatch_stands():
    hatches = hatches_now(late(H05__is_open=0.0, H05__valve_is_open=1.0))
    assert next_moves(hatches["H03"]) == (MoveHatch("H03", False), None)
    assert next_moves(hatches["H05"]) == (MoveHatch("H05", True), MoveValve("H05", False))


@given(low=st.floats(0.0, 1.0), high_pa=st.floats(1e3, 1.1e5))
def test_flow_through_a_nozzle_rises_with_the_difference_and_chokes(low, high_pa):
    flow = nozzle_flow_kg_s(1e-4, high_pa, low * high_pa, 295.0)
    choked = 1e-4 * high_pa * math.sqrt(GAMMA * AIR_KG_MOL / (R * 295.0)) * (2 / 2.4) ** 3
    assert 0.0 <= flow <= choked * (1 + 1e-9)
    if low <= 0.528:
        assert flow == pytest.approx(choked)


def test_a_small_difference_drives_as_much_as_bernoulli_says():
    density = 1e5 * AIR_KG_MOL / (R * 295.0)
    flow = nozzle_flow_kg_s(1e-3, 1e5, 1e5 - 200.0, 295.0)
    assert flow == pytest.approx(1e-3 * math.sqrt(2 * density * 200.0), rel=2e-3)
    assert math.isnan(nozzle_flow_kg_s(1e-3, math.nan, 1e5, 295.0))


def valve_open(aft_pa: float, fore_pa: float):
    """Unity and what hangs on it against Destiny and its Dragon, the valve between them open."""
    aft = {f"{m}__pressure_pa": aft_pa for m in ("SM_PRK", "SM_RO", "FGB", "NODE1", "SOYUZ")}
    fore = {f"{m}__pressure_pa": fore_pa for m in ("LAB", "DRAGON")}
    return late(**OPEN, **aft, **fore, H05__is_open=0.0, H05__valve_is_open=1.0)


def test_an_open_valve_passes_air_from_high_to_low():
    low = valve_open(98e3, 90e3)
    one = hatches_now(low)["H05"]
    area_m2 = 0.8 * math.pi / 4 * 0.02**2
    assert one.flow_kg_s == pytest.approx(nozzle_flow_kg_s(area_m2, 98e3, 90e3, 295.0))
    assert flow_text(one.flow_kg_s).endswith("kg/min")
    assert "to Destiny" in hatch_text(low, one, MMHG)
    assert hatches_now(valve_open(90e3, 98e3))["H05"].flow_kg_s == pytest.approx(-one.flow_kg_s)


def test_a_difference_that_offsets_of_gauges_make_drives_no_flow():
    """The one gauge with a class errs by 20 Pa, among five: 8 Pa of their mean are its doing."""
    assert hatches_now(valve_open(98e3, 98e3 - 7.0))["H05"].flow_kg_s == 0.0
    assert hatches_now(valve_open(98e3, 98e3 - 9.0))["H05"].flow_kg_s > 0.0


def test_air_goes_through_open_hatches_to_a_located_leak_by_what_lies_beyond():
    rate_kg_s, ids = 0.014, prepared.station().module_ids
    values = {f"{m}__status": ModuleStatus.NOMINAL for m in ids} | OPEN
    values |= {"LAB__status": ModuleStatus.LEAKING, "LAB__leak_rate_kg_s": rate_kg_s}
    hatches = hatches_now(late(**values, LAB__leak_rate_low_kg_s=0.01))
    volume = {m.id: m.free_volume_m3 for m in prepared.station().modules}
    whole = sum(volume.values())
    aft = sum(volume[m] for m in ("SM_PRK", "SM_RO", "FGB", "NODE1", "SOYUZ"))
    assert hatches["H05"].flow_kg_s == pytest.approx(rate_kg_s * aft / whole)
    assert hatches["H06"].flow_kg_s == pytest.approx(-rate_kg_s * volume["DRAGON"] / whole)


def test_no_flow_is_told_while_it_is_not_known_where_the_leak_is():
    assert all(one.flow_kg_s == 0.0 for one in hatches_now(late(**OPEN)).values())
