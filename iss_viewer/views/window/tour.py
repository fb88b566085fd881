"""Two minutes for who is new: what stands where in a workspace, and the one thing to try there.

It covers nothing that has to be pressed: a card over the station, a ring round what it speaks of. It offers
itself once for each workspace, and is in the Help menu for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QMainWindow, QWidget

from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.shared.widgets import button, column, label, row, set_text
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role

_WIDTH_PX, _FROM_EDGE_PX, _RING_PX = 380, 12, 3
_SEEN = "tour"


@dataclass(frozen=True)
class Stop:
    """What the tour points at, by its name in the window, and what it says there."""

    target: str
    title: str
    words: str


TOURS: Mapping[str, Sequence[Stop]] = {
    "Operator": (
        Stop("top", "What is believed now", "The sentence says what loses air, how fast and how sure that is. The three verdicts beside it give their reasons on a click."),
        Stop("top", "How long, and what next", "When a warning stands while people breathe air that is lost, this head grows: the time to the first limit in large, and the recommended action with a button (D)."),
        Stop("station", "The station", "Every module has a colour, a shape and a word. Click one to see it; drag to look around; keys 1 to 6 are cameras."),
        Stop("plots", "Pressures", "The wheel zooms in time, a double click follows again. Ctrl+click looks back at that instant."),
        Stop("alarms", "Alarms", "The worst stand first, with what to do about them. A acknowledges what is listed; an emergency shows itself wherever you look."),
        Stop("knowing", "Where it is", "The likeliest places of the leak, the plan step by step, and why another thing is not advised."),
        Stop("time", "Time", "Space freezes, the arrows step, LIVE comes back to now. The marks are alarms and hatches; N goes to the next."),
    ),
    "Trainer": (
        Stop("malfunctions", "What goes wrong", "Malfunctions armed, active and cleared, and what each waits for; fire, hold or clear them here. Beneath, what is expected of the class. Not for their eyes. The next tab opens leaks (L)."),
        Stop("class", "Run of the class", "Freeze with a reason, at a time or at the next event; write as Houston or Moscow; ask, and read their answers."),
        Stop("top", "What the class sees", "Detector, advice and verdicts as the class has them. The truth is on the page that the Review menu opens."),
        Stop("alarms", "What they answer", "Who acknowledged what, and when; every order is kept with the name of who gave it (W)."),
        Stop("time", "Again from here", "Freeze with Space, look back, and take over from any instant to let the class try once more."),
    ),
    "Trainee": (
        Stop("checklist", "The checklist", "Step by step. What is seen is ticked by itself; what only you can know you tick by hand, with your name. Skipping needs a reason."),
        Stop("sheet", "T.res, worked out by you", "Two readings of the gauge with their times give dP/dt and T.res. Nobody corrects it before the debrief."),
        Stop("messages", "Messages and questions", "What the ground writes stays here, and so do the questions that wait for your answer."),
        Stop("station", "The station", "Click a module to see it, and order its hatches. M changes between 3D and the hatch map."),
    ),
    "Reviewer": (
        Stop("module", "A module and its history", "Click a module: how it stands, what it did in this run, and what really happened there, with sources."),
        Stop("time", "The whole run", "Drag along the bar, or go from mark to mark with N and P. Shift+drag plays a range over and over."),
        Stop("plots", "Curves", "What was measured, with the marks of alarms and orders. Export and pictures are in the Review menu."),
        Stop("alarms", "What was announced", "A double click on an alarm looks back at when it was raised."),
    ),
}  # fmt: skip


class Tour(QFrame):
    """The card of the tour, and the ring round what it speaks of.

    targets: what stops point at, by name. settings: where it is kept that it was offered; None: nowhere, and it offers
    itself to nobody.
    """

    def __init__(
        self,
        window: QMainWindow,
        place: QWidget,
        targets: Callable[[str], QWidget | None],
        context: WindowContext,
        settings: WindowSettings | None,
    ) -> None:
        super().__init__(place)
        self._place, self._targets, self._settings = place, targets, settings
        self._stops: Sequence[Stop] = ()
        self._at = 0
        self.ring = Ring(window, context)
        set_role(self, "panel")
        self.setAccessibleName("Tour")
        self.title, self.words = label("", "title", wraps=True), label("", wraps=True)
        self.count = label("", "muted")
        self.on = button("Next", self.go_on, "accent")
        self.stop = button("Not now", self.leave)
        foot = row(self.count, None, self.stop, self.on)
        self.setLayout(column(self.title, self.words, foot, spacing=8, margin=14))
        letters.give_size(self, "setFixedWidth", _WIDTH_PX)
        place.installEventFilter(self)
        self.hide()

    def offer(self, workspace: str) -> None:
        """Offer itself to who is in a workspace for the first time."""
        if self._settings is None or self._settings.text(f"{_SEEN}/{workspace}"):
            return
        self._settings.keep(f"{_SEEN}/{workspace}", "offered")
        self.begin(workspace)
        self._at = -1
        self._show(
            Stop("", f"New as {workspace.lower()}?", "What stands where, in two minutes. It is in the Help menu, too."),
            "Show me",
            "Not now",
        )  # fmt: skip

    def begin(self, workspace: str) -> None:
        """Show the first stop of a workspace whose target is there."""
        self._stops = [
            stop for stop in TOURS.get(workspace, ()) if self._found(stop.target) is not None
        ]
        self._at = -1
        self.go_on()

    def go_on(self) -> None:
        """To the next stop; after the last one the tour is over."""
        self._at += 1
        if self._at >= len(self._stops):
            self.leave()
            return
        is_last = self._at == len(self._stops) - 1
        self._show(self._stops[self._at], "Done" if is_last else "Next", "Leave")

    def give_way(self) -> None:
        """Take the offer back: something is to be looked at that matters more."""
        if self._at < 0:
            self.leave()

    def leave(self) -> None:
        """End the tour."""
        self.hide()
        self.ring.mark(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner, and the ring where its target is."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._settle()
        return False

    def _show(self, stop: Stop, on: str, out: str) -> None:
        set_text(self.title, stop.title)
        set_text(self.words, stop.words)
        set_text(self.count, f"{self._at + 1} of {len(self._stops)}" if stop.target else "")
        self.on.setText(on)
        self.stop.setText(out)
        self.setAccessibleDescription(f"{stop.title}. {stop.words}")
        self.ring.mark(self._found(stop.target))
        self.show()
        self._settle()
        self.raise_()

    def _settle(self) -> None:
        self.adjustSize()
        room = self._place.rect()
        self.move(
            max(room.width() - self.width() - _FROM_EDGE_PX, 0),
            max(room.height() - self.height() - _FROM_EDGE_PX, 0),
        )
        self.ring.follow()

    def _found(self, target: str) -> QWidget | None:
        widget = self._targets(target) if target else None
        return widget if widget is not None and widget.isVisible() else None


class Ring(QWidget):
    """A line round one widget of a window, over everything and in nobody's way."""

    def __init__(self, window: QMainWindow, context: WindowContext) -> None:
        super().__init__(window)
        self._context = context
        self.target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def mark(self, target: QWidget | None) -> None:
        """Go round a widget, or round none."""
        self.target = target
        self.follow()

    def follow(self) -> None:
        """Be where the target is."""
        window = self.window()
        if self.target is None or not self.target.isVisible():
            self.hide()
            return
        corner = self.target.mapTo(window, self.target.rect().topLeft())
        self.setGeometry(QRect(corner, self.target.size()))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._context.palette.accent), _RING_PX))
        inside = self.rect().adjusted(_RING_PX, _RING_PX, -_RING_PX, -_RING_PX)
        painter.drawRoundedRect(inside, 8, 8)
