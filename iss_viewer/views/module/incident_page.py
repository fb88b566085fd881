"""What really happened: the archive of incidents, for the selected module or for all, with a timeline."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QComboBox, QLineEdit, QTextBrowser, QWidget

from iss_viewer.datafile import FileMistakes
from iss_viewer.incidents import Archive, Kind, read_incidents
from iss_viewer.situation.moment import Moment
from iss_viewer.station import Module
from iss_viewer.views.module.incident_html import incident_html
from iss_viewer.views.module.incident_timeline import Timeline
from iss_viewer.views.shared.widgets import column, label, named, narrow, row
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.theme import set_role

_KINDS: tuple[tuple[str, Kind | None], ...] = (
    ("All kinds", None), ("Air", "air"), ("Coolant", "coolant"), ("False alarms", "alarm"),
    ("Reports", "report"), ("Structure", "structure"),
)  # fmt: skip


class ArchivePage(QWidget):
    """Filters on top, the timeline, then the incidents as one readable page."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._archive: Archive | None = None
        self._trouble = ""
        self._shown: tuple[object, ...] = ()
        self._build_layout()
        context.incident_asked.connect(self.go_to)

    def _build_layout(self) -> None:
        self.where, self.kind = named(QComboBox(), "Where"), named(QComboBox(), "Kind of incident")
        self.agency = named(QComboBox(), "Agency")
        self.where.addItems(["This module", "All modules"])
        self.kind.addItems([name for name, _ in _KINDS])
        self.agency.addItems(["Both agencies", "Roscosmos", "NASA"])
        self.year, self.search = (
            named(QComboBox(), "Year"),
            named(QLineEdit(), "Search the archive"),
        )
        self.year.addItem("All years")
        self.search.setPlaceholderText("Search the archive")
        self.search.setClearButtonEnabled(True)
        self.count = label("", "muted")
        self.timeline = Timeline(self._context)
        self.page = named(QTextBrowser(), "Incidents")
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
            kind=_KINDS[self.kind.currentIndex()][1],
            agency=self.agency.currentText() if self.agency.currentIndex() else "",
            text=self.search.text(),
        )

    def _module(self) -> Module | None:
        chosen = self._context.selection.module
        return self._context.run.station.module(chosen) if chosen and self._context.run else None

    def _vehicle_type(self, module: Module) -> str:
        assert self._context.run is not None
        docked = self._context.run.station.docked
        return next((ship.type for ship in docked if ship.id == module.id), "")

    def show_moment(self, moment: Moment) -> None:
        """The archive does not change with time; only with the selection, units and theme."""
        self._refresh()

    def _refresh(self) -> None:
        found = self.found()
        wanted = (
            tuple(incident.id for incident in found), self._context.units, self._context.palette.name,
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
        palette, units = self._context.palette, self._context.units
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
            self._context.scenario_asked.emit(url.path())
