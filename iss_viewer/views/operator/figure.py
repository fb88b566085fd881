"""A number to decide by: its name, its value in large, and what goes with it in small."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from iss_viewer.views.shared.widgets import as_tip, column, heading, label, set_text


class Figure(QFrame):
    """A heading, a big value, and a small line under it."""

    def __init__(self, title: str, tip: str) -> None:
        super().__init__()
        self._name, self._tip, self._detail = title, tip, ""
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
        metrics, wide = self.detail.fontMetrics(), max(self.width(), 60)
        elide = Qt.TextElideMode.ElideRight
        set_text(self.detail, metrics.elidedText(self._detail, elide, wide))
        self.detail.setToolTip(as_tip(self._detail) if self.detail.text() != self._detail else "")

    def has_room(self, detail: str) -> bool:
        """Whether a line under the value would be read whole."""
        return self.detail.fontMetrics().horizontalAdvance(detail) <= self.width()

    def speak_of(self, place: str, more: str = "", of: str = "") -> None:
        """Name the place that the figure speaks of, and add a line to the tool tip. of: its name there."""
        said = f"{of or self._name} · {place}" if place else self._name
        set_text(self.title, said)
        self.setToolTip("\n".join(part for part in (self._tip, more) if part))
