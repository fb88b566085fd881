"""An operator's shift: PrK leaks, the alarm is taken, the hatch is closed, the leak is alone."""

from __future__ import annotations

from PySide6.QtCore import Qt

from iss_viewer.telemetry.status import AlarmState, ModuleStatus
from iss_viewer.views.shared import hatch_commands

HOUR = 360  # samples


def test_an_operator_finds_acknowledges_and_isolates_the_leak(person, monkeypatch):
    person.sit_down("prk-2024")
    person.wait(2)
    assert person.window.top.mode.text() == "SIMULATION"
    assert "PrK" in person.window.windowTitle() or person.window.windowTitle()

    # Within the first minutes the window says by itself what happened and where.
    person.wait(45)
    assert "PrK" in person.sentence
    assert person.moment.status("SM_PRK") in (ModuleStatus.SUSPECTED, ModuleStatus.LEAKING)
    new = [a for a in person.window.panels.alarms.tree.alarms if a.subject == "SM_PRK"]
    assert new

    # A click in the legend selects PrK in all panels.
    legend = person.window.panels.plots.legend
    at = person.window.panels.plots.legend_model.modules.index("SM_PRK")
    box = legend.visualRect(person.window.panels.plots.legend_model.index(at, 0))
    person.click(legend.viewport(), box.center().x(), box.center().y())
    assert person.window.context.selection.module == "SM_PRK"
    assert "PrK" in person.window.panels.module.name.text()
    assert all(alarm.subject == "SM_PRK" for alarm in person.window.panels.alarms.selected())

    # The A key acknowledges what is chosen; the list says who did it.
    chosen = person.window.panels.alarms.selected()[0].id
    person.press(Qt.Key.Key_A)
    person.wait(1)
    taken = person.moment.board.alarms.get(chosen)
    assert taken is None or (taken.state, taken.actor) == (AlarmState.ACKNOWLEDGED, "operator")

    # By the story the crew opens the hatch; the operator closes it from the module's page.
    person.wait(HOUR // 4)
    row = next(r for r in person.window.panels.module.now.rows if r.hatch.id == "H01")
    assert row.state.text() == "open"
    monkeypatch.setattr(hatch_commands, "confirm", lambda *_: True)
    row.mover.click()
    person.wait(1)
    assert row.state.text() == "closed"

    # An hour later PrK has fallen alone, and the sentence says that it is closed off.
    before_pa = person.moment.value("SM_PRK", "pressure_pa")
    rest_pa = person.moment.value("SM_RO", "pressure_pa")
    person.wait(HOUR)
    assert person.moment.value("SM_PRK", "pressure_pa") < before_pa - 100.0
    assert abs(person.moment.value("SM_RO", "pressure_pa") - rest_pa) < 100.0
    assert "closed off" in person.sentence


def test_the_keyboard_is_enough(person):
    person.sit_down("prk-2024")
    person.wait(60)
    person.press(Qt.Key.Key_J)
    assert person.window.panels.alarms.selected()
    person.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    first = person.window.context.selection.module
    person.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert person.window.context.selection.module not in ("", first)
    person.press(Qt.Key.Key_Escape)
    assert person.window.context.selection.module == ""
    units = person.window.context.units
    person.press(Qt.Key.Key_U)
    assert person.window.context.units is not units
    person.press(Qt.Key.Key_Right)
    person.look()
    later_s = person.moment.time_s
    person.press(Qt.Key.Key_Left)
    assert person.moment.time_s == later_s - 10.0
    assert person.window.top.mode.text() == "LOOKING BACK"
    person.press(Qt.Key.Key_Home)
    assert person.window.top.mode.text() == "SIMULATION"
