"""The page of the selected module: now, in this run, and in history; without one, the station."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.air_loss import likeliest_text
from iss_viewer.situation.condition import state_of
from iss_viewer.situation.headline import headline
from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.situation.moment import Moment, OpenRun, chance_text, short_name
from iss_viewer.situation.words.modules import ranked_status_words, silence_text
from iss_viewer.views.module.incident_page import ArchivePage
from iss_viewer.views.module.module_now import ModuleNow
from iss_viewer.views.module.module_run import ModuleRun
from iss_viewer.views.shared.widgets import (
    as_tip,
    button,
    clear,
    column,
    heading,
    label,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import icons, letters
from iss_viewer.views.style.status_style import CONDITION_STYLES
from iss_viewer.views.style.theme import set_role

_BADGES_A_ROW = 2
#: from here on the sentence itself says how sure the place is
_FOUND = 0.9
_CONDITION_TONE = {
    ModuleCondition.NOMINAL: "good",
    ModuleCondition.NO_DATA: "muted",
    ModuleCondition.PLANNED: "plan",
    ModuleCondition.ISOLATED: "closed",
    ModuleCondition.WATCH: "notice",
    ModuleCondition.CAUTION: "notice",
    ModuleCondition.SUSPECTED: "suspect",
    ModuleCondition.WARNING: "bad",
    ModuleCondition.VACUUM: "suspect",
    ModuleCondition.EMERGENCY: "bad",
    ModuleCondition.LEAKING: "bad",
}


class ModulePanel(QWidget):
    """Follows the selection."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._build_layout()
        context.selection.changed.connect(self._turn_to)
        context.opened.connect(self._open)
        if context.run is not None:
            self._open(context.run)

    def _build_layout(self) -> None:
        self.symbol = label()
        self.name = label("", "title", wraps=True)
        self.status = label("", "badge")
        self.status.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.status.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        close = button(
            "Station", lambda: self._context.selection.choose(""), tip="Clear selection (Esc)"
        )
        head = row(self.symbol, self.name, self.status, close, spacing=7)
        head.setStretch(1, 1)
        self.now, self.run = ModuleNow(self._context), ModuleRun(self._context)
        self.archive = ArchivePage(self._context)
        self.tabs = QTabWidget()
        self.tabs.addTab(scrolled(self.now), "NOW")
        self.tabs.addTab(self.run, "THIS RUN")
        self.tabs.addTab(scrolled(self.archive), "HISTORY")
        self.tabs.currentChanged.connect(lambda _: self._show_again())
        module = QWidget()
        module.setLayout(column(head, self.tabs, spacing=6))
        self.overview = StationOverview(self._context)
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolled(self.overview))
        self.stack.addWidget(module)
        self.setLayout(column(self.stack))

    def _open(self, run: OpenRun) -> None:
        self.overview.open(run)
        self._turn_to(self._context.selection.module)

    def _turn_to(self, module_id: str) -> None:
        if not module_id or self._context.run is None:
            self.stack.setCurrentIndex(0)
            return
        module = self._context.run.station.module(module_id)
        self.name.setText(module.name)
        self.now.open_module(module)
        self.stack.setCurrentIndex(1)
        self._show_again()

    def _show_again(self) -> None:
        """Show the present instant on the page that has come to the front, also while time is held."""
        if self._context.moment is not None:
            self.show_moment(self._context.moment)

    def show_moment(self, moment: Moment) -> None:
        """Show the selected module, or the station, at an instant."""
        module = self._context.selection.module
        if not module:
            self.overview.show_moment(moment)
            return
        condition = state_of(moment, module).condition
        style = CONDITION_STYLES[condition]
        self.symbol.setPixmap(icons.symbol(style, self._context.palette.theme, 18))
        set_text(self.status, style.word.upper(), _CONDITION_TONE[condition])
        pages: tuple[ModuleNow | ModuleRun | ArchivePage, ...] = (self.now, self.run, self.archive)
        pages[self.tabs.currentIndex()].show_moment(moment)


