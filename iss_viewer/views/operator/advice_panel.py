"""What is believed and what to do next: the ranked places of the leak, and the next best action."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from iss_viewer.detection.assessment import STATION
from iss_viewer.detection.status import ModuleStatus
from iss_viewer.situation.moment import Moment, chance_text, short_name
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.commands import SetOption
from iss_viewer.telemetry.events import Advice, AdviceKind
from iss_viewer.units import duration_text
from iss_viewer.views.operator.chance_chart import ChanceChart, line_colours
from iss_viewer.views.shared.hatch_commands import carry_out
from iss_viewer.views.shared.widgets import (
    Fitted,
    button,
    column,
    frame,
    heading,
    label,
    row,
    say,
    scrolled,
)
from iss_viewer.views.shared.window_context import Desk
from iss_viewer.views.style.theme import mixed

#: explanations that are no module: column of the station, words
_OTHERS = (
    ("no_leak_probability", "No leak"),
    ("seal_probability", "A hatch seal"),
    ("sensor_fault_probability", "A sensor fault"),
)
#: what else may explain how the pressure goes now
_CAUSES = (
    ("cooling_probability", "temperature"),
    ("metabolic_probability", "breathing and scrubbing"),
)
_LINE_PX = 21


class KnowingPanel(QWidget):
    """Advice on top, then where the leak may be."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._advice: Advice | None = None
        self._build_layout()

    def _build_layout(self) -> None:
        self.title = label("", "title", wraps=True)
        self.why = Fitted()
        self.countdown = label("", "badge", "notice", wraps=True)
        self.do = button("Carry it out", self.carry_out, "accent", "Does what is advised (D)")
        foot = row(self.countdown, self.do)
        foot.setStretch(0, 1)
        content = column(self.title, self.why, foot, spacing=5, margin=9)
        content.setStretch(1, 1)
        self.card = frame("card", content)
        self.bars = ChanceBars(self._desk)
        self.cause = label("", "muted", wraps=True)
        self.prior, self.order = QComboBox(), QComboBox()
        self.prior.addItem("Prior: history", "history")
        self.prior.addItem("Prior: uniform", "uniform")
        self.prior.setToolTip("Whether places that leaked before count for more at the start")
        self.order.addItem("Order: by gain", "information")
        self.order.addItem("Order: classic", "classic")
        self.order.setToolTip(
            "Which hatch to close next: the one that tells most, or own vehicle, segment, module"
        )
        for box in (self.prior, self.order):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(6)
        self.prior.activated.connect(lambda _: self._set("prior", self.prior))
        self.order.activated.connect(lambda _: self._set("order", self.order))
        self.chart = ChanceChart(self._desk)
        left = column(self.card, self.chart, spacing=7)
        left.setStretch(0, 3)
        left.setStretch(1, 2)
        right = column(
            heading("Where the air is lost"), scrolled(self.bars), self.cause,
            row(self.prior, self.order, spacing=6), spacing=6,
        )  # fmt: skip
        right.setStretch(1, 1)
        layout = row(left, right, spacing=12)
        layout.setStretch(0, 5)
        layout.setStretch(1, 6)
        self.setLayout(layout)
        self._tell_nothing()

    def resizeEvent(self, event) -> None:
        """Leave the chart out where there is no room for it."""
        self.chart.setVisible(self.height() > 190)
        super().resizeEvent(event)

    def _set(self, option: str, box: QComboBox) -> None:
        self._desk.post(SetOption(option, str(box.currentData())))

    def show_moment(self, moment: Moment) -> None:
        """Show what is believed and advised at an instant."""
        self.bars.show_moment(moment)
        self.chart.draw(moment, self.bars.columns())
        self._tell_cause(moment)
        self._advice = moment.board.advice
        for box, option in ((self.prior, "prior"), (self.order, "order")):
            at = box.findData(moment.board.options.get(option, ""))
            if at >= 0 and not box.view().isVisible():
                box.setCurrentIndex(at)
        self._tell_advice(moment)

    def _tell_cause(self, moment: Moment) -> None:
        """Say what explains the present change of pressure where it is no leak."""
        found = [(moment.value(STATION, name), words) for name, words in _CAUSES]
        chance, words = max((c if c == c else 0.0, w) for c, w in found)
        sure = f"The pressure changes by {words} now ({chance_text(chance)} sure)"
        said = sure if chance >= 0.5 else ""
        say(self.cause, said)
        self.cause.setVisible(bool(said))

    def _tell_advice(self, moment: Moment) -> None:
        advice = self._advice
        if advice is None:
            self._tell_nothing()
            return
        words = moment.words.advice(advice)
        say(self.title, words.title)
        self.why.tell(words.tells, words.reason)
        text, tone = self._due(moment, advice)
        say(self.countdown, text, tone)
        self.countdown.setVisible(bool(text))
        self.do.setVisible(bool(advice.actions))
        self.do.setEnabled(moment.can_act and not self._is_done(moment, advice))

    def _tell_nothing(self) -> None:
        """Before any advice."""
        say(self.title, "Nothing to do now")
        self.why.tell("Advice comes when a leak is detected and its place is not yet known.")
        self.countdown.hide()
        self.do.hide()

    @staticmethod
    def _due(moment: Moment, advice: Advice) -> tuple[str, str]:
        """What the clock says: until the verdict, or until a hatch should be opened again."""
        is_shut = bool(advice.hold_hatch) and moment.is_hatch_open(advice.hold_hatch) is False
        hold_s = advice.hold_until_s - moment.time_s if is_shut else float("inf")
        wait_s = advice.verdict_s - moment.time_s
        if is_shut and not leads_to_leak(moment, advice.hold_hatch):
            words = moment.station.hatch_words(advice.hold_hatch)
            if hold_s <= 0:
                return f"reopen {words}", "bad"
            if hold_s < 3600 or hold_s < wait_s:
                return f"{words} may stay shut {duration_text(hold_s)}", "warn"
        if advice.kind not in (AdviceKind.CLOSE, AdviceKind.WAIT) or wait_s != wait_s:
            return "", ""
        if not hatches_stand(moment, advice):
            return f"verdict after {minutes_text(advice.verdict_s - advice.time_s)}", "notice"
        return f"verdict in {minutes_text(wait_s)}" if wait_s > 0 else "verdict due", "notice"

    @staticmethod
    def _is_done(moment: Moment, advice: Advice) -> bool:
        """Whether all that is advised are hatches, and they stand so already."""
        only_hatches = all(isinstance(action, MoveHatch) for action in advice.actions)
        return only_hatches and hatches_stand(moment, advice)

    def carry_out(self) -> None:
        """Do what is advised, unless it would cut someone off and the person thinks better of it."""
        if self._advice is not None:
            carry_out(self._desk, self, self._advice.actions)


