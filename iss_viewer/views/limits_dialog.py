"""The limits behind the alarms, which a person may change while the run goes on."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10

from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QGridLayout, QWidget

from iss_viewer.datafile import FileMistakes
from iss_viewer.detection.limits import Limits, Rule, kind_of, read_limits
from iss_viewer.telemetry.commands import SetLimit
from iss_viewer.units import UnitSystem, from_si, to_si
from iss_viewer.views.desk import Desk
from iss_viewer.views.status_style import ALARM_STYLES
from iss_viewer.views.theme import ALARM_TONE
from iss_viewer.views.widgets import button, column, heading, label, row, scrolled


class LimitsDialog(QDialog):
    """One line a rule: what it watches, its class, its value in the reader's units."""

    def __init__(
        self, parent: QWidget, desk: Desk, changed: Mapping[tuple[str, str], float]
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("Limits")
        self.resize(680, 560)
        self.boxes: dict[str, QDoubleSpinBox] = {}
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(10)
        try:
            self._fill(grid, read_limits(), changed)
        except FileMistakes as mistakes:
            grid.addWidget(label(str(mistakes), tone="bad", wraps=True), 0, 0)
        page = QWidget()
        page.setLayout(column(grid, None))
        told = label(
            "A change holds from the next sample on; who made it and when is kept with the run.",
            "muted", wraps=True,
        )  # fmt: skip
        buttons = row(None, button("Close", self.reject), button("Apply", self.apply, "accent"))
        self.setLayout(
            column(label("Limits", "title"), told, scrolled(page), buttons, spacing=9, margin=14)
        )

    def _fill(
        self, grid: QGridLayout, limits: Limits, changed: Mapping[tuple[str, str], float]
    ) -> None:
        self._rules = {rule.id: rule for rule in limits.rules}
        self._began: dict[str, float] = {}
        for at, words in enumerate(("Class", "What it watches", "", "Value")):
            grid.addWidget(heading(words), 0, at)
        reserve_pa = changed.get(("reserve", "limit_pa"), limits.reserve.limit_pa)
        self._add(
            grid,
            "reserve",
            "",
            "Reserve time counts to this pressure",
            "reserve",
            reserve_pa,
            "pressure",
        )
        for rule in limits.rules:
            value = changed.get((rule.id, "value"), rule.value)
            style = ALARM_STYLES[rule.alarm_class]
            self._add(grid, rule.id, style.word, _words(rule), rule.subjects, value, kind_of(rule.quantity),
                      ALARM_TONE[rule.alarm_class])  # fmt: skip

    def _add(
        self, grid: QGridLayout, rule: str, kind_word: str, words: str, subjects: str,
        value: float, kind: str, tone: str = "",
    ) -> None:  # fmt: skip
        line, unit = grid.rowCount(), unit_of(kind, self._desk.units)
        box = QDoubleSpinBox()
        shown = from_si(value, unit, kind) if unit else value
        box.setDecimals(decimals_of(shown))
        box.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        box.lineEdit().setTextMargins(8, 0, 8, 0)
        box.setRange(-1e9, 1e9)
        box.setKeyboardTracking(False)
        box.setSuffix(f" {unit}" if unit else "")
        box.setValue(shown)
        box.setMinimumWidth(150)
        self.boxes[rule] = box
        self._began[rule] = box.value()
        grid.addWidget(label(kind_word, tone=tone), line, 0)
        grid.addWidget(label(words, wraps=True), line, 1)
        grid.addWidget(label(subjects, "muted"), line, 2)
        grid.addWidget(box, line, 3)

    def apply(self) -> None:
        """Order every change that was made."""
        for rule, box in self.boxes.items():
            if box.value() == self._began[rule]:
                continue
            kind = "pressure" if rule == "reserve" else kind_of(self._rules[rule].quantity)
            unit = unit_of(kind, self._desk.units)
            value = to_si(box.value(), unit, kind) if unit else box.value()
            field = "limit_pa" if rule == "reserve" else "value"
            self._desk.post(SetLimit(rule, field, value))
        self.accept()


def decimals_of(value: float) -> int:
    """How many decimals show a value to three figures, one at the least."""
    return min(max(2 - floor(log10(abs(value))), 1), 5) if value else 3


def unit_of(kind: str, units: UnitSystem) -> str:
    """The unit in which a kind of quantity is read; empty for a pure number."""
    fixed = {"mass": "kg", "volume": "m3", "temperature": "C", "duration": "h"}
    chosen = {
        "pressure": units.pressure,
        "pressure_rate": units.pressure_rate,
        "mass_rate": units.mass_rate,
    }
    return chosen.get(kind, fixed.get(kind, ""))


def _words(rule: Rule) -> str:
    return f"{rule.text} ({rule.side})"
