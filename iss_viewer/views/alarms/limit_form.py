"""One limit as a form: its value, deadband, delays, count in window, and whether it latches."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from iss_viewer.detection.limits import EDITABLE, MOST_CROSSINGS, Reserve, Rule
from iss_viewer.units import UnitSystem, from_si, kind_of, to_si
from iss_viewer.views.shared.number_box import NumberBox
from iss_viewer.views.shared.widgets import column, label, named
from iss_viewer.views.style import letters

_WEEK_S = 604800.0
_NAMES = {
    "limit_pa": "Counts to",
    "deadband": "Deadband",
    "on_delay_s": "On-delay",
    "off_delay_s": "Off-delay",
    "count": "Count in window",
    "window_s": "Window",
    "latching": "Latching",
}


@dataclass(frozen=True)
class Edit:
    """One number of a limit that a person changed, in SI."""

    limit: str
    field: str
    value: float


class LimitForm(QWidget):
    """What can be edited of a rule, or of the limit of reserve time, in the reader's units."""

    changed = Signal()

    def __init__(self, limit: Rule | Reserve, units: UnitSystem) -> None:
        super().__init__()
        rule = limit if isinstance(limit, Rule) else None
        self.id = rule.id if rule else "reserve"
        self._kind = kind_of(rule.quantity) if rule else "pressure"
        self._units = units
        self.boxes: dict[str, NumberBox | QCheckBox] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(7)
        for field in EDITABLE if rule else ("limit_pa",):
            box = self._box(field, float(getattr(limit, field)))
            name = f"Raised {rule.side}" if rule and field == "value" else _NAMES[field]
            title = label(name, "muted")
            title.setMinimumHeight(box.sizeHint().height())
            form.addRow(title, named(box, name))
        self.began = {field: self._shown(field) for field in self.boxes}
        self.setLayout(column(form))

    def _box(self, field: str, value: float) -> QWidget:
        box = self._tick(bool(value)) if field == "latching" else self._number(field, value)
        self.boxes[field] = box
        return box

    def _tick(self, is_set: bool) -> QCheckBox:
        box = QCheckBox("latched until acknowledged")
        box.setChecked(is_set)
        box.toggled.connect(lambda _: self.changed.emit())
        return box

    def _number(self, field: str, value: float) -> NumberBox:
        kind, unit = self._unit(field)
        shown = from_si(value, unit, kind) if unit else value
        box = NumberBox()
        box.setSuffix(f" {unit}" if unit else "")
        if field == "count":
            box.setDecimals(0)
            box.setRange(1, MOST_CROSSINGS)
        elif field.endswith("_s"):
            box.setDecimals(0 if shown == int(shown) else 1)
            box.setRange(0.0, _WEEK_S)
        else:
            box.setDecimals(decimals_of(shown))
            box.setRange(0.0 if field == "deadband" else -1e9, 1e9)
        box.setValue(shown)
        letters.give_size(box, "setMinimumWidth", 150)
        box.valueChanged.connect(lambda _: self.changed.emit())
        return box

    def _unit(self, field: str) -> tuple[str, str]:
        """The kind of quantity and the unit in which a field is read; empty for a pure number."""
        if field.endswith("_s"):
            return "duration", "s"
        if field == "count":
            return "", ""
        if field == "deadband" and self._kind == "temperature":
            return "temperature_change", "K"
        if field == "deadband" and self._kind == "pressure":
            return "pressure", self._units.pressure_change
        return self._kind, unit_of(self._kind, self._units)

    def _shown(self, field: str) -> float:
        box = self.boxes[field]
        return float(box.isChecked()) if isinstance(box, QCheckBox) else box.value()

    def edits(self) -> list[Edit]:
        """What was changed, in SI."""
        edits = []
        for field, began in self.began.items():
            shown = self._shown(field)
            if shown != began:
                kind, unit = self._unit(field)
                edits.append(Edit(self.id, field, to_si(shown, unit, kind) if unit else shown))
        return edits

    def mistake(self) -> str:
        """What cannot be, in plain words; empty where all is well."""
        if self.id == "reserve":
            return "" if self._shown("limit_pa") > 0.0 else "Reserve time counts to more than 0."
        if self._shown("count") > 1 and self._shown("window_s") == 0.0:
            return "Several crossings need a span of time in which they are counted."
        return ""


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
