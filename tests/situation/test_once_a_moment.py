"""What many panels ask of a moment is reckoned once, and anew for every other moment."""

from __future__ import annotations

from iss_viewer.situation.air_loss import losing
from iss_viewer.situation.moment import once_a_moment
from iss_viewer.telemetry.status import ModuleStatus
from tests.views.prepared import LENGTH_S, changed, moment_at


def test_it_is_reckoned_once_for_a_moment_and_anew_for_another() -> None:
    asked = []

    @once_a_moment
    def hour(moment) -> float:
        asked.append(moment.time_s)
        return moment.time_s / 3600.0

    first, other = moment_at(3600.0), moment_at(7200.0)
    assert [hour(first), hour(first), hour(other), hour(first)] == [1.0, 1.0, 2.0, 1.0]
    assert asked == [3600.0, 7200.0]


def test_a_moment_with_other_numbers_is_another() -> None:
    leaking = moment_at(LENGTH_S)
    assert [one.module for one in losing(leaking)] == ["SM_PRK"]
    calm = changed(leaking, SM_PRK__status=float(ModuleStatus.NOMINAL))
    assert losing(calm) == ()
    assert [one.module for one in losing(leaking)] == ["SM_PRK"]
