"""The legend of the plots: names, values at the crosshair (or now), and which traces are drawn."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.situation.moment import short_name
from iss_viewer.situation.words.status import CONDITION_WORDS
from iss_viewer.station import Station
from iss_viewer.views.shared.widgets import as_tip
from iss_viewer.views.style import icons, letters
from iss_viewer.views.style.status_style import CONDITION_STYLES
from iss_viewer.views.style.theme import DARK, SMALL_PX, Palette, set_role

Index = QModelIndex | QPersistentModelIndex


class LegendModel(QAbstractTableModel):
    """A row a module: a tick, its name, its value."""

    toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.modules: tuple[str, ...] = ()  # of each row, the module that its trace is named by
        self.hidden: set[str] = set()
        self._names: tuple[str, ...] = ()
        self._values: tuple[str, ...] = ()
        self._conditions: tuple[ModuleCondition, ...] = ()
        self._silences: tuple[str, ...] = ()
        self.palette: Palette = DARK
        self.selected = ""

    def open(self, station: Station) -> None:
        """List the modules of a station."""
        self.beginResetModel()
        self.modules = station.module_ids
        self._names = tuple(short_name(module) for module in station.modules)
        self._values = ("",) * len(self.modules)
        self._conditions = (ModuleCondition.NOMINAL,) * len(self.modules)
        self._silences = ("",) * len(self.modules)
        self.hidden &= set(self.modules)
        self.endResetModel()

    def list_rows(self, modules: tuple[str, ...], names: tuple[str, ...]) -> None:
        """List other traces than those of all modules, each by the module that stands for it."""
        if (modules, names) == (self.modules, self._names):
            return
        self.beginResetModel()
        self.modules, self._names = modules, names
        self._values = ("",) * len(modules)
        self._conditions = (ModuleCondition.NOMINAL,) * len(modules)
        self._silences = ("",) * len(modules)
        self.endResetModel()

    @property
    def is_isolated(self) -> bool:
        """Whether only one of the traces is shown."""
        return len(set(self.modules) - self.hidden) == 1 < len(self.modules)

    def is_shown(self, module: str) -> bool:
        """Whether a trace is drawn; also one without a row, of air that is no more."""
        return module not in self.hidden and (module in self.modules or not self.is_isolated)

    def isolate(self, module: str) -> None:
        """Show one trace alone; once more: all of them again."""
        is_alone = set(self.modules) - self.hidden == {module}
        self.show_only(set() if is_alone else {module})

    def show_values(
        self,
        values: tuple[str, ...],
        conditions: tuple[ModuleCondition, ...],
        silences: tuple[str, ...],
        selected: str,
    ) -> None:
        """Set the values, how the modules stand and for how long each has been silent (empty: it is not), a row each."""
        before = self._values, self._conditions, self._silences, self.selected
        if (values, conditions, silences, selected) != before:
            self._values, self._conditions, self._silences = values, conditions, silences
            self.selected = selected
            self.refresh()

    def refresh(self) -> None:
        """Draw all rows anew."""
        if self.modules:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.modules) - 1, 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """How many modules there are."""
        return len(self.modules)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Name and value."""
        return 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        at, module = index.row(), self.modules[index.row()]
        condition = self._conditions[at]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._names[at] if index.column() == 0 else self._values[at]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return icons.symbol(CONDITION_STYLES[condition], self.palette.theme, 11)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._colour(module, condition))
        if role == Qt.ItemDataRole.FontRole and module == self.selected:
            font = QFont()
            font.setPixelSize(letters.px(SMALL_PX))
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            silent = f", silent {self._silences[at]}" if self._silences[at] else ""
            return as_tip(
                f"{self._names[at]}: {CONDITION_WORDS[condition]}{silent}."
                " Click selects; double-click or Space hides or shows the trace."
            )
        return None

    def _colour(self, module: str, condition: ModuleCondition) -> str:
        if module in self.hidden:
            return self.palette.border
        if condition.is_quiet:
            return self.palette.text if module == self.selected else self.palette.muted
        return CONDITION_STYLES[condition].colour(self.palette.theme)

    def text(self) -> str:
        """All rows, a line each: name, value and how the module stands, parted by tabs."""
        rows = zip(self._names, self._values, self._conditions, strict=True)
        return "\n".join(f"{name}\t{value}\t{CONDITION_WORDS[how]}" for name, value, how in rows)

    def toggle(self, module: str) -> None:
        """Hide a trace, or show it again."""
        self.hidden ^= {module}
        self.refresh()
        self.toggled.emit()

    def show_only(self, modules: set[str]) -> None:
        """Hide all traces but these; no module: show all."""
        self.hidden = set(self.modules) - modules if modules else set()
        self.refresh()
        self.toggled.emit()


class Legend(QTableView):
    """The table; a click selects a module, a double click or the space key toggles its trace."""

    chosen = Signal(str)

    def __init__(self, model: LegendModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        set_role(self, "legend")
        letters.give_size(self, "setFixedWidth", 180)
        self.setTabKeyNavigation(False)  # Tab goes on to the next control
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(letters.px(19))
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(1, 54)  # "101.33" in bold
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Legend of the plots")
        self.clicked.connect(lambda index: self.chosen.emit(model.modules[index.row()]))
        self.doubleClicked.connect(lambda index: model.toggle(model.modules[index.row()]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space toggles the trace of the row, Return selects its module, Copy takes all rows as text."""
        at = self.currentIndex()
        if at.isValid() and event.key() == Qt.Key.Key_Space:
            self._model.toggle(self._model.modules[at.row()])
        elif event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self._model.text())
        elif at.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._model.modules[at.row()])
        else:
            super().keyPressEvent(event)
