"""Crew and ships: who is where, whose ship has how many seats, and whether the way there is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from iss_viewer.situation.moment import Moment
from iss_viewer.situation.ways_home import (
    Ship,
    WayHome,
    crew_sentence,
    place_text,
    seats_text,
    ship_mark,
    ship_text,
    ships,
    way_mark,
    way_text,
    ways_home,
)
from iss_viewer.views.shared.broken_lines import BrokenLines
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import as_tip, column, label, named, set_text
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters

_COLUMNS = ("Who", "Where", "Way")
_NOBODY = "The station file names nobody aboard: a [[crew]] table in it tells who is, and which ship is theirs."
_ROW_PX = 16
_MODULE = Qt.ItemDataRole.UserRole


class CrewPanel(QWidget):
    """A tree of ships with those who go home in them; a line that is chosen selects its module."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._drawn = context, LastDrawn()
        self.sentence = label("", wraps=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.tree = named(QTreeWidget(), "Crew and ships")
        self.tree.setColumnCount(len(_COLUMNS))
        self.tree.setHeaderLabels(_COLUMNS)
        self.tree.setIndentation(10)
        self.tree.setItemDelegateForColumn(0, BrokenLines(self.tree, letters.px(_ROW_PX)))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        head = self.tree.header()
        head.setStretchLastSection(False)
        for place in range(len(_COLUMNS)):
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.itemClicked.connect(self._choose)
        self.tree.itemActivated.connect(self._choose)
        self.setLayout(column(self.sentence, self.tree, spacing=6))
        context.looks_changed.connect(self._drawn.forget)

    def show_moment(self, moment: Moment) -> None:
        """Everybody and every ship at an instant."""
        told = tuple((ship, ship_mark(ship), seats_text(ship)) for ship in ships(moment))
        without = tuple(one for one in ways_home(moment) if one.ship is None)
        if not self._drawn.is_new(repr(told), repr(without), self._context.palette.name):
            return
        is_told = bool(told or without)
        self.tree.setVisible(is_told)
        words, tone = crew_sentence(moment) if is_told else (_NOBODY, "muted")
        set_text(self.sentence, words, tone)
        self._fill(moment, told, without)

    def _fill(
        self,
        moment: Moment,
        told: tuple[tuple[Ship, str, str], ...],
        without: tuple[WayHome, ...],
    ) -> None:
        at = self.tree.currentItem()
        chosen = at.text(0) if at is not None else ""
        self.tree.clear()
        for ship, way, seats in told:
            top = self._line((ship.module.name, seats, way), ship.module.id, bool(ship.parted))
            top.setToolTip(2, as_tip(ship_text(ship)))
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            self.tree.addTopLevelItem(top)
            for one in ship.ways:
                top.addChild(self._person(moment, one))
            top.setExpanded(True)
        for one in without:
            self.tree.addTopLevelItem(self._person(moment, one))
        found = self.tree.findItems(chosen, Qt.MatchFlag.MatchRecursive) if chosen else []
        if found:
            self.tree.setCurrentItem(found[0])

    def _person(self, moment: Moment, one: WayHome) -> QTreeWidgetItem:
        words = one.person.name, place_text(moment, one), way_mark(one)
        line = self._line(words, one.module, not one.is_open)
        line.setToolTip(0, as_tip(f"{one.person.name}, {one.person.agency}"))
        line.setToolTip(2, as_tip(way_text(moment, one)))
        return line

    def _line(self, words: tuple[str, ...], module: str, is_parted: bool) -> QTreeWidgetItem:
        line, palette = QTreeWidgetItem(list(words)), self._context.palette
        line.setData(0, _MODULE, module)
        for place, said in enumerate(words):
            line.setToolTip(place, as_tip(said))
        line.setForeground(2, QBrush(QColor(palette.bad if is_parted else palette.good)))
        return line

    def _choose(self, line: QTreeWidgetItem) -> None:
        module = line.data(0, _MODULE)
        if module:
            self._context.selection.choose(str(module))
