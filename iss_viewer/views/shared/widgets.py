"""Small building blocks that every panel is made of: headings, badges, rows, buttons, panels."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from iss_viewer.views.style import icons, letters
from iss_viewer.views.style.theme import Palette, set_role, set_tone

Item = QWidget | QLayout | int | None
_Box = TypeVar("_Box", bound=QBoxLayout)


def label(text: str = "", role: str = "", tone: str = "", wraps: bool = False) -> QLabel:
    """A text; plain, so that nothing read from a file is taken for markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if role:
        set_role(made, role)
    if tone:
        set_tone(made, tone)
    return made


def as_tip(text: str) -> str:
    """A text as a tool tip shows it letter by letter: what somebody typed is never taken for markup."""
    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if "<" in text else text


class Fitted(QLabel):
    """As much of a text as there is room for, cut between sentences or words; all as a tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self._sentences: tuple[str, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        letters.give_size(self, "setMinimumHeight", 30)
        set_role(self, "muted")

    def set_text(self, *sentences: str) -> None:
        """Set what is to be said, the most important first."""
        self._sentences = tuple(sentence for sentence in sentences if sentence)
        self.setToolTip(as_tip("\n".join(self._sentences)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say more where there is more room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for count in range(len(self._sentences), 0, -1):
            text = " ".join(self._sentences[:count])
            if self._fits(text):
                set_text(self, text)
                return
        words = self._sentences[0].split(" ") if self._sentences else []
        while len(words) > 1 and not self._fits(" ".join(words) + " …"):
            words.pop()
        set_text(self, " ".join(words) + " …" if words else "")

    def _fits(self, text: str) -> bool:
        room = self.contentsRect()
        wraps = int(Qt.TextFlag.TextWordWrap)
        needed = self.fontMetrics().boundingRect(0, 0, room.width(), 10_000, wraps, text)
        return needed.height() <= room.height() and needed.width() <= room.width()


class OneLine(QLabel):
    """A line of which as much is shown as there is room for; all as a tool tip."""

    def __init__(self, tone: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if tone:
            set_tone(self, tone)

    def set_text(self, text: str) -> None:
        """Set what is to be said."""
        if text != self._whole:
            self._whole = text
            self.setToolTip(as_tip(text))
            self.setAccessibleName(text)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say more where there is more room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        elided = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        set_text(self, elided)


def heading(text: str) -> QLabel:
    """A heading: small and strong."""
    return label(text, "heading")


def set_text(widget: QLabel, text: str, tone: str | None = None) -> None:
    """Set a label's text and tone, only where they change."""
    if widget.text() != text:
        widget.setText(text)
    if tone is not None:
        set_tone(widget, tone)


def row(*items: Item, spacing: int = 8, margin: int = 0) -> QHBoxLayout:
    """Widgets beside each other; a number is a gap, None takes the room that is left."""
    return _filled(QHBoxLayout(), items, spacing, margin)


def column(*items: Item, spacing: int = 6, margin: int = 0) -> QVBoxLayout:
    """Widgets above each other; a number is a gap, None takes the room that is left."""
    return _filled(QVBoxLayout(), items, spacing, margin)


def _filled(layout: _Box, items: Iterable[Item], spacing: int, margin: int) -> _Box:
    layout.setSpacing(spacing)
    layout.setContentsMargins(margin, margin, margin, margin)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout


def frame(role: str, content: QLayout | None = None) -> QFrame:
    """A framed area: ``panel``, ``card`` or ``line``."""
    made = QFrame()
    set_role(made, role)
    if content is not None:
        made.setLayout(content)
    return made


def button(text: str, on_click: Callable[[], object], tone: str = "", tip: str = "") -> QPushButton:
    """A push button."""
    made = QPushButton(text)
    made.clicked.connect(lambda: on_click())
    made.setToolTip(tip)
    made.setAutoDefault(False)
    if tone:
        set_tone(made, tone)
    return made


class IconButton(QToolButton):
    """A button with a drawn icon; it is re-coloured with the theme."""

    def __init__(self, icon: str, tip: str, on_click: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._icon, self._colour = icon, ""
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setIconSize(QSize(16, 16))
        if on_click is not None:
            self.clicked.connect(lambda: on_click())

    def apply_theme(self, palette: Palette, icon: str = "", tone: str = "text") -> None:
        """Draw the icon (another one, if given) in a tone of a palette."""
        wanted = icon or self._icon
        colour = palette.tone(tone)
        if (wanted, colour) != (self._icon, self._colour):
            self._icon, self._colour = wanted, colour
            self.setIcon(icons.icon(wanted, colour))


def scrolled(content: QWidget) -> QScrollArea:
    """Content that scrolls up and down where it does not fit."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


_Widget = TypeVar("_Widget", bound=QWidget)


def named(widget: _Widget, name: str) -> _Widget:
    """A control with the name by which screen readers call it, where no words stand on it."""
    widget.setAccessibleName(name)
    return widget


def press_by_enter(event: QKeyEvent) -> bool:
    """Press the button that has the focus where Enter was hit, as Space does; whether it was."""
    focused = QApplication.focusWidget()
    is_hit = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if is_hit and isinstance(focused, QAbstractButton):
        focused.click()
        return True
    return False


def narrow(widget: QWidget) -> QWidget:
    """Let a widget shrink as far as the window asks for."""
    policy = widget.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    widget.setSizePolicy(policy)
    return widget


def clear(layout: QLayout) -> None:
    """Remove and delete all that a layout holds."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
