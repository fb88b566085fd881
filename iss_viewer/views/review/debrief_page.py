"""The debrief of a class: outcome and measures, lanes on one time axis, answers beside the right ones; one page of PDF."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QPoint, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QVBoxLayout, QWidget

from iss_viewer.situation.training.class_debrief import (
    AnswerLine,
    ClassDebrief,
    ClassMeasure,
    class_debrief,
)
from iss_viewer.situation.training.malfunctions_now import ExpectedRow
from iss_viewer.situation.training.plan_beside import PlanBeside
from iss_viewer.views.review.lanes_view import LanesView
from iss_viewer.views.shared.dialogs import ended
from iss_viewer.views.shared.widgets import (
    button,
    clear,
    column,
    frame,
    heading,
    label,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.style_sheet import style_sheet
from iss_viewer.views.style.theme import LIGHT, Palette

_PDF_DPI = 200
_WIDTHS_PX = range(1100, 1801, 100)  # in which the sheet is tried on paper
_ANSWERS_BESIDE = 2  # each other
_NO_ANSWER = "No answers were asked."
_SIGNS = {"good": "✓", "notice": "◆"}


class DebriefPage(QDialog):
    """Measures first. A click on the lanes looks back at that instant in the window behind."""

    def __init__(self, parent: QWidget | None, context: WindowContext) -> None:
        super().__init__(parent)
        self.setWindowTitle("Debrief")
        self.setModal(False)
        self.resize(1240, 780)
        self._context = context
        self._debrief: ClassDebrief | None = None
        self._build_layout()

    def _build_layout(self) -> None:
        self.outcome, self.about = label("", "headline", wraps=True), label("", "soft", wraps=True)
        self.measures = QGridLayout()
        self.measures.setHorizontalSpacing(18)
        self.lanes = LanesView(self._context.palette, self._context.clock)
        self.lanes.time_picked.connect(self._context.time_asked)
        self.expected, self.answers = QVBoxLayout(), QGridLayout()
        for at in range(_ANSWERS_BESIDE):
            self.answers.setColumnStretch(at, 1)
        self.objectives = label("", wraps=True)
        self.save = button("One-page PDF…", self.ask_file)
        self.again = button("Bring up to date", self.refresh)
        self.sheet = QWidget()
        side = column(
            heading("Expected of the class"), self.expected, 8,
            heading("Objectives"), self.objectives, None, spacing=4,
        )  # fmt: skip
        self.plan = QWidget()
        self.since = heading("")
        self.advised, self.class_did = QVBoxLayout(), QVBoxLayout()
        cards = row(
            frame("card", column(self.since, self.advised, None, spacing=3, margin=8)),
            frame("card", column(heading("What the class did from then on"), self.class_did, None, spacing=3, margin=8)),
            spacing=8,
        )  # fmt: skip
        for at in (0, 1):
            cards.setStretch(at, 1)
        self.plan.setLayout(cards)
        asked = column(heading("Answers"), self.answers, None, spacing=4)
        body = row(column(self.lanes, self.plan, asked, None, spacing=8), side, spacing=16)
        body.setStretch(0, 5)
        body.setStretch(1, 2)
        head = frame("card", column(self.outcome, self.about, self.measures, spacing=4, margin=10))
        self.sheet.setLayout(column(head, body, None, spacing=8, margin=8))
        foot = row(None, self.again, self.save, button("Close", self.close))
        self.area = scrolled(self.sheet)
        self.setLayout(column(self.area, foot, margin=10))

    def refresh(self) -> None:
        """Make the debrief of the run as it is now."""
        run = self._context.run
        if run is None or run.history.is_empty:
            set_text(self.outcome, "The run has not begun")
            return
        self.show_debrief(class_debrief(run, run.words.limits.reserve.limit_pa))

    def show_debrief(self, debrief: ClassDebrief) -> None:
        """Show one."""
        self._debrief = debrief
        set_text(self.outcome, debrief.outcome)
        digest = f" · digest of the run {debrief.digest}" if debrief.digest else ""
        set_text(self.about, debrief.about + digest)
        clear(self.measures)
        for at, measure in enumerate(debrief.measures):
            self._measure(at, measure)
        self.lanes.draw(debrief, self._context.palette)
        self._show_plan(debrief.plan)
        clear(self.expected)
        for action in debrief.expected:
            self.expected.addWidget(_expected(action))
        clear(self.answers)
        for at, answer in enumerate(debrief.answers):
            self.answers.addWidget(_answer(answer), *divmod(at, _ANSWERS_BESIDE))
        if not debrief.answers:
            self.answers.addWidget(label(_NO_ANSWER, "muted"))
        set_text(self.objectives, "\n".join(f"• {one}" for one in debrief.objectives))

    def _show_plan(self, plan: PlanBeside | None) -> None:
        """What was advised, and what the class did."""
        self.plan.setVisible(plan is not None)
        if plan is None:
            return
        set_text(self.since, f"The adviser's plan from the same state, {plan.since}")
        for into, lines in ((self.advised, plan.advised), (self.class_did, plan.done)):
            clear(into)
            for line in lines:
                into.addWidget(label(line, "soft", wraps=True))

    def _wear(self, palette: Palette | None) -> None:
        """Show the sheet in other colours than the window's; None: in those."""
        self.sheet.setStyleSheet("" if palette is None else style_sheet(palette))
        if self._debrief is not None:
            self.lanes.draw(self._debrief, palette or self._context.palette)

    def _measure(self, at: int, measure: ClassMeasure) -> None:
        self.measures.addWidget(heading(measure.name), 0, at)
        self.measures.addWidget(label(measure.value, "figure-small", measure.tone), 1, at)
        self.measures.addWidget(label(measure.detail, "muted"), 2, at)

    def ask_file(self) -> None:
        """Ask where the page goes, and write it."""
        file, _ = QFileDialog.getSaveFileName(self, "Debrief", "debrief.pdf", "PDF (*.pdf)")
        if file:
            self.write_pdf(ended(file, ".pdf"))

    def write_pdf(self, file: str) -> None:
        """Write the debrief on one page of A4, lying."""
        writer = QPdfWriter(file)
        writer.setResolution(_PDF_DPI)
        layout = QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape,
            QMarginsF(10, 10, 10, 10), QPageLayout.Unit.Millimeter,
        )  # fmt: skip
        writer.setPageLayout(layout)
        painter = QPainter()
        if not painter.begin(writer):
            self._context.show_message(f"Not written: {file}", "notice")
            return
        self.area.setWidgetResizable(False)  # on paper it has a size of its own
        self._wear(LIGHT)
        wide, high = self._fit_to(writer.width() / writer.height())
        scale = min(writer.width() / wide, writer.height() / high)
        painter.translate((writer.width() - scale * wide) / 2.0, 0.0)
        painter.scale(scale, scale)
        self.sheet.render(painter, QPoint())
        painter.end()
        self._wear(None)
        self.area.setWidgetResizable(True)
        self._context.show_message(f"Written: {file}", "good")

    def _fit_to(self, shape: float) -> tuple[int, int]:
        """Lay the sheet out so that it fills a page of a shape, width by height, best; its size, pixels."""
        sizes = [(wide, self.sheet.heightForWidth(wide)) for wide in _WIDTHS_PX]
        wide, high = min(sizes, key=lambda size: max(size[0], size[1] * shape))
        self.sheet.resize(wide, high)
        self.sheet.ensurePolished()
        high = self.sheet.heightForWidth(wide)  # lanes know their height once they have their width
        self.sheet.resize(wide, high)
        return wide, high


def _expected(one: ExpectedRow) -> QWidget:
    sign = label(_SIGNS.get(one.tone, "✕"), tone=one.tone or "bad")
    sign.setFixedWidth(18)
    took = f"{one.took} · within {one.within}" if one.tone else f"not done · within {one.within}"
    return _line(
        sign, column(label(one.text, wraps=True), label(took, "soft", wraps=True), spacing=0)
    )


def _answer(one: AnswerLine) -> QWidget:
    sign = label(_SIGNS.get(one.tone, "•"), tone=one.tone)
    sign.setFixedWidth(18)
    words = [label(one.question, wraps=True), label(f"class: {one.given}", "soft", wraps=True)]
    if one.right:
        words.append(label(one.right, "soft", "truth", wraps=True))
    return _line(sign, column(*words, spacing=0))


def _line(sign: QWidget, words: QVBoxLayout) -> QWidget:
    layout = row(sign, words, spacing=4)
    layout.setStretch(1, 1)
    layout.setContentsMargins(2, 3, 2, 3)
    layout.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    return frame("step", layout)