class StationOverview(QWidget):
    """How many modules are in each state, and all of them by segment; a click selects."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[object, ...] = ()
        self.name = label("The station", "title")
        self.story = label("It is being loaded: a moment, please.", "muted", wraps=True)
        self.loss = label("", wraps=True)
        self.loss.hide()
        self.counts = QGridLayout()
        self.counts.setSpacing(5)
        self.counts.setColumnStretch(_BADGES_A_ROW, 1)
        self.modules = QVBoxLayout()
        self.modules.setSpacing(1)
        self.lines: dict[str, ModuleLine] = {}
        self.units: list[QLabel] = []
        layout = column(
            self.name, self.loss, self.counts, self.story, self.modules, None, spacing=8
        )
        layout.setContentsMargins(0, 0, 4, 0)
        self.setLayout(layout)

    def open(self, run: OpenRun) -> None:
        """Turn to the station of a run."""
        self._shown = ()
        self.name.setText(run.station.name)
        self.story.setText(run.opened.story)
        clear(self.modules)
        self.lines, self.units = {}, []
        segments = (("ROS", "Russian segment"), ("USOS", "US segment"))
        for segment, title in segments:
            found = [m for m in run.station.modules if m.segment == segment]
            if found:
                unit = label("", "muted")
                self.units.append(unit)
                head = QWidget()
                head.setLayout(row(heading(title), None, unit))
                self.modules.addWidget(head)
            for module in found:
                line = self.lines[module.id] = ModuleLine(
                    self._context, module.id, short_name(module)
                )
                line.setToolTip(as_tip(f"{module.name}, {module.operator}"))
                self.modules.addWidget(line)

    def show_moment(self, moment: Moment) -> None:
        """Show all modules at an instant."""
        for line in self.lines.values():
            line.show_moment(moment)
        for unit in self.units:
            set_text(unit, self._context.units.pressure)
        self._show_loss(moment)
        found = Counter(state_of(moment, module).condition for module in self.lines)
        conditions = sorted(found, key=lambda one: -one.value)
        counted = tuple((one, found[one]) for one in conditions)
        wanted = (counted, self._context.palette.name)
        if wanted == self._shown:
            return
        self._shown = wanted
        clear(self.counts)
        for at, (condition, count) in enumerate(counted):
            word = CONDITION_STYLES[condition].word.lower()
            badge = label(f"{count} {word}", "badge", _CONDITION_TONE[condition])
            self.counts.addWidget(badge, at // _BADGES_A_ROW, at % _BADGES_A_ROW)

    def _show_loss(self, moment: Moment) -> None:
        """Say a loss first: how fast, how long there is, and where it likeliest is."""
        said = headline(moment, self._context.units)
        is_found = moment.value(said.module, "leak_probability") > _FOUND
        places = "" if is_found else likeliest_text(moment)
        is_loss = said.tone in ("bad", "suspect") and moment.value(STATION, "leak_rate_kg_s") > 0
        set_text(
            self.loss, f"{said.text}.\nLikeliest: {places}." if places else said.text, said.tone
        )
        self.loss.setVisible(is_loss)


class ModuleLine(QWidget):
    """A module in the overview: its symbol, name, state and pressure."""

    def __init__(self, context: WindowContext, module: str, name: str) -> None:
        super().__init__()
        self._context, self._module = context, module
        self._shown: tuple[object, ...] = ()
        self.symbol, self.state, self.pressure = label(), label("", "muted"), label("")
        self.link = button(name, lambda: context.selection.choose(module))
        set_role(self.link, "link")
        letters.give_size(self.pressure, "setMinimumWidth", 50)
        self.pressure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(row(self.symbol, self.link, None, self.state, self.pressure, spacing=5))

    def show_moment(self, moment: Moment) -> None:
        """Show it at an instant."""
        state = state_of(moment, self._module)
        condition, chance = state.condition, state.leak_probability
        wanted = (condition, chance_text(chance), state.silent_min, self._context.palette.name)
        if wanted != self._shown:
            self._shown = wanted
            self.symbol.setPixmap(
                icons.symbol(CONDITION_STYLES[condition], self._context.palette.theme, 13)
            )
            is_calm = condition is ModuleCondition.NOMINAL
            tone = "muted" if is_calm else _CONDITION_TONE[condition]
            words = ranked_status_words(condition, chance)
            set_text(self.state, f"{words} {silence_text(state)}" if state.is_old else words, tone)
        text = self._context.units.pressure_text(moment.value(self._module, "pressure_pa"))
        set_text(self.pressure, text.split(" ", maxsplit=1)[0])
