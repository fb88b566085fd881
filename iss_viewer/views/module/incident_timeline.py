"""The archive over the years: a tick for each incident, a click goes to one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from iss_viewer.incidents import Archive, Incident
from iss_viewer.views.shared.widgets import as_tip
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters

_KIND_TONE = {
    "air": "bad",
    "coolant": "closed",
    "alarm": "notice",
    "report": "muted",
    "structure": "notice",
}


class Timeline(QWidget):
    """All incidents over the years; those that fit the filters are bright, a click goes to one."""

    chosen = Signal(str)

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._archive: Archive | None = None
        self._bright: set[str] = set()
        letters.give_size(self, "setFixedHeight", 46)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline of incidents")

    def show_archive(self, archive: Archive, bright: set[str]) -> None:
        """Take the incidents and which of them are bright."""
        self._archive, self._bright = archive, bright
        self.update()

    def x_of(self, day: date) -> float:
        """Where a day lies, pixels from the left."""
        assert self._archive is not None
        first = date(self._archive.incidents[0].began.year, 1, 1)
        last = date(self._archive.incidents[-1].began.year + 1, 1, 1)
        return 6 + (day - first).days / max((last - first).days, 1) * (self.width() - 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the years and a tick an incident."""
        if not self._archive:
            return
        painter, palette = QPainter(self), self._context.palette
        painter.fillRect(QRectF(0, 27, self.width(), 1), QColor(palette.border))
        font = self.font()
        font.setPixelSize(letters.px(11))
        painter.setFont(font)
        painter.setPen(QColor(palette.muted))
        years = self._archive.years
        for year in range(years[0] - years[0] % 5 + 5, years[-1] + 2, 5):
            x = self.x_of(date(year, 1, 1))
            painter.drawText(QRectF(x - 20, 30, 40, 15), Qt.AlignmentFlag.AlignHCenter, str(year))
        for incident in self._archive:
            is_bright = incident.id in self._bright
            tone = palette.tone(_KIND_TONE[incident.kind]) if is_bright else palette.border
            high = 22 if is_bright else 10
            painter.fillRect(
                QRectF(self.x_of(incident.began) - 1.5, 27 - high, 3, high), QColor(tone)
            )

    def _at(self, x: float) -> Incident | None:
        near = [i for i in self._archive or () if abs(self.x_of(i.began) - x) < 6]
        return min(
            near,
            key=lambda i: (i.id not in self._bright, abs(self.x_of(i.began) - x)),
            default=None,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the incident under the mouse."""
        incident = self._at(event.position().x())
        if incident is not None:
            self.chosen.emit(incident.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which incident is under the mouse."""
        incident = self._at(event.position().x())
        said = f"{incident.date_text}  {incident.title}" if incident else ""
        QToolTip.showText(event.globalPosition().toPoint(), as_tip(said), self)
