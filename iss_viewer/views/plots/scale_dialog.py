"""Limits of the axes of values, typed; or automatic again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QGridLayout, QWidget

from iss_viewer.views.plots.value_axis import HandScale, HandScales
from iss_viewer.views.shared.dialogs import is_accepted, ok_and_cancel
from iss_viewer.views.shared.number_box import NumberBox
from iss_viewer.views.shared.widgets import column, heading, label, named, set_text

_FAR, _DIGITS = 1e9, 4


class ScaleDialog(QDialog):
    """A line for each axis: its limits, and whether they are automatic."""

    def __init__(self, parent: QWidget | None, scales: Sequence[HandScale]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Limits of the axes")
        self._scales = {scale.name: scale for scale in scales}
        self.limits: dict[str, tuple[NumberBox, NumberBox]] = {}
        self.automatic: dict[str, QCheckBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        for at, words in enumerate(("Plot", "Lowest", "Highest", "", "")):
            grid.addWidget(heading(words), 0, at)
        for line, (name, scale) in enumerate(self._scales.items(), 1):
            for at, part in enumerate(self._parts(name, scale)):
                grid.addWidget(part, line, at)
        self.fault = label("", tone="notice", wraps=True)
        self.buttons = ok_and_cancel(self, "Set")
        head = label("Limits of the axes", "title")
        self.setLayout(column(head, grid, self.fault, self.buttons, spacing=10, margin=16))
        self._check()

    def _parts(self, name: str, scale: HandScale) -> tuple[QWidget, ...]:
        boxes = (
            named(NumberBox(), f"{name}: lowest"),
            named(NumberBox(), f"{name}: highest"),
        )
        automatic = QCheckBox("Automatic")
        automatic.setAccessibleName(f"{name}: automatic")
        for box, value in zip(boxes, scale.shown(), strict=True):
            box.setDecimals(_DIGITS)
            box.setRange(-_FAR, _FAR)
            box.setValue(value)
            box.valueChanged.connect(lambda _, name=name: self._typed(name))
        automatic.setChecked(not scale.is_by_hand)
        automatic.toggled.connect(lambda _: self._check())
        self.limits[name], self.automatic[name] = boxes, automatic
        return label(name), *boxes, label(scale.unit, "muted"), automatic

    def _typed(self, name: str) -> None:
        """Whoever types a limit wants it."""
        self.automatic[name].setChecked(False)
        self._check()

    def _check(self) -> None:
        wrong = [
            name
            for name, (low, high) in self.limits.items()
            if not self.automatic[name].isChecked() and low.value() >= high.value()
        ]
        set_text(self.fault, f"{wrong[0]}: the lowest must lie below the highest." if wrong else "")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not wrong)

    def apply(self) -> None:
        """Set what was typed."""
        for name, scale in self._scales.items():
            low, high = self.limits[name]
            if self.automatic[name].isChecked():
                scale.release()
            else:
                scale.set(low.value(), high.value())


def ask_limits(parent: QWidget, scales: HandScales) -> None:
    """Ask for the limits of the axes that are in sight."""
    dialog = ScaleDialog(parent, [scale for scale in scales.all if scale.plot.isVisible()])
    if is_accepted(dialog):
        dialog.apply()
