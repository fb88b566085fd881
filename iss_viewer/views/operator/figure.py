"""A number to decide by: its name, its value in large, and what goes with it in small."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from iss_viewer.views.shared.widgets import as_tip, column, heading, label, set_text

#: how other modules are named beside one
_OTHERS = re.compile(r" and (\d+) more$")


class Figure(QFrame):
    """A heading, a big value, and a small line under it."""

    def __init__(self, title: str, tip: str) -> None:
        super().__init__()
        self._name, self._tip, self._detail, self._said = title, tip, "", title
        self.title = heading(title)
        self.value, self.detail = label("—", "figure"), label("", "muted")
        self.setLayout(column(self.title, self.value, self.detail, spacing=0))
        self.setToolTip(tip)
        for part in (self.title, self.value, self.detail):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_text(self, value: str, detail: str = "", tone: str = "") -> None:
        """Set the value, the line under it and the tone."""
        set_text(self.value, value, tone)
        self._detail = detail
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much of the small line as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._fit_in(self.detail, self._detail)
        self._fit_in(self.title, self._said)

    def _fit_in(self, shown: QLabel, said: str) -> None:
        """Say what there is room for, others as a number first; all of it as a tool tip."""
        metrics, wide = shown.fontMetrics(), max(self.width(), 60)
        short = _OTHERS.sub(r" +\1", said)
        text = said if metrics.horizontalAdvance(said) <= wide else short
        set_text(shown, metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide))
        shown.setToolTip(as_tip(said) if shown.text() != said else "")

    def has_room(self, detail: str) -> bool:
        """Whether a line under the value would be read whole."""
        return self.detail.fontMetrics().horizontalAdvance(detail) <= self.width()

    def speak_of(self, place: str, more: str = "", of: str = "") -> None:
        """Name the place that the figure speaks of, and add a line to the tool tip. of: its name there."""
        said = f"{of or self._name} · {place}" if place else self._name
        self._said = said
        self._fit()
        self.setToolTip("\n".join(part for part in (self._tip, more) if part))
