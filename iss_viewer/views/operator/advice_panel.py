"""What is believed and what to do next: the ranked places of the leak, and the next best action."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QComboBox, QSizePolicy, QWidget

from iss_viewer.situation.advised import advice_now, can_be_done, due_text, is_done
from iss_viewer.situation.emphasis import probability_tone
from iss_viewer.situation.explanations import Candidate, candidates, cause_text
from iss_viewer.situation.moment import Moment, chance_text
from iss_viewer.situation.orders_now import overtaken
from iss_viewer.station.actions import Action
from iss_viewer.telemetry.commands import SetOption, Withdraw
from iss_viewer.views.operator.chance_chart import ChanceChart, line_colours
from iss_viewer.views.shared.hatch_commands import carry_out
from iss_viewer.views.shared.widgets import (
    Fitted,
    as_tip,
    button,
    column,
    frame,
    heading,
    label,
    named,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import mixed, set_role

_LINE_PX = 21
_CHART_FROM_PX = 290  # height of the panel that leaves a chart room beside a plan


class AdvicePanel(QWidget):
    """Advice on top, then where the leak may be."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._ordered: tuple[Action, ...] = ()  # by what was advised last
        self._build_layout()

    def _build_layout(self) -> None:
        self.title = label("", "title", wraps=True)
        self.why = Fitted()
        self.steps = label("", wraps=True)
        self.plan = scrolled(self.steps)
        self.plan.hide()
        self.countdown = label("", "badge", "notice", wraps=True)
        self.do = button("Execute", self.carry_out, "accent", "Executes the recommendation (D)")
        foot = row(self.countdown, self.do)
        foot.setStretch(0, 1)
        content = column(self.title, self.why, self.plan, foot, spacing=5, margin=9)
        content.setStretch(1, 1)
        content.setStretch(2, 2)
        self.card = frame("card", content)
        self.bars = ChanceBars(self._context)
        self.cause = label("", "muted", wraps=True)
        self.prior = named(QComboBox(), "Prior: what counts at the start")
        self.order = named(QComboBox(), "Order: which hatch to close next")
        self.prior.addItem("Prior: history", "history")
        self.prior.addItem("Prior: uniform", "uniform")
        self.prior.setToolTip("Whether places that leaked before count for more at the start")
        self.order.addItem("Order: gain", "information")
        self.order.addItem("Order: classic", "classic")
        self.order.setToolTip(
            "Which hatch to close next: the one that tells most, or own vehicle, segment, module"
        )
        for box in (self.prior, self.order):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(6)
            set_role(box, "small")
        self.prior.activated.connect(lambda _: self._set("prior", self.prior))
        self.order.activated.connect(lambda _: self._set("order", self.order))
        self.chart = ChanceChart(self._context)
        left = column(self.card, self.chart, spacing=7)
        left.setStretch(0, 3)
        left.setStretch(1, 2)
        right = column(
            heading("Leak location probability"), scrolled(self.bars), self.cause,
            row(self.prior, self.order, spacing=6), spacing=6,
        )  # fmt: skip
        right.setStretch(1, 1)
        layout = row(left, right, spacing=12)
        layout.setStretch(0, 12)  # what to do is longer than the names of places
        layout.setStretch(1, 11)
        self.setLayout(layout)
        self._show_nothing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the chart out where there is no room for it."""
        self.chart.setVisible(self.height() > letters.px(_CHART_FROM_PX))
        super().resizeEvent(event)

    def _set(self, option: str, box: QComboBox) -> None:
        self._context.post(SetOption(option, str(box.currentData())))

    def show_moment(self, moment: Moment) -> None:
        """Show what is believed and advised at an instant."""
        self.bars.show_moment(moment)
        self.chart.draw(moment, self.bars.candidates)
        cause = cause_text(moment)
        set_text(self.cause, cause)
        self.cause.setVisible(bool(cause))
        for box, option in ((self.prior, "prior"), (self.order, "order")):
            at = box.findData(moment.board.options.get(option, ""))
            if at >= 0 and not box.view().isVisible():
                box.setCurrentIndex(at)
        self._show_advice(moment)

    def _show_advice(self, moment: Moment) -> None:
        advice = advice_now(moment)
        if advice is None:
            self._show_nothing()
            return
        words = moment.words.advice(advice)
        set_text(self.title, words.title)
        self.why.set_text(words.tells, words.reason)
        set_text(self.steps, "\n".join(words.plan))
        self.plan.setVisible(bool(words.plan))
        text, tone = due_text(moment, advice)
        set_text(self.countdown, text, tone)
        self.countdown.setVisible(bool(text))
        self.do.setToolTip(as_tip("\n".join(("Orders all of this (D):", *words.deeds))))
        self.do.setVisible(bool(advice.actions))
        self.do.setEnabled(moment.can_act and not is_done(moment, advice))

    def _show_nothing(self) -> None:
        """Before any advice."""
        set_text(self.title, "Nothing to do now")
        self.why.set_text("Advice comes when a leak is detected and its place is not yet known.")
        self.plan.hide()
        self.countdown.hide()
        self.do.hide()

    def can_carry_out(self) -> bool:
        """Whether something is advised that is not done yet and an order would reach."""
        moment = self._context.moment
        return moment is not None and can_be_done(moment)

    def carry_out(self) -> None:
        """Execute recommendation; where it may harm somebody, all of it is named and asked about first."""
        moment = self._context.moment
        advice = None if moment is None else moment.board.advice
        if moment is None or advice is None or not self.can_carry_out():
            return
        words = moment.words.advice(advice)
        has_names = len(advice.steps) == len(advice.actions)
        who = tuple(step.crew for step in advice.steps) if has_names else ()
        if carry_out(self._context, self, advice.actions, words.deeds, who):
            for order in overtaken(moment, self._ordered, advice.actions):
                self._context.post(Withdraw(order))
            self._ordered = advice.actions
            waits = "" if moment.pace.is_running else ", done once time runs"
            self._context.show_message(f"Ordered{waits}: {'; '.join(words.deeds)}")


class ChanceBars(QWidget):
    """Explanations with their probabilities, likeliest first; a click selects the module."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self.candidates: list[Candidate] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Leak location probability")
        self.setMouseTracking(True)
        context.selection.changed.connect(lambda _: self.update())
        context.selection.pointed.connect(lambda _: self.update())
        context.looks_changed.connect(self.update)

    def show_moment(self, moment: Moment) -> None:
        """Take the probabilities of an instant."""
        found = candidates(moment)
        if found != self.candidates:
            self.candidates = found
            letters.give_size(self, "setMinimumHeight", max(len(found), 1) * _LINE_PX)
            told = (" ".join(one.row) for one in found)
            self.setAccessibleDescription(", ".join(told))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a bar a line."""
        painter, palette = QPainter(self), self._context.palette
        if not self.candidates:
            painter.setPen(QColor(palette.muted))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignLeft, "Nothing is known yet: a moment, please."
            )
            return
        px, line_px = letters.px, letters.px(_LINE_PX)
        wide = self.width() - px(172)
        dots = line_colours(palette, self.candidates)
        for at, one in enumerate(self.candidates):
            top = at * line_px
            selection = self._context.selection
            is_chosen = bool(one.module) and one.module in (selection.module, selection.pointed_at)
            painter.setPen(QColor(palette.text if is_chosen or at == 0 else palette.muted))
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(px(14), top, px(106), line_px), left, one.words)
            if at < len(dots):
                painter.fillRect(QRectF(2, top + px(7), px(7), px(7)), QColor(dots[at]))
            tone = palette.tone(probability_tone(one))
            painter.fillRect(QRectF(px(122), top + px(6), wide, px(9)), QColor(palette.field))
            bar = QColor(tone if is_chosen or at == 0 else mixed(tone, palette.panel, 0.65))
            painter.fillRect(
                QRectF(px(122), top + px(6), max(wide * one.probability, 1.0), px(9)), bar
            )
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            text = chance_text(one.probability)
            painter.drawText(QRectF(self.width() - px(46), top, px(44), line_px), right, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down select the module of the line before or after; the list is copied as text."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        modules = [one.module for one in self.candidates if one.module]
        if event.matches(QKeySequence.StandardKey.Copy):
            lines = ("\t".join(one.row) for one in self.candidates)
            QApplication.clipboard().setText("\n".join(lines))
        elif step is None or not modules:
            super().keyPressEvent(event)
        else:
            chosen = self._context.selection.module
            at = modules.index(chosen) + step if chosen in modules else 0
            self._context.selection.choose(modules[at % len(modules)])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the module of a line everywhere."""
        self._context.selection.point_at(self._module_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is on no line."""
        self._context.selection.point_at("")

    def _module_at(self, y: float) -> str:
        at = int(y // letters.px(_LINE_PX))
        return self.candidates[at].module if 0 <= at < len(self.candidates) else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the module of a line."""
        module = self._module_at(event.position().y())
        if module:
            self._context.selection.choose(module)
