"""Controls keep their usual keys, panels their places, and what was asked is given back."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog

from iss_viewer.link.link import Pace
from iss_viewer.telemetry.commands import Acknowledge, Freeze
from iss_viewer.views.shared.dialogs import is_accepted
from iss_viewer.views.window.shell import LEAST_ROOM, share_that_fits
from iss_viewer.views.window.shortcuts import ShortcutSheet
from tests.views import prepared
from tests.views.conftest import PreparedConnector


def test_space_presses_the_control_that_has_the_focus_and_not_the_run(opened, qtbot):
    window = opened.window
    window.activateWindow()
    box = window.panels.alarms.silent
    box.setFocus()
    before, was_checked = list(opened.link.posted), box.isChecked()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked() is not was_checked
    assert opened.link.posted == before


def test_space_freezes_the_run_where_no_control_wants_it(opened, qtbot):
    window = opened.window
    window.activateWindow()
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert any(isinstance(order, Freeze) for order in opened.link.posted)


@pytest.mark.parametrize("table", ["alarms", "legend"])
def test_tab_leaves_a_table(opened, qtbot, table):
    panels = opened.window.panels
    view = panels.alarms.view if table == "alarms" else panels.plots.legend
    opened.window.activateWindow()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not view


def test_chosen_alarms_are_copied_as_whole_rows(opened, qtbot):
    view = opened.window.panels.alarms.view
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert [row[1] for row in rows] == ["Warning", "Advisory"]
    assert {len(row) for row in rows} == {view.model().columnCount()}


def test_the_standard_layout_takes_back_what_was_dragged_away(opened):
    window, docks = opened.window, opened.window.panels.docks
    area = window.dockWidgetArea(docks["knowing"])
    window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, docks["knowing"])
    docks["module"].setFloating(True)
    docks["alarms"].close()
    window.workspaces.restore()
    assert window.dockWidgetArea(docks["knowing"]) is area
    assert not docks["module"].isFloating()
    assert docks["alarms"].isVisibleTo(window)


def test_a_plot_is_not_zoomed_beyond_the_run(opened):
    plots = opened.window.panels.plots
    canvas = plots.canvas
    at = QPointF(canvas.width() / 2, canvas.height() / 3)
    for _ in range(150):
        event = QWheelEvent(
            at, canvas.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QCoreApplication.sendEvent(canvas.viewport(), event)
    left, right = plots.stretch.now()
    assert right - left <= 3 * prepared.LENGTH_S + 1.0


def test_a_floating_panel_says_which_kind_of_run_it_shows(opened):
    window = opened.window
    dock = window.panels.docks["alarms"]
    assert dock.mode.isHidden()
    dock.setFloating(True)
    window.pump.forget_drawn()
    opened.tick(8)
    assert not dock.mode.isHidden()
    assert dock.mode.text() == "SIMULATION"
    opened.link.die()
    opened.tick(12)
    assert dock.mode.text() == "SESSION LOST"


def test_before_the_first_verdict_there_is_no_good_one(opened):
    window = opened.window
    moment = prepared.changed(
        prepared.moment_at(prepared.LENGTH_S), STATION__verdict_crew=float("nan")
    )
    chip = window.top.chips[0]
    chip.show_moment(moment)
    assert chip.accessibleName() == "Crew: not known yet"


def test_a_dialog_is_given_back_once_it_was_answered(opened, monkeypatch):
    window = opened.window
    monkeypatch.setattr(QDialog, "exec", lambda self: 0)
    before = len(window.findChildren(QDialog))
    for _ in range(5):
        is_accepted(ShortcutSheet(window, window.menus.actions))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert len(window.findChildren(QDialog)) == before


def test_the_speed_tells_how_long_drawing_takes_and_how_fresh_the_data_are(opened):
    assert "A drawing takes" in opened.window.top.speed.toolTip()
    assert "last message" in opened.window.top.speed.toolTip()


def test_a_key_tells_the_same(opened, qtbot):
    window = opened.window
    window.activateWindow()
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_I)
    assert "A drawing takes" in window.notice.said
    assert "lag" in window.notice.said or "slower than asked" in window.notice.said


def test_space_in_a_window_that_has_just_come_up_freezes_the_run_and_answers_no_alarm(
    make_window, qtbot
):
    connector = PreparedConnector()
    window = make_window(connector, scenario="prepared")
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.start()
    window.pump.hold()
    for _ in range(8):  # to some minutes after the alarm
        window.pump.tick()
    assert window.watch.isVisible()
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Space)
    orders = connector.links[-1].posted
    assert any(isinstance(order, Freeze) for order in orders)
    assert not any(isinstance(order, Acknowledge) for order in orders)


def test_the_whole_window_fits_1280_by_680_points_with_every_page_and_a_live_emergency(opened):
    window = opened.window
    window.watch.show()
    window.context.selection.choose("SM_PRK")
    for tab in range(window.panels.module.tabs.count()):
        window.panels.module.tabs.setCurrentIndex(tab)
        QCoreApplication.sendPostedEvents()
        least = window.minimumSizeHint()
        assert least.width() <= LEAST_ROOM.width()
        assert least.height() <= LEAST_ROOM.height()


@pytest.mark.parametrize(("percent", "share"), [(100, 1.0), (125, 1.0), (150, 1.0), (200, 0.75)])
def test_a_screen_of_1920x1080_holds_the_window_at_any_scale_of_the_desktop(percent, share):
    room = QSize(round(1920 / percent * 100), round(1080 / percent * 100))
    assert share_that_fits(room) == share


def test_every_panel_and_the_station_say_that_what_they_show_is_only_known_last(opened):
    window = opened.window
    opened.link.die()
    opened.tick(12)
    assert {dock.mode.text() for dock in window.panels.docks.values()} == {"SESSION LOST"}
    assert not any(dock.mode.isHidden() for dock in window.panels.docks.values())
    assert not window.time_bar.live.isChecked()


def test_a_speed_that_is_none_of_the_list_is_shown_as_it_is(opened):
    window = opened.window
    opened.link.say(Pace(prepared.LENGTH_S, True, 240.0, 240.0))
    opened.tick(6)
    moment = replace(window.context.moment, pace=Pace(prepared.LENGTH_S, True, 240.0, 240.0))
    window.time_bar.show_moment(moment)
    assert (window.time_bar.speed.currentIndex(), window.time_bar.speed.placeholderText()) == (
        -1,
        "240×",
    )
