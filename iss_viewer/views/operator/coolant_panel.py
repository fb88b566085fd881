"""Coolant loops: what each holds, its pressure and temperature; a line that is chosen selects what it cools."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from iss_viewer.situation.coolant_now import loops_now
from iss_viewer.situation.moment import Moment
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import as_tip, column, label, named
from iss_viewer.views.shared.window_context import WindowContext

_COLUMNS = ("Loop", "Status", "Pressure", "Inventory", "Temp.")
_NONE = "The station file names no coolant loop."
_MODULE = Qt.ItemDataRole.UserRole


class CoolantPanel(QWidget):
    """A line for each loop, those that lose coolant first."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._drawn = context, LastDrawn()
        self.none = label(_NONE, "muted", wraps=True)
        self.tree = named(QTreeWidget(), "Coolant loops")
        self.tree.setColumnCount(len(_COLUMNS))
        self.tree.setHeaderLabels(_COLUMNS)
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        head = self.tree.header()
        head.setStretchLastSection(False)
        for place in range(len(_COLUMNS)):
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.tree.itemClicked.connect(self._choose)
        self.tree.itemActivated.connect(self._choose)
        self.setLayout(column(self.none, self.tree, spacing=6))
        context.looks_changed.connect(self._drawn.forget)

    def show_moment(self, moment: Moment) -> None:
        """All loops at an instant."""
        loops = loops_now(moment, self._context.units)
        if not self._drawn.is_new(loops, self._context.palette.name):
            return
        self.none.setVisible(not loops)
        self.tree.setVisible(bool(loops))
        self.tree.clear()
        for one in loops:
            words = (one.name, one.status, one.pressure, one.inventory, one.temperature)
            line = QTreeWidgetItem(list(words))
            line.setData(0, _MODULE, one.module)
            for place, said in enumerate(words):
                line.setToolTip(place, as_tip(said))
            if one.tone:
                line.setForeground(1, QBrush(QColor(self._context.palette.tone(one.tone))))
            self.tree.addTopLevelItem(line)

    def _choose(self, line: QTreeWidgetItem) -> None:
        self._context.selection.choose(str(line.data(0, _MODULE)))