def hatches_stand(moment: Moment, advice: Advice) -> bool:
    """Whether all hatches that are to be moved stand so already."""
    state = moment.open_hatches()
    moves = [action for action in advice.actions if isinstance(action, MoveHatch)]
    return all(state.get(move.hatch) is move.is_open for move in moves)


def minutes_text(seconds: float) -> str:
    """A time to wait, in whole minutes where it is longer than one."""
    if seconds < 60.0:
        return duration_text(seconds)
    return duration_text(60.0 * round(seconds / 60.0)).removesuffix(" 00 s")


def leads_to_leak(moment: Moment, hatch: str) -> bool:
    """Whether a hatch shuts a module off that is known to leak: then it stays shut."""
    ends = (moment.station.hatch(hatch).a, moment.station.hatch(hatch).b)
    return any(
        end in moment.station.module_ids and moment.status(end) is ModuleStatus.LEAKING
        for end in ends
    )


class ChanceBars(QWidget):
    """Explanations with their probabilities, likeliest first; a click selects the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines: list[tuple[str, str, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        desk.selection.changed.connect(lambda _: self.update())
        desk.looks_changed.connect(self.update)

    def show_moment(self, moment: Moment) -> None:
        """Take the probabilities of an instant."""
        lines = [
            (module.id, short_name(module), moment.value(module.id, "leak_probability"))
            for module in moment.station.modules
        ]
        lines += [("", words, moment.value(STATION, name)) for name, words in _OTHERS]
        known = [line for line in lines if line[2] == line[2] and line[2] >= 0.0005]
        ranked = sorted(known, key=lambda line: -line[2])
        if ranked != self._lines:
            self._lines = ranked
            self.setMinimumHeight(max(len(ranked), 1) * _LINE_PX)
            self.update()

    def lines(self) -> list[tuple[str, str, float]]:
        """Module id (empty for what is none), words, probability."""
        return list(self._lines)

    def columns(self) -> list[tuple[str, str, str]]:
        """Subject and quantity of each line, and its words."""
        others = {words: name for name, words in _OTHERS}
        return [
            (module, "leak_probability", words) if module else (STATION, others[words], words)
            for module, words, _ in self._lines
        ]

    def paintEvent(self, event) -> None:
        """Draw a bar a line."""
        painter, palette = QPainter(self), self._desk.palette
        if not self._lines:
            painter.setPen(QColor(palette.muted))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignLeft, "Nothing is known yet: a moment, please."
            )
            return
        wide = self.width() - 172
        dots = line_colours(palette)
        for at, (module, words, chance) in enumerate(self._lines):
            top = at * _LINE_PX
            is_chosen = bool(module) and module == self._desk.selection.module
            painter.setPen(QColor(palette.text if is_chosen or at == 0 else palette.muted))
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(14, top, 106, _LINE_PX), left, words)
            if at < len(dots):
                painter.fillRect(QRectF(2, top + 7, 7, 7), QColor(dots[at]))
            tone = (palette.bad if chance > 0.5 else palette.warn) if module else palette.info
            painter.fillRect(QRectF(122, top + 6, wide, 9), QColor(palette.field))
            bar = QColor(tone if is_chosen or at == 0 else mixed(tone, palette.panel, 0.65))
            painter.fillRect(QRectF(122, top + 6, max(wide * chance, 1.0), 9), bar)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            text = chance_text(chance)
            painter.drawText(QRectF(self.width() - 46, top, 44, _LINE_PX), right, text)

    def mousePressEvent(self, event) -> None:
        """Select the module of a line."""
        at = int(event.position().y() // _LINE_PX)
        if 0 <= at < len(self._lines) and self._lines[at][0]:
            self._desk.selection.choose(self._lines[at][0])
