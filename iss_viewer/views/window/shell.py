"""What is painted before the window is loaded: its frame, where it will stand, and what is being prepared.

Nothing but Qt is imported for it, so that somebody who starts the program sees at once that it starts.
"""

from __future__ import annotations

import time

from PySide6.QtCore import (
    QByteArray,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QMainWindow

from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.style import theme

MOST_OF_USE = QSize(1920, 1200)
LEAST_ROOM = QSize(1280, 680)  # points that hold the whole window
#: how long a desktop that shows no window is waited for, s
_WAIT_S = 0.5


class Shell(QMainWindow):
    """Stands where the window of the last time stood, in its colours, until that is painted."""

    def __init__(self, settings: WindowSettings) -> None:
        super().__init__()
        self.is_painted = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("ISS Viewer")
        palette = theme.PALETTES.get(settings.text("theme"), theme.DARK)
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Window, QColor(palette.window))
        colours.setColor(QPalette.ColorRole.WindowText, QColor(palette.muted))
        self.setPalette(colours)
        words = QLabel("ISS Viewer is starting: the window is being prepared.")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCentralWidget(words)
        geometry = settings.state("window/geometry")
        if geometry is None or not self.restoreGeometry(QByteArray(geometry)):
            fill_screen(self)

    def paint_now(self) -> None:
        """Show it, and wait until it is seen."""
        self.show()
        end_s = time.monotonic() + _WAIT_S
        while not self.is_painted and time.monotonic() < end_s:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def give_way(self, window: QMainWindow) -> None:
        """Close once another window is painted where this one stands now, wherever that was moved."""
        window.restoreGeometry(self.saveGeometry())
        window.installEventFilter(self)

    def event(self, event: QEvent) -> bool:
        """Note that it was painted."""
        self.is_painted = self.is_painted or event.type() is QEvent.Type.Paint
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The other window is painted: leave."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.close)
        return super().eventFilter(watched, event)


def fit_screen(window: QMainWindow) -> None:
    """Make the window no larger than the screen has room for, frame and title bar included."""
    room, framed, inner = window.screen().availableGeometry(), window.frameGeometry(), window.size()
    wide = min(inner.width(), room.width() - (framed.width() - inner.width()))
    high = min(inner.height(), room.height() - (framed.height() - inner.height()))
    if (wide, high) != inner.toTuple():
        window.resize(wide, high)
        window.move(room.topLeft())


def share_that_fits(room: QSize) -> float:
    """By which share the scale must be, so that a screen of this size, in points, holds the whole window; at most 1."""
    return min(room.width() / LEAST_ROOM.width(), room.height() / LEAST_ROOM.height(), 1.0)


def fill_screen(window: QMainWindow) -> None:
    """Give a window that was never arranged the whole screen, as far as it is of use."""
    window.resize(window.screen().availableGeometry().size().boundedTo(MOST_OF_USE))
