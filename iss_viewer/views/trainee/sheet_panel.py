"""The worksheet for T.res: two readings of the gauge, a stopwatch, dP/dt and T.res as the trainee works them out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from iss_viewer.situation.moment import Moment, short_name
from iss_viewer.situation.training.worksheet import (
    SheetText,
    band_words,
    sheet_mistakes,
    sheet_of,
    typed_readings,
)
from iss_viewer.telemetry.commands import GiveAnswer
from iss_viewer.telemetry.events import AnswerGiven
from iss_viewer.units import clock_text
from iss_viewer.views.shared.widgets import button, column, label, named, row, scrolled, set_text
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.trainee.slope_chart import SlopeChart

#: the question that the sheet answers
QUESTION = "t_res"
_FORMULAS = ("(reading 2 − reading 1) / seconds × 3,600", "(reading 2 − 490) / fall an hour")


class SheetPanel(QWidget):
    """One sheet at a time; those that were handed in stay in the list."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._now_s = float("nan")
        self._watch_s: float | None = None
        self._handed: tuple[AnswerGiven, ...] = ()
        self._limit_pa = 0.0
        self._build_layout()
        context.looks_changed.connect(self._draw)
        context.opened.connect(lambda _: self.clear())

    def _build_layout(self) -> None:
        self.place = named(QComboBox(), "Where the gauge is read")
        self.first, self.first_at = self._field("Reading 1, mmHg"), self._field("Time of reading 1")
        self.second = self._field("Reading 2, mmHg")
        self.second_at = self._field("Time of reading 2")
        self.slope, self.reserve = self._field("dP/dt, mmHg/h"), self._field("T.res")
        self.first.setPlaceholderText("mmHg")
        self.second.setPlaceholderText("mmHg")
        self.first_at.setPlaceholderText("0:31:00")
        self.second_at.setPlaceholderText("0:33:00")
        self.slope.setPlaceholderText("mmHg/h")
        self.reserve.setPlaceholderText("2 h 26 min")
        self.watch = label("0:00", "figure")
        self.watch.setAccessibleName("Stopwatch")
        self.start = button("Start", self.toggle_watch, tip="The stopwatch runs in simulated time")
        self.now_1 = button(
            "Now", lambda: self._mark(self.first_at), tip="The time of this instant"
        )
        self.now_2 = button(
            "Now", lambda: self._mark(self.second_at), tip="The time of this instant"
        )
        self.submit = button("Submit", self.hand_in, "accent")
        self.anew = button("New sheet", self.clear)
        grid = QGridLayout()
        grid.setSpacing(6)
        lines: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            ("In", (self.place,)),
            ("Reading 1", (self.first, self.first_at, self.now_1)),
            ("Reading 2", (self.second, self.second_at, self.now_2)),
            ("dP/dt", (self.slope, label(_FORMULAS[0], "muted", wraps=True))),
            ("T.res", (self.reserve, label(_FORMULAS[1], "muted", wraps=True))),
        )
        for at, (name, parts) in enumerate(lines):
            grid.addWidget(label(name, "soft"), at, 0)
            for place, part in enumerate(parts, 1):
                grid.addWidget(part, at, place, 1, 1 if place < len(parts) else 4 - place)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 2)
        self.mistakes = label("", tone="notice", wraps=True)
        self.mistakes.hide()
        self.chart = SlopeChart(self._context.palette)
        self.band = label("", "soft", wraps=True)
        self.sheets = label("", "muted", wraps=True)
        content = QWidget()
        watch = row(label("Stopwatch", "soft"), self.watch, self.start, None, self.anew)
        hand = row(None, self.submit)
        content.setLayout(
            column(watch, grid, hand, self.mistakes, self.chart, self.band, self.sheets, spacing=7)
        )
        self.setLayout(column(scrolled(content)))

    def _field(self, name: str) -> QLineEdit:
        made = named(QLineEdit(), name)
        made.setMaxLength(24)
        made.setMinimumWidth(70)
        made.textChanged.connect(lambda _: self._draw())
        return made

    def show_moment(self, moment: Moment) -> None:
        """Let the stopwatch go on, and list what was handed in."""
        self._now_s, self._limit_pa = moment.time_s, moment.words.limits.reserve.limit_pa
        if self.place.count() != len(moment.station.modules):
            self.place.clear()
            for module in moment.station.modules:
                self.place.addItem(short_name(module), module.id)
        since_s = 0.0 if self._watch_s is None else max(self._now_s - self._watch_s, 0.0)
        if self._watch_s is not None:
            set_text(self.watch, _stopwatch(since_s))
        self.submit.setEnabled(moment.can_act)
        handed = tuple(one for one in moment.board.answers if one.sheet is not None)
        if handed != self._handed:
            self._handed = handed
            self._list_sheets()

    def _list_sheets(self) -> None:
        lines = [
            f"Sheet {number}, {self._context.clock.text(one.time_s)}: T.res {one.text}"
            for number, one in enumerate(self._handed, 1)
        ]
        set_text(self.sheets, "\n".join(lines))
        last = self._handed[-1].sheet if self._handed else None
        set_text(self.band, "" if last is None else band_words(last, self._limit_pa))

    def typed(self) -> SheetText:
        """What stands in the fields."""
        return SheetText(
            str(self.place.currentData() or ""), self.first.text(), self.first_at.text(),
            self.second.text(), self.second_at.text(), self.slope.text(), self.reserve.text(),
        )  # fmt: skip

    def toggle_watch(self) -> None:
        """Start the stopwatch, or stop it."""
        if self._watch_s is None and self._now_s == self._now_s:
            self._watch_s = self._now_s
        else:
            self._watch_s = None
        self.start.setText("Stop" if self._watch_s is not None else "Start")

    def hand_in(self) -> None:
        """Hand the sheet in as it is; what cannot be read is named, all at once."""
        typed = self.typed()
        mistakes = sheet_mistakes(typed)
        set_text(self.mistakes, "\n".join(mistakes))
        self.mistakes.setVisible(bool(mistakes))
        if not mistakes:
            answer = GiveAnswer(QUESTION, typed.reserve.strip(), sheet_of(typed))
            self._context.post(answer)
            self._context.show_message("The worksheet is handed in", "good")

    def clear(self) -> None:
        """Begin a new sheet: the second reading becomes the first."""
        self.first.setText(self.second.text())
        self.first_at.setText(self.second_at.text())
        for field in (self.second, self.second_at, self.slope, self.reserve):
            field.clear()
        self.mistakes.hide()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self, field: QLineEdit) -> None:
        if self._now_s == self._now_s:
            field.setText(clock_text(self._now_s)[2:])

    def _draw(self) -> None:
        self.chart.draw(typed_readings(self.typed()), self._context.palette)


def _stopwatch(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
