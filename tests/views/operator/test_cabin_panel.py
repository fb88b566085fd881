"""The panel of the cabin air: grey until abnormal, and it gives way to what matters more."""

from __future__ import annotations

from iss_viewer.situation.cabin_air import cabin_readings
from iss_viewer.units import PA_PER_MMHG, UNIT_SYSTEMS
from iss_viewer.views.operator.cabin_panel import CabinPanel
from tests.views import prepared
from tests.views.conftest import Posted
from tests.views.prepared import changed


def test_only_what_is_abnormal_has_a_tone_and_every_scale_is_read_out(
    qtbot, posted: Posted
) -> None:
    panel = CabinPanel(posted.context)
    qtbot.addWidget(panel)
    moment = posted.show(1800.0)
    panel.show_moment(moment)
    assert {row.value.property("tone") or "" for row in panel.rows} == {""}
    low = {f"{m}__space_pressure_pa": 715.0 * PA_PER_MMHG for m in prepared.station().module_ids}
    moment = changed(moment, **low)
    panel.show_moment(moment)
    assert panel.rows[0].value.property("tone") == "notice"
    words = [one.words for one in cabin_readings(moment, UNIT_SYSTEMS[0])]
    assert [row.accessibleName() for row in panel.rows] == words
    panel.grab()


def test_the_page_of_a_module_comes_before_it_when_the_module_is_chosen(opened) -> None:
    window = opened.window
    window.context.selection.choose("LAB")
    opened.tick(4)
    assert not window.panels.docks["module"].visibleRegion().isEmpty()
    assert window.panels.docks["cabin"].visibleRegion().isEmpty()
