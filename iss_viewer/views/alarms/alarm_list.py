"""The alarm list: what is wrong, since when, and what to do about it; acknowledge, shelve, silence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QWidget,
)

from iss_viewer.situation.alarm_cells import hidden_words, plain_text
from iss_viewer.situation.board import ranked
from iss_viewer.situation.moment import Moment, module_of, name_of
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from iss_viewer.views.alarms import alarm_commands as orders
from iss_viewer.views.alarms.alarm_commands import UNSEEN
from iss_viewer.views.alarms.alarm_table import (
    AlarmFilter,
    AlarmTable,
)
from iss_viewer.views.alarms.alarm_view import AlarmView
from iss_viewer.views.alarms.alarm_watch import AlarmWatch
from iss_viewer.views.alarms.tone_buttons import ToneButtons
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import button, column, label, named, row, set_text
from iss_viewer.views.shared.window_context import WindowContext

_CLASSES = (AlarmClass.NONE, AlarmClass.CAUTION, AlarmClass.WARNING, AlarmClass.EMERGENCY)
_NONE_YET = (
    "No alarms: nothing asks for attention.\n"
    "What goes past a limit comes here, the worst first, with what to do about it."
)
_NONE_SUCH = "No alarm fits the search."


class AlarmList(QWidget):
    """The table with its buttons; choosing a row selects its module everywhere."""

    limits_asked = Signal()

    def __init__(self, context: WindowContext, watch: AlarmWatch) -> None:
        super().__init__()
        self._context, self._watch = context, watch
        self._drawn, self._arranged = LastDrawn(), LastDrawn()
        self._is_choosing = False
        self._build_layout()
        self._connect()
        self._apply_theme()

    def _build_layout(self) -> None:
        self.table = AlarmTable()
        self.filtered = AlarmFilter(self.table)
        self.view = AlarmView(self.filtered)
        self.search = named(QLineEdit(), "Search alarms")
        self.search.setPlaceholderText("Search alarms")
        self.search.setClearButtonEnabled(True)
        self.least = named(QComboBox(), "Which classes are listed")
        self.least.addItems(["All classes", "Caution and above", "Warning and above", "Emergency"])
        self.silent = QCheckBox("Show shelved")
        self.silent.setToolTip("List shelved, suppressed and out-of-service alarms too")
        self.flood = label("FLOOD", "badge", "bad")
        self.flood.setToolTip("Over 10 new alarms in 10 minutes: look at the root alarm first")
        self.flood.hide()
        self.acknowledge = button("Acknowledge", self.acknowledge_selected, "accent", "A")
        self.acknowledge_all = button("All", self.acknowledge_everything, tip="Shift+A")
        self.shelve = button("Shelve…", self.shelve_selected, tip="Hide for a while, with a reason")
        self.tones = ToneButtons(self._watch.annunciator, self.silence_tone, self.toggle_mute)
        self.mute = self.tones.mute
        self.guidance = label("", "muted", wraps=True)
        self.search.setMinimumWidth(60)
        self.least.setMinimumWidth(90)
        tools = row(
            self.acknowledge, self.acknowledge_all, self.shelve, self.search, self.least,
            self.silent, self.flood, self.tones.silence, self.mute, spacing=5,
        )  # fmt: skip
        tools.setStretch(3, 1)
        self.empty = label(_NONE_YET, "muted", wraps=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(tools, self.view, self.empty, self.guidance, spacing=5)
        layout.setStretch(1, 1)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self.view.share_columns(self.width() // 4)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._narrow())
        self.least.currentIndexChanged.connect(lambda _: self._narrow())
        self.silent.toggled.connect(lambda _: self._narrow())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.view.doubleClicked.connect(self._go_to)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self._context.selection.changed.connect(self._follow_selection)
        self._context.looks_changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        palette = self._context.palette
        self.table.palette = palette
        self.table.refresh()
        self.tones.apply_theme(palette)
        self._drawn.forget()
        self._arranged.forget()

    def show_moment(self, moment: Moment) -> None:
        """Show the alarms of an instant."""
        board = moment.board
        for part in (self.acknowledge, self.acknowledge_all, self.shelve):
            part.setEnabled(moment.can_act)
        self.tones.apply_theme(self._context.palette)
        looks = self._context.units, self._context.palette.name
        if not self._drawn.is_new(*looks, moment.time_s, of=board):
            return
        self.table.show_alarms(ranked(board.alarms.values()), moment, self._context.units)
        if self._arranged.is_new(
            *looks, of=board
        ):  # values change all the time, the columns keep still
            self._show_empty()
            self.view.share_columns(self.width() // 4)
            self.flood.setVisible(board.flood)
            self._show_guidance()

    def selected(self) -> list[Alarm]:
        """The alarms of the chosen rows."""
        return [self.filtered.alarm(index) for index in self.view.chosen()]

    def acknowledge_selected(self) -> None:
        """Acknowledge the chosen alarms; if none is chosen, the first new one of the list."""
        listed = self.filtered.listed()
        chosen = self.selected() or [alarm for alarm in listed if alarm.state in UNSEEN][:1]
        if self._may_order():
            self._acknowledge(chosen)

    def acknowledge_branch(self) -> None:
        """Acknowledge all that goes with the chosen alarm: its module's, or what a root brought."""
        leading = self._leading()
        if leading is not None and self._context.run is not None and self._may_order():
            station = self._context.run.station
            self._acknowledge(orders.branch_of(leading, self.filtered.listed(), station))

    def acknowledge_everything(self) -> None:
        """Acknowledge all alarms that are listed; what the search hides, or comes meanwhile, is not swallowed."""
        if self._may_order():
            self._acknowledge(self.filtered.listed())

    def _acknowledge(self, alarms: Sequence[Alarm]) -> None:
        """Acknowledge alarms that can be seen, and say how many wait that cannot."""
        orders.acknowledge(self._context, alarms)
        listed = {alarm.id for alarm in self.filtered.listed()}
        hidden = [a for a in self.table.alarms if a.state in UNSEEN and a.id not in listed]
        if hidden:
            self._context.show_message(hidden_words(len(hidden)), "notice")

    def shelve_selected(self) -> None:
        """Shelve the chosen alarms, or bring them back."""
        if self._may_order():
            orders.shelve(self._context, self, self.selected())

    def toggle_service(self) -> None:
        """Take the chosen alarms out of service, or put them back."""
        if self._may_order():
            orders.toggle_service(self._context, self, self.selected())

    def _may_order(self) -> bool:
        """Whether an order would reach the alarms that are shown; says so where it would not."""
        moment = self._context.moment
        may = moment is None or moment.can_act
        if not may:
            self._context.show_message(
                "No order reaches the station as it is shown here: go back to live first."
            )
        return may

    def silence_tone(self) -> None:
        """Stop the tone; nothing is acknowledged."""
        self._watch.silence()
        self.tones.apply_theme(self._context.palette)

    def toggle_mute(self) -> None:
        """Turn tones off or on; off is shown."""
        self._watch.annunciator.mute(self.mute.isChecked())
        self.tones.apply_theme(self._context.palette)

    def choose_next(self, step: int = 1) -> None:
        """Choose the next (or previous) row."""
        count = self.filtered.rowCount()
        if count:
            rows = self.view.chosen()
            at = (rows[0].row() + step) % count if rows else 0
            self.view.selectRow(at)

    def _narrow(self) -> None:
        least = _CLASSES[self.least.currentIndex()]
        self.filtered.narrow(least, self.search.text(), self.silent.isChecked())
        self._show_empty()

    def _show_empty(self) -> None:
        """Say why the list is empty, in its place."""
        is_empty = not self.filtered.rowCount()
        hides = any(alarm.is_announced for alarm in self.table.alarms)
        set_text(self.empty, _NONE_SUCH if hides else _NONE_YET)
        self.empty.setVisible(is_empty)
        self.view.setVisible(not is_empty)

    def _choose(self) -> None:
        chosen = self.selected()
        module = self._module_of(chosen[0]) if chosen else ""
        if module and not self._is_choosing:
            self._is_choosing = True
            self._context.selection.choose(module)
            self._is_choosing = False
        self._show_guidance()

    def _show_guidance(self) -> None:
        first = self._leading()
        set_text(self.guidance, self._guidance_of(first) if first else "")
        self.guidance.setVisible(bool(self.guidance.text()))

    def _leading(self) -> Alarm | None:
        """The first chosen alarm; if none is chosen, the first of the list."""
        chosen = self.selected()
        listed = self.filtered.listed()
        return chosen[0] if chosen else next((a for a in listed if a.is_announced), None)

    def _guidance_of(self, alarm: Alarm) -> str:
        run = self._context.run
        guidance = "" if run is None else run.words.guidance(alarm)
        if run is None or not guidance:
            return ""
        where, what = name_of(run.station, alarm.subject), plain_text(run.words.alarm(alarm))
        return f"{where}: {what[:1].lower()}{what[1:]}. {guidance}"

    def _branch_words(self, alarm: Alarm) -> str:
        if alarm.is_root:
            return "Acknowledge this and all that followed"
        assert self._context.run is not None
        return f"Acknowledge all of {name_of(self._context.run.station, alarm.subject)}"

    def _module_of(self, alarm: Alarm) -> str:
        """The module that an alarm is about; empty for the station's."""
        return module_of(self._context.run.station, alarm.subject) if self._context.run else ""

    def _follow_selection(self, module: str) -> None:
        """Choose the rows of the module that was selected elsewhere."""
        if self._is_choosing:
            return
        rows = [self.filtered.index(at, 0) for at in range(self.filtered.rowCount())]
        its = [
            row for row in rows if module and self._module_of(self.filtered.alarm(row)) == module
        ]
        self._is_choosing = True
        self.view.choose(its)
        self._is_choosing = False
        self._show_guidance()

    def _go_to(self, index: QModelIndex) -> None:
        """A double click looks at the moment when the alarm was raised."""
        self._context.time_asked.emit(self.filtered.alarm(index).raised_s)

    def _open_menu(self, where: QPoint) -> None:
        index = self.view.indexAt(where)
        if not index.isValid():
            return
        alarm = self.filtered.alarm(index)
        menu = QMenu(self)
        menu.addAction("Acknowledge", self.acknowledge_selected)
        menu.addAction(self._branch_words(alarm), self.acknowledge_branch)
        menu.addAction(
            "Bring back" if alarm.state is AlarmState.SHELVED else "Shelve…", self.shelve_selected
        )
        is_out = alarm.state is AlarmState.OUT_OF_SERVICE
        menu.addAction(
            "Return to service" if is_out else "Remove from service…", self.toggle_service
        )
        menu.addAction("Limits…", self.limits_asked.emit)
        menu.addAction("Show when it was raised", lambda: self._go_to(index))
        menu.addAction(
            "Show its module", lambda: self._context.selection.choose(self._module_of(alarm))
        )
        menu.exec(self.view.viewport().mapToGlobal(where))
