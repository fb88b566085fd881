"""Every control of the window and of its dialogs has a name, and is reached and pressed by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenuBar,
    QTextEdit,
    QWidget,
)

from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.commands import Act
from iss_viewer.views.operator.advice_panel import ChanceBars
from iss_viewer.views.shared import hatch_commands
from iss_viewer.views.window.workspaces import WORKSPACES
from tests.views import prepared
from tests.views.window.made_dialogs import made_dialogs

_CONTROLS = (
    QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractItemView, QTextEdit, ChanceBars,
)  # fmt: skip


def controls(window: QWidget) -> list[QWidget]:
    """What a person acts on; the inner parts of one of them, and menus, are not."""
    found = [w for w in window.findChildren(QWidget) if isinstance(w, _CONTROLS)]
    return [w for w in found if not is_inner(w)]


def is_inner(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(
            parent,
            QMenuBar | QComboBox | QAbstractSpinBox | QLineEdit | QHeaderView | QAbstractItemView,
        ):
            return True
        parent = parent.parentWidget()
    is_popup = parent is not None and bool(
        parent.windowFlags() & Qt.WindowType.Popup == Qt.WindowType.Popup
    )
    return isinstance(widget, QHeaderView) or widget.objectName().startswith("qt_") or is_popup


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def words_of(widget: QWidget) -> str:
    return f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"


def test_every_control_has_a_name_for_screen_readers(opened):
    window = opened.window
    window.context.selection.choose("SM_PRK")
    unnamed = [
        words_of(w)
        for page in (window, *made_dialogs(window))
        for w in controls(page)
        if not name_of(w)
    ]
    assert sorted(set(unnamed)) == []


def reached_by_tab(window, qtbot) -> set[QWidget]:
    window.activateWindow()
    window.setFocus()
    order: list[QWidget] = []
    while len(order) < 400:
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or now in order[:1]:
            break
        order.append(now)
    return set(order)


@pytest.mark.parametrize(
    ("workspace", "module"),
    [(WORKSPACES[0], ""), (WORKSPACES[0], "SM_PRK"), *((one, "") for one in WORKSPACES[1:])],
    ids=lambda one: getattr(one, "name", one),
)
def test_every_control_that_can_be_used_now_has_a_name_and_is_reached_by_tab(
    opened, qtbot, workspace, module
):
    window = opened.window
    window.workspaces.go_to(workspace)
    window.context.selection.choose(module)
    opened.tick(4)
    QCoreApplication.sendPostedEvents()
    seen = reached_by_tab(window, qtbot)
    assert len(seen) > 20
    usable = [
        w
        for w in controls(window)
        if w.isVisible() and w.isEnabled() and not w.visibleRegion().isEmpty()
    ]
    assert [f"{name_of(w)} ({words_of(w)})" for w in usable if w not in seen] == []
    assert [words_of(w) for w in usable if not name_of(w)] == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_hatch_is_moved_by_a_key_on_its_button(opened, qtbot, monkeypatch, key):
    window = opened.window
    monkeypatch.setattr(hatch_commands, "confirm", lambda *_: True)
    window.context.selection.choose("NODE1")
    window.activateWindow()
    row = next(r for r in window.panels.module.now.rows if r.hatch.id == "H04")
    row.mover.setFocus()
    qtbot.keyClick(row.mover, key)
    moves = [
        o.action
        for o in opened.link.posted
        if isinstance(o, Act) and isinstance(o.action, MoveHatch)
    ]
    assert moves == [MoveHatch("H04", False)]
    assert name_of(row.mover) == "Close, hatch to Zarya"


def test_places_of_the_leak_are_walked_by_arrows_and_copied_as_rows(opened, qtbot):
    window = opened.window
    bars = window.panels.advice.bars
    bars.setFocus()
    qtbot.keyClick(bars, Qt.Key.Key_Down)
    assert window.context.selection.module == bars.candidates[0].module
    qtbot.keyClick(bars, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert len(rows) == len(bars.candidates)
    assert rows[0] == ["PrK", "95 %"]


def test_the_legend_is_copied_as_rows(opened, qtbot):
    plots = opened.window.panels.plots
    plots.bar.traces.setCurrentText("Gauges")
    legend = plots.legend
    qtbot.keyClick(legend, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert len(rows) == len(prepared.station().modules)
    assert rows[0][0] == "PrK"
    assert rows[0][2] == "Leaking"
