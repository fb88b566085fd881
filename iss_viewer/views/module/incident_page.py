"""What really happened: the archive of incidents, for the selected module or for all, with a timeline."""

from __future__ import annotations

from datetime import date
from html import escape

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QTextBrowser, QToolTip, QWidget

from iss_viewer.datafile import FileMistakes
from iss_viewer.incidents import Archive, Incident, Position, Reading, read_incidents
from iss_viewer.situation.moment import Moment
from iss_viewer.station import Module
from iss_viewer.units import UnitSystem, figure, from_si
from iss_viewer.views.shared.widgets import column, label, narrow, row
from iss_viewer.views.shared.window_context import Desk
from iss_viewer.views.style.theme import Palette, set_role

_KINDS = (("All kinds", None), ("Air", "air"), ("Coolant", "coolant"), ("False alarms", "alarm"),
          ("Reports", "report"), ("Structure", "structure"))  # fmt: skip
_KIND_TONE = {
    "air": "bad",
    "coolant": "info",
    "alarm": "notice",
    "report": "muted",
    "structure": "warn",
}


class ArchivePage(QWidget):
    """Filters on top, the timeline, then the incidents as one readable page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._archive: Archive | None = None
        self._trouble = ""
        self._shown: tuple[object, ...] = ()
        self._build_layout()
        desk.incident_asked.connect(self.go_to)

    def _build_layout(self) -> None:
        self.where, self.kind, self.agency = QComboBox(), QComboBox(), QComboBox()
        self.where.addItems(["This module", "All modules"])
        self.kind.addItems([name for name, _ in _KINDS])
        self.agency.addItems(["Both agencies", "Roscosmos", "NASA"])
        self.year, self.search = QComboBox(), QLineEdit()
        self.year.addItem("All years")
        self.search.setPlaceholderText("Search the archive")
        self.search.setClearButtonEnabled(True)
        self.count = label("", "muted")
        self.timeline = Timeline(self._desk)
        self.page = QTextBrowser()
        set_role(self.page, "page")
        self.page.setOpenLinks(False)
        self.page.anchorClicked.connect(self._follow)
        self.timeline.chosen.connect(self.go_to)
        for box in (self.where, self.kind, self.agency, self.year):
            box.currentIndexChanged.connect(lambda _: self._refresh())
            narrow(box)
        self.search.textChanged.connect(lambda _: self._refresh())
        layout = column(
            row(self.where, self.kind, spacing=5), row(self.agency, self.year, spacing=5),
            self.search, self.timeline, self.count, self.page, spacing=5,
        )  # fmt: skip
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setStretch(5, 1)
        self.setLayout(layout)

    def archive(self) -> Archive:
        """All incidents, read when first asked for."""
        if self._archive is None:
            try:
                self._archive = read_incidents()
            except FileMistakes as mistakes:
                self._archive, self._trouble = Archive(()), str(mistakes)
            self.year.addItems([str(year) for year in reversed(self._archive.years)])
        return self._archive

    def found(self) -> Archive:
        """The incidents that fit the filters."""
        archive = self.archive()
        module = self._module()
        if self.where.currentIndex() == 0 and module is not None:
            archive = archive.of(module.id, self._vehicle_type(module))
        year = self.year.currentText()
        return archive.filter(
            year=int(year) if year.isdigit() else None,
            kind=_KINDS[self.kind.currentIndex()][1],  # type: ignore[arg-type]
            agency=self.agency.currentText() if self.agency.currentIndex() else "",
            text=self.search.text(),
        )

    def _module(self) -> Module | None:
        chosen = self._desk.selection.module
        return self._desk.run.station.module(chosen) if chosen and self._desk.run else None

    def _vehicle_type(self, module: Module) -> str:
        assert self._desk.run is not None
        docked = self._desk.run.station.docked
        return next((ship.type for ship in docked if ship.id == module.id), "")

    def show_moment(self, moment: Moment) -> None:
        """The archive does not change with time; only with the selection, units and theme."""
        self._refresh()

    def _refresh(self) -> None:
        found = self.found()
        wanted = (
            tuple(incident.id for incident in found), self._desk.units, self._desk.palette.name,
        )  # fmt: skip
        if wanted == self._shown:
            return
        self._shown = wanted
        self.timeline.show_archive(self.archive(), {incident.id for incident in found})
        self.count.setText(f"{len(found)} of {len(self.archive())} incidents")
        self.page.setHtml(self._html(found))

    def _html(self, found: Archive) -> str:
        if self._trouble:
            return f"<p>The archive could not be read.</p><pre>{escape(self._trouble)}</pre>"
        palette, units = self._desk.palette, self._desk.units
        parts = [incident_html(i, palette, units) for i in reversed(found.incidents)]
        return "<hr>".join(parts) or "<p>Nothing is on file here.</p>"

    def go_to(self, incident: str) -> None:
        """Scroll to an incident; the filters open if they hide it."""
        if all(incident != one.id for one in self.found()):
            self.where.setCurrentIndex(1)
            self.kind.setCurrentIndex(0)
            self.agency.setCurrentIndex(0)
            self.year.setCurrentIndex(0)
            self.search.clear()
        self._refresh()
        self.page.scrollToAnchor(incident)

    def _follow(self, url: QUrl) -> None:
        if url.scheme() == "play":
            self._desk.scenario_asked.emit(url.path())


def incident_html(incident: Incident, palette: Palette, units: UnitSystem) -> str:
    """One incident as a part of a page: the two agencies side by side, figures, sources."""
    muted = f'style="color:{palette.muted}"'
    said = [
        f'<a name="{incident.id}"></a><p><span {muted}>{escape(incident.date_text)} · '
        f'{escape(incident.place)}</span><br><b style="font-size:14px">{escape(incident.title)}</b></p>',
        f"<p>{escape(incident.summary)}</p>",
    ]
    if incident.action:
        said.append(f"<p><b>What was done</b><br>{escape(incident.action)}</p>")
    if incident.readings:
        rows = "".join(_reading_row(reading, units, muted) for reading in incident.readings)
        said.append(f'<table width="100%" cellpadding="2">{rows}</table>')
    said.append(_sides(incident, palette))
    if incident.differ:
        said.append(
            f'<p><b style="color:{palette.warn}">Where they differ</b><br>{escape(incident.differ)}</p>'
        )
    if incident.claimed_cause:
        said.append(f"<p><b>Claimed cause</b><br>{escape(incident.claimed_cause)}</p>")
    if incident.not_found:
        said.append(f"<p {muted}><b>Not found</b><br>{escape(incident.not_found)}</p>")
    if incident.scenario:
        link = f'<a style="color:{palette.accent}" href="play:{escape(incident.scenario)}">'
        said.append(f"<p>{link}<b>Play this incident</b></a></p>")
    sources = "<br>".join(
        f"[{escape(key)}] {escape(value)}" for key, value in incident.sources.items()
    )
    said.append(f"<p {muted}>Confidence: {incident.confidence}<br>{sources}</p>")
    return "".join(said)


def _reading_row(reading: Reading, units: UnitSystem, muted: str) -> str:
    converted = ""
    unit = {"pressure": units.pressure, "pressure_rate": units.pressure_rate,
            "mass_rate": units.mass_rate}.get(reading.quantity)  # fmt: skip
    if unit and f" {unit}" not in reading.value:
        low, high = (
            from_si(x, unit, reading.quantity) for x in (reading.value_si, reading.high_si)
        )
        said = figure(low) if low == high else f"{figure(low)} to {figure(high)}"
        converted = f" <span {muted}>≈ {said} {unit}</span>"
    note = f"<br><span {muted}>{escape(reading.note)}</span>" if reading.note else ""
    return (
        f"<tr><td {muted}>{escape(reading.what)}<br>{escape(reading.when)}</td>"
        f"<td><b>{escape(reading.text)}</b>{converted} <span {muted}>[{escape(reading.source)}]</span>{note}</td></tr>"
    )


def _sides(incident: Incident, palette: Palette) -> str:
    """What each agency said, side by side; plainly told where nothing was found."""

    def side(name: str, position: Position | None) -> str:
        head = f'<b style="color:{palette.accent}">{name}</b><br>'
        if position is None:
            return f'<td width="50%" valign="top">{head}<span style="color:{palette.muted}">nothing was found</span></td>'
        parts = [escape(text) for text in (position.statement, position.position) if text]
        source = f' <span style="color:{palette.muted}">[{escape(position.source)}]</span>'
        return f'<td width="50%" valign="top">{head}{"<br><br>".join(parts)}{source}</td>'

    if incident.roscosmos is None and incident.nasa is None:
        return ""
    cells = side("Roscosmos", incident.roscosmos) + side("NASA", incident.nasa)
    return f'<table width="100%" cellspacing="0" cellpadding="4" bgcolor="{palette.field}"><tr>{cells}</tr></table>'


class Timeline(QWidget):
    """All incidents over the years; those that fit the filters are bright, a click goes to one."""

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._archive: Archive | None = None
        self._bright: set[str] = set()
        self.setFixedHeight(46)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline of incidents")

    def show_archive(self, archive: Archive, bright: set[str]) -> None:
        """Take the incidents and which of them are bright."""
        self._archive, self._bright = archive, bright
        self.update()

    def _x(self, day: date) -> float:
        assert self._archive is not None
        first = date(self._archive.incidents[0].began.year, 1, 1)
        last = date(self._archive.incidents[-1].began.year + 1, 1, 1)
        return 6 + (day - first).days / max((last - first).days, 1) * (self.width() - 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the years and a tick an incident."""
        if not self._archive:
            return
        painter, palette = QPainter(self), self._desk.palette
        painter.fillRect(QRectF(0, 27, self.width(), 1), QColor(palette.border))
        font = self.font()
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(palette.muted))
        years = self._archive.years
        for year in range(years[0] - years[0] % 5 + 5, years[-1] + 2, 5):
            x = self._x(date(year, 1, 1))
            painter.drawText(QRectF(x - 20, 30, 40, 15), Qt.AlignmentFlag.AlignHCenter, str(year))
        for incident in self._archive:
            is_bright = incident.id in self._bright
            tone = palette.tone(_KIND_TONE[incident.kind]) if is_bright else palette.border
            high = 22 if is_bright else 10
            painter.fillRect(
                QRectF(self._x(incident.began) - 1.5, 27 - high, 3, high), QColor(tone)
            )

    def _at(self, x: float) -> Incident | None:
        near = [i for i in self._archive or () if abs(self._x(i.began) - x) < 6]
        return min(
            near, key=lambda i: (i.id not in self._bright, abs(self._x(i.began) - x)), default=None
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
        QToolTip.showText(event.globalPosition().toPoint(), said, self)
