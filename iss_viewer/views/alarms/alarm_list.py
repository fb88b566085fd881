"""The alarms by cause: what is wrong, since when, what to do about it; acknowledge, remark, assign, shelve, silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QWidget,
)

from iss_viewer.situation.alarm_cells import hidden_words
from iss_viewer.situation.moment import Moment, module_of, name_of
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from iss_viewer.views.alarms import alarm_commands as orders
from iss_viewer.views.alarms.alarm_commands import UNSEEN
from iss_viewer.views.alarms.alarm_tree import AlarmTree
from iss_viewer.views.alarms.alarm_view import AlarmView
from iss_viewer.views.alarms.alarm_watch import AlarmWatch
from iss_viewer.views.alarms.tone_buttons import ToneButtons
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import button, column, label, named, row, set_text
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters

_CLASSES = (AlarmClass.NONE, AlarmClass.CAUTION, AlarmClass.WARNING, AlarmClass.EMERGENCY)
_NONE_YET = (
    "No alarms: nothing asks for attention.\n"
    "What goes past a limit comes here, the worst first, with what to do about it."
)
_CLASSES_FROM_PX = 640
_NONE_SUCH = "No alarm fits the search."


class AlarmList(QWidget):
    """The causes with their alarms and the buttons; choosing a row selects its module everywhere."""

    def __init__(self, context: WindowContext, watch: AlarmWatch) -> None:
        super().__init__()
        self._context, self._watch = context, watch
        self._drawn, self._arranged = LastDrawn(), LastDrawn()
        self._is_choosing = False
        self._build_layout()
        self._connect()
        self._apply_theme()

    def _build_layout(self) -> None:
        self.tree = AlarmTree()
        self.view = AlarmView(self.tree)
        self.search = named(QLineEdit(), "Search alarms")
        self.search.setPlaceholderText("Search")
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
        self.more = button(
            "More…", self._open_menu_here, tip="Acknowledge with a remark, assign, shelve …"
        )
        self.tones = ToneButtons(self._watch.annunciator, self.silence_tone, self.toggle_mute)
        self.mute = self.tones.mute
        letters.give_size(self.search, "setMinimumWidth", 60)
        letters.give_size(self.least, "setMinimumWidth", 90)
        tools = row(
            self.acknowledge, self.acknowledge_all, self.more, self.search, self.least,
            self.silent, self.flood, self.tones.silence, self.mute, spacing=5,
        )  # fmt: skip
        tools.setStretch(3, 1)
        self.empty = label(_NONE_YET, "muted", wraps=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(tools, self.view, self.empty, spacing=5)
        layout.setStretch(1, 1)
        layout.setStretch(2, 1)
        self._room = layout
        self.setLayout(layout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where buttons would be cut, leave the choice of classes out and be short."""
        super().resizeEvent(event)
        has_room = self.width() >= letters.px(_CLASSES_FROM_PX)
        self.least.setVisible(has_room)
        self.silent.setText("Show shelved" if has_room else "Shelved")
        self._room.activate()  # now: who waits for the next event is drawn with its words cut

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
        self.tree.palette = palette
        self.tree.refresh()
        self.tones.apply_theme(palette)
        self._drawn.forget()
        self._arranged.forget()

    def show_moment(self, moment: Moment) -> None:
        """Show the alarms of an instant."""
        board = moment.board
        for part in (self.acknowledge, self.acknowledge_all):
            part.setEnabled(moment.can_act)
        self.tones.apply_theme(self._context.palette)
        looks = self._context.units, self._context.palette.name
        if not self._drawn.is_new(*looks, moment.time_s, of=board):
            return
        chosen = [alarm.id for alarm in self.selected()]
        is_rearranged = self.tree.show_alarms(moment, self._context.units)
        if is_rearranged:
            self._choose_again(chosen)
        # values change all the time, the columns keep still
        if self._arranged.is_new(*looks, of=board) or is_rearranged:
            self._show_empty()
            self.view.share_columns()
            self.flood.setVisible(board.flood)

    def _choose_again(self, chosen: list[str]) -> None:
        """Keep what was chosen while other rows come and go."""
        self._is_choosing = True
        self.view.choose(chosen)
        self._is_choosing = False

    def selected(self) -> list[Alarm]:
        """The alarms of the chosen rows."""
        return self.view.chosen_alarms()

    def acknowledge_selected(self) -> None:
        """Acknowledge the chosen alarms; if none is chosen, the first new one of the list."""
        if self._may_order():
            self._acknowledge(self._meant())

    def acknowledge_with_remark(self) -> None:
        """Acknowledge the chosen alarms, or the first new one, with what is to be said of them."""
        if self._may_order():
            orders.acknowledge_with_remark(self._context, self, self._meant())

    def assign(self) -> None:
        """Have somebody see to the chosen alarms; if none is chosen, to the first cause."""
        if self._may_order():
            first = [row.alarm for cause in self.tree.causes[:1] for row in cause.rows]
            orders.assign(self._context, self, self.selected() or first)

    def _meant(self) -> list[Alarm]:
        new = [alarm for alarm in self.tree.listed() if alarm.state in UNSEEN]
        return self.selected() or new[:1]

    def acknowledge_branch(self) -> None:
        """Acknowledge all that goes with the chosen alarm: its module's, or what a root brought."""
        leading = self._leading()
        if leading is not None and self._context.run is not None and self._may_order():
            station = self._context.run.station
            self._acknowledge(orders.branch_of(leading, self.tree.listed(), station))

    def acknowledge_everything(self) -> None:
        """Acknowledge all alarms that are listed; what the search hides, or comes meanwhile, is not swallowed."""
        if self._may_order():
            self._acknowledge(self.tree.listed())

    def _acknowledge(self, alarms: Sequence[Alarm]) -> None:
        """Acknowledge alarms that can be seen, and say how many wait that cannot."""
        orders.acknowledge(self._context, alarms)
        listed = {alarm.id for alarm in self.tree.listed()}
        hidden = [a for a in self.tree.alarms if a.state in UNSEEN and a.id not in listed]
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
        """Choose the next (or previous) alarm."""
        listed = [alarm.id for alarm in self.tree.listed()]
        if listed:
            chosen = self.selected()
            at = (listed.index(chosen[0].id) + step) % len(listed) if chosen else 0
            self.view.choose_at(at)

    def _narrow(self) -> None:
        least = _CLASSES[self.least.currentIndex()]
        wanted = replace(
            self.tree.narrowing,
            least=least,
            text=self.search.text(),
            with_silent=self.silent.isChecked(),
        )
        self.tree.narrow(wanted)
        self._show_empty()

    def _show_empty(self) -> None:
        """Say why the list is empty, in its place."""
        is_empty = not self.tree.causes
        hides = any(alarm.is_announced for alarm in self.tree.alarms)
        set_text(self.empty, _NONE_SUCH if hides else _NONE_YET)
        self.empty.setVisible(is_empty)
        self.view.setVisible(not is_empty)

    def _choose(self) -> None:
        chosen = self.selected()
        if chosen:
            self.tree.lead(chosen[0].id)
        module = self._module_of(chosen[0]) if chosen else ""
        if module and not self._is_choosing:
            self._is_choosing = True
            self._context.selection.choose(module)
            self._is_choosing = False

    def _leading(self) -> Alarm | None:
        """The first chosen alarm; if none is chosen, the first of the list."""
        chosen = self.selected()
        return (
            chosen[0] if chosen else next((a for a in self.tree.listed() if a.is_announced), None)
        )

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
        listed = self.tree.listed() if module else []
        self._choose_again([alarm.id for alarm in listed if self._module_of(alarm) == module])

    def _go_to(self, index: QModelIndex) -> None:
        """A double click looks at the moment when the alarm was raised."""
        alarm = self.view.first_alarm_at(index)
        if alarm is not None:
            self._context.time_asked.emit(alarm.raised_s)

    def _open_menu_here(self) -> None:
        """The menu of the chosen alarm, or of the first, below the button."""
        leading = self._leading()
        if leading is None:
            self._context.show_message("There is no alarm to do anything about.")
            return
        self.view.choose([leading.id])
        self._menu(leading).exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _open_menu(self, where: QPoint) -> None:
        alarm = self.view.first_alarm_at(self.view.indexAt(where))
        if alarm is not None:
            self._menu(alarm).exec(self.view.viewport().mapToGlobal(where))

    def _menu(self, alarm: Alarm) -> QMenu:
        """What can be done about an alarm that is chosen."""
        menu, context = QMenu(self), self._context
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        is_back, is_out = (
            alarm.state is s for s in (AlarmState.SHELVED, AlarmState.OUT_OF_SERVICE)
        )
        menu.addAction("Acknowledge", self.acknowledge_selected)
        menu.addAction("Acknowledge with a remark…", self.acknowledge_with_remark)
        menu.addAction(self._branch_words(alarm), self.acknowledge_branch)
        menu.addAction("Assign to…", self.assign)
        menu.addAction("Bring back" if is_back else "Shelve…", self.shelve_selected)
        menu.addAction(
            "Return to service" if is_out else "Remove from service…", self.toggle_service
        )
        menu.addAction("Limits…", self._context.limits_asked.emit)
        menu.addAction("Show when it was raised", lambda: context.time_asked.emit(alarm.raised_s))
        menu.addAction("Show its module", lambda: context.selection.choose(self._module_of(alarm)))
        return menu
