"""A monkey at the window: does at random what a hand could do, to whatever is in sight, and never closes it."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QDesktopServices, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QWidget

#: what ends the window, or leaves it
_LEFT_ALONE = ("quit", "exit", "close window")
_KEYS = (
    *"abcdefghijklmnoprstuvwxyz123456?.", *(Qt.Key(key) for key in (
        Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up,
        Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_PageUp,
    )),
)  # fmt: skip
_BUTTONS = (Qt.MouseButton.LeftButton,) * 5 + (Qt.MouseButton.RightButton,)
#: steps after which a dialog that is still there is left
_PATIENCE = 60


class Monkey(QObject):
    """Plays with all windows of an application, a step each `pace_ms`."""

    def __init__(self, seed: int, pace_ms: int) -> None:
        super().__init__()
        self._random = random.Random(seed)
        self._log = Path(os.environ.get("SOAK_ACTIONS", os.devnull))
        self._steps_in_dialog = 0
        self._pace_ms = pace_ms
        self._wait()

    def _wait(self) -> None:
        QTimer.singleShot(self._pace_ms, self, self.step)

    def step(self) -> None:
        """Do one thing."""
        self._wait()  # at once: a dialog that it opens has a loop of its own
        place = self._place()
        if place is None:
            return
        self._steps_in_dialog = (
            self._steps_in_dialog + 1 if not isinstance(place, QMainWindow) else 0
        )
        if self._steps_in_dialog > _PATIENCE:
            self._steps_in_dialog = 0
            place.close()
            return
        acts = (self._click, self._press, self._drag, self._wheel, self._double_click, self._choose)
        (act,) = self._random.choices(acts, weights=(50, 18, 8, 10, 5, 9))
        target = self._target(place)
        with self._log.open("a") as log:
            log.write(f"{act.__name__} {type(place).__name__} {type(target).__name__}\n")
        act(target)

    def _place(self) -> QWidget | None:
        """The window that takes what a hand does: a menu, a dialog, or one of those that lie open."""
        in_front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if in_front is not None:
            return in_front
        seen = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.width() > 20]
        mains = [w for w in seen if isinstance(w, QMainWindow)]
        return self._random.choice(mains * 3 + seen) if seen else None

    def _target(self, place: QWidget) -> QWidget:
        parts = [w for w in place.findChildren(QWidget) if w.isVisible() and w.isEnabled()]
        parts = [w for w in parts if not w.visibleRegion().isEmpty()]
        return self._random.choice([place, *parts])

    def _point(self, target: QWidget) -> QPoint:
        inside = target.visibleRegion().boundingRect()
        return inside.topLeft() + QPoint(
            self._random.randrange(max(inside.width(), 1)),
            self._random.randrange(max(inside.height(), 1)),
        )

    def _click(self, target: QWidget) -> None:
        button = self._random.choice(_BUTTONS)
        QTest.mouseClick(target, button, pos=self._point(target))

    def _double_click(self, target: QWidget) -> None:
        QTest.mouseDClick(target, Qt.MouseButton.LeftButton, pos=self._point(target))

    def _drag(self, target: QWidget) -> None:
        QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=self._point(target))
        for _ in range(4):
            QTest.mouseMove(target, self._point(target))
        QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=self._point(target))

    def _wheel(self, target: QWidget) -> None:
        point = QPointF(self._point(target))
        turned = QPoint(0, self._random.choice((-120, 120)))
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(
            target,
            QWheelEvent(
                point, QPointF(target.mapToGlobal(point)), QPoint(), turned, Qt.MouseButton.NoButton, none,
                Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip

    def _press(self, target: QWidget) -> None:
        key = self._random.choice(_KEYS)
        shift = Qt.KeyboardModifier.ShiftModifier
        held = self._random.choice((Qt.KeyboardModifier.NoModifier,) * 4 + (shift,))
        QTest.keyClick(QApplication.focusWidget() or target, key, held)

    def _choose(self, target: QWidget) -> None:
        """An entry of a menu, or in a dialog its way out."""
        window = target.window()
        if not isinstance(window, QMainWindow):
            if self._random.random() < 0.5:
                QTest.keyClick(window, Qt.Key.Key_Escape)
            return
        entries = [
            a for a in window.menuBar().findChildren(QAction) if a.isEnabled() and a.menu() is None
        ]
        names = [(entry, entry.text().replace("&", "").lower()) for entry in entries]
        allowed = [entry for entry, name in names if name and not name.startswith(_LEFT_ALONE)]
        if allowed:
            self._random.choice(allowed).trigger()


def play(scenario: str, speed: float, seed: int, pace_ms: int) -> None:
    """Open the real window on a scenario, and let the monkey at it until the process is ended."""
    from iss_viewer.app.opening.requests import ScenarioRequest
    from iss_viewer.app.window import open_window
    from iss_viewer.views.window import main_window

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QDesktopServices.openUrl = lambda url: True  # what a page opens is another program's
    QFileDialog.getOpenFileName = lambda *_, **__: ("", "")
    QFileDialog.getOpenFileNames = lambda *_, **__: ([], "")
    QFileDialog.getSaveFileName = lambda *_, **__: (str(Path.cwd() / "saved"), "")
    shown = main_window.MainWindow.showEvent
    monkeys: list[Monkey] = []

    def begin(window: QMainWindow, event: object) -> None:
        shown(window, event)
        if not monkeys:
            monkeys.append(Monkey(seed, pace_ms))

    main_window.MainWindow.showEvent = begin
    sys.exit(open_window(ScenarioRequest(scenario, speed=speed)))
