"""What is advised, against how the station stands."""

from __future__ import annotations

import pytest

from iss_viewer.situation.advised import leads_to_leak
from iss_viewer.telemetry.status import ModuleStatus
from tests.views.prepared import changed, moment_at


@pytest.mark.parametrize(("status", "leads"), [("LEAKING", True), ("SUSPECTED", False)])
def test_a_hatch_leads_to_a_leak_where_a_module_beside_it_is_known_to_leak(status, leads):
    quiet = {
        f"{module}__status": float(ModuleStatus.NOMINAL)
        for module in moment_at(1000.0).station.module_ids
    }
    moment = changed(moment_at(1000.0), **{**quiet, "SM_PRK__status": float(ModuleStatus[status])})
    assert leads_to_leak(moment, "H01") is leads
    ends = {hatch.id: {hatch.a, hatch.b} for hatch in moment.station.hatches}
    far = [hatch for hatch, sides in ends.items() if "SM_PRK" not in sides]
    assert far and not any(leads_to_leak(moment, hatch) for hatch in far)
